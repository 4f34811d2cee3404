/** Lists and opens the objects of a storage. Each kind of storage is a kamelet; this is what a kamelet cannot say. */
package io.cameleer.storage;
