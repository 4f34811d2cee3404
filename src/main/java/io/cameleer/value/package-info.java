/**
 * Takes in the values of one line, on the tape that it was read onto, and gives out the cells of rows: of each value its
 * type and its text.
 *
 * <p>{@link io.cameleer.value.Values} knows the type and text of each value, {@link io.cameleer.value.RowBuilder} gathers
 * them to a row and settles which stays where two have the same column.
 *
 * <p>Promises: numbers and texts stay as exact as they were written. U+0000 and unpaired surrogates, which PostgreSQL does
 * not support, are taken out, and the original is a discard. A number that is too large for PostgreSQL's
 * {@code numeric}, such as {@code 1e999999999}, is text, and a string within JSON.
 */
package io.cameleer.value;
