/**
 * Takes in what a sender or a user wrote and gives out the names of columns, tables and namespaces.
 *
 * <p>Promises: names are RudderStack's, so that both can load the same tables; no sender's table is one that RudderStack
 * or Cameleer keeps for itself. Other than in RudderStack, no namespace is one that PostgreSQL would refuse or cut.
 */
package io.cameleer.naming;
