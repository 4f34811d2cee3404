/** A bucket of AWS S3, or of any server that speaks S3. Nothing outside this package knows AWS's classes. */
package io.cameleer.storage.s3;
