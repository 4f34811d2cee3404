/**
 * Takes in slices of rows and gives out table batches, each full enough to be worth a transaction.
 *
 * <p>Promise: a loader's rows of a table stay in order, none is left out, and all open batches of a loader together take
 * no more memory than they may.
 */
package io.cameleer.batch;
