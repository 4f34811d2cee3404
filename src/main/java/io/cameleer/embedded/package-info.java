/**
 * The servers that let Cameleer run on a machine with nothing but a JDK: a real PostgreSQL and a real S3 API over a
 * local folder, and sample events to fill it with. For trying out and for tests; not part of the jar that is shipped.
 */
package io.cameleer.embedded;
