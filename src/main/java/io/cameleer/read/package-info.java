/** Takes in an object's stream and gives out chunks of its lines; memory does not grow with the file. */
package io.cameleer.read;
