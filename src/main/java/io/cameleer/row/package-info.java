/**
 * Mapped rows: what every later stage sees and loads. Takes in nothing but names and bytes; gives out rows, the discards
 * that belong to them, and rejected lines.
 *
 * <p>A {@link io.cameleer.row.Row} is a piece of an array of bytes, its cells by position in a
 * {@link io.cameleer.row.TableLayout}; {@link io.cameleer.row.RowWriter} writes and {@link io.cameleer.row.Cells} reads
 * it.
 *
 * <p>Promises: the bytes of a row never change, a column's position never changes, and nothing here knows of JSON, of SQL
 * or of any other package.
 */
package io.cameleer.row;
