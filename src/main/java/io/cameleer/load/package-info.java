/**
 * Takes in table batches and gives out rows in PostgreSQL: the table is made or widened first, then the rows go in,
 * together with the values that have no place in them and the mark of how far their files are loaded.
 *
 * <p>The table in the database decides what it takes. A value that does not fit becomes NULL and a row in
 * {@code rudder_discards}; it is never bent and never stops its batch.
 */
package io.cameleer.load;
