/**
 * Takes in a line that RudderStack has mapped already, and gives out its row, or the reason why it becomes none.
 *
 * <p>Promises: table, names of columns and types are as the line says. What it gives for a column that it does not declare,
 * or that has no name PostgreSQL would take, is a discard.
 */
package io.cameleer.staging;
