/** Takes in what is known of a file and gives out what its events lack: source, destination, time, ids. */
package io.cameleer.enrich;
