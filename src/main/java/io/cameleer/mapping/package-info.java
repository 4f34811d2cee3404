/**
 * Takes in one event's text and gives out the rows it becomes, or the reason why it becomes none.
 *
 * <p>Pure: no Camel, no SQL, no clock, no randomness. The same text and facts always give the same rows, whatever the
 * order of the event's keys. Names of tables and columns, and which value wins where two meet, are RudderStack's.
 */
package io.cameleer.mapping;
