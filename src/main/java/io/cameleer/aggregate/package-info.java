/**
 * Takes in the rows of one chunk after another and gives out table batches, each full enough to be worth a transaction.
 *
 * <p>A pure buffer rather than Camel's aggregate EIP: one loader's rows of a table stay in order, what is full is loaded
 * by the thread that filled it (so nothing queues up), and all open batches share one budget of bytes. The EIP completes
 * batches on threads of its own, in any order, and bounds neither bytes nor the number of groups.
 */
package io.cameleer.aggregate;
