/**
 * What did not become a row of its table, or a value of its column, as rows of tables of their own: rejected lines and
 * rejected rows of the ledger, and discards. So they are loaded like all others: in order, once.
 */
package io.cameleer.reject;
