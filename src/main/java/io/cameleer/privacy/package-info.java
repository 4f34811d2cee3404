/**
 * Takes in the text of an event and gives it out without what {@code privacy.drop}, {@code privacy.hash} and
 * {@code privacy.mask} name, in whatever spelling it would reach the columns that they mean.
 *
 * <p>Promise: it comes before everything that is stored, so that tables, discards, rejects, rejected rows and
 * {@code rudder_event} hold nothing of it, and takes time that is linear in the length of a value. No other source of the
 * event takes the place of what was dropped. A text that is no event, in which nothing can be found by its path, is not kept
 * at all.
 */
package io.cameleer.privacy;
