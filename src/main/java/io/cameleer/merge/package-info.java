/**
 * Takes in rows of which some may be in their table already, and gives out a table with one row for each id, or each user.
 *
 * <p>Promise: whatever the order in which files come, and however often, the table ends up the same.
 */
package io.cameleer.merge;
