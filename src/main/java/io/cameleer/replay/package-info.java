/**
 * What did not become rows of tables: lists it from the ledger by sync, file, table and reason, and loads rejected rows
 * once more after the cause is fixed.
 *
 * <p>Promise: a row is taken up by a replay in the very transaction that loads it, so that it is never loaded twice.
 */
package io.cameleer.replay;
