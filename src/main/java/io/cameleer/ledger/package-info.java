/**
 * Cameleer's own tables, in schema {@code cameleer} of the target database: which files there are, who loads them, how
 * far they are loaded, and what each sync did. Takes in what the other stages learn and gives out what is left to do.
 *
 * <p>Promise: what it says is loaded was committed together with the rows it speaks of.
 */
package io.cameleer.ledger;
