/** The way to a PostgreSQL that only an SSH server can reach. */
package io.cameleer.postgres.ssh;
