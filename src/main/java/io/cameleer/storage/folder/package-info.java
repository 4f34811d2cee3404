/** A folder of this machine, or one that is mounted on it: its files are the objects, their paths within it the keys. */
package io.cameleer.storage.folder;
