/** Takes in what a storage lists and gives out the objects that are event files. */
package io.cameleer.discover;
