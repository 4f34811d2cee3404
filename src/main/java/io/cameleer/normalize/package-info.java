/**
 * Takes in chunks of events and gives out slices of rows, one for each table.
 *
 * <p>Promise: every line of a chunk is an event, a reject, or was dropped by the user's own steps.
 */
package io.cameleer.normalize;
