/** Takes in what users set, in files, environment and on the command line, and gives out values that make sense. */
package io.cameleer.settings;
