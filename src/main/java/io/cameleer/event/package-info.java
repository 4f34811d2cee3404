/**
 * Takes in one line's text and gives out the rows it becomes, or the reason why it becomes none.
 *
 * <p>Pure: no Camel, no SQL, no clock, no randomness. The same text and source context always give the same rows, whatever
 * the order of the event's keys. Names of tables and columns, and which value wins where two meet, are RudderStack's.
 *
 * <p>The way of a line: {@link io.cameleer.event.EventMapper} reads it onto a tape and asks {@code EventRows} (or
 * {@link io.cameleer.staging.StagingRows}, for rows that are mapped already) for its rows. {@code Flattening} walks the
 * tape; a {@code TableMapping} says for each path which column it goes to; {@code Rule} names the columns that are set
 * otherwise; {@code Collisions} says what becomes of a value whose column another one has.
 *
 * <p>Every scalar of an event is in a row, in a discard of one, or left out because
 * <ul>
 *   <li>it is null, the empty text or an empty array, which count as no value;
 *   <li>no row of the event's type is made of it: other top-level fields than those that the type reads, such as
 *       {@code category}, {@code version} and {@code integrations}; {@code traits} on track, page and screen,
 *       {@code properties} on identify, group and alias; {@code recordId} on track events of other than cloud sources; the
 *       whole of a merge event; the {@code properties} of a track event without a usable name where {@code tracks} is
 *       skipped;
 *   <li>its column is one that only a rule sets ({@code id}, {@code user_id}, {@code timestamp}, …; {@code name} on page
 *       and screen, {@code group_id} on group, and so on) or {@code uuid_ts}, which the load stamps;
 *   <li>the context's {@code sourceId}, {@code sourceType}, {@code destinationId} and {@code destinationType} are known
 *       better;
 *   <li>it has the value of the one that has its column, or stands in {@code context_traits_…} as well;
 *   <li>the object has the same field again, which in JSON overwrites it.
 * </ul>
 */
package io.cameleer.event;
