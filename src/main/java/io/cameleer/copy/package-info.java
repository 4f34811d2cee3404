/**
 * Takes in table batches and gives out rows in PostgreSQL, by COPY or by batched INSERT, together with the values that have
 * no place in them.
 *
 * <p>The table in the database decides what it takes. A value that does not fit becomes NULL and a row in
 * {@code rudder_discards}; it is never silently coerced and never stops its batch.
 */
package io.cameleer.copy;
