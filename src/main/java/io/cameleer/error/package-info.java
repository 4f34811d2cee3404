/** What is behind an error. Knows no stage: each says itself what its errors mean, and what to do. */
package io.cameleer.error;
