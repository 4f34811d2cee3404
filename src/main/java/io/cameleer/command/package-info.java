/** What a person asks of Cameleer on the command line; each command is one class. */
package io.cameleer.command;
