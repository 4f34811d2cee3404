/** The PostgreSQL that holds the tables: how to reach it, and what its errors mean. */
package io.cameleer.postgres;
