/** From RudderStack's PostgreSQL destination to Cameleer. */
package io.cameleer.migrate;
