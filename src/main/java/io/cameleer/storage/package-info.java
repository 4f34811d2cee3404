/**
 * Where the event files are. What a kind of storage is to the rest of the program: a {@link io.cameleer.storage.Storage},
 * which lists its objects, two kamelets in {@code routes/kamelets}, {@code storage-<type>-list} and {@code
 * storage-<type>-get}, by which routes list and open them, and a {@link io.cameleer.storage.StorageType}, which makes the
 * storage of the settings and says what its errors mean. Nothing outside the package of a kind knows its classes.
 */
package io.cameleer.storage;
