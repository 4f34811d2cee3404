/**
 * Takes in a chunk of lines and gives out a chunk of what the user's own steps, in {@code routes/customize.camel.yaml},
 * have made of them.
 *
 * <p>Promise: as long as there are no such steps, no object is made of any event. What the steps leave alone comes out as it
 * was: every digit of a number, every field. An event that they fail on is a reject of its own.
 */
package io.cameleer.customize;
