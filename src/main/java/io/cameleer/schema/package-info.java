/**
 * What tables and columns there are, what must be added to them for a batch, and which values a column takes.
 *
 * <p>Promise: nothing of the user's is ever dropped, renamed, retyped or replaced.
 */
package io.cameleer.schema;
