/**
 * One run from discovery to report: which files are due, the loaders that work through them side by side, and what came
 * of it.
 *
 * <p>Promise: a sync says that it is done only if every file that was due is loaded and its counts add up.
 */
package io.cameleer.sync;
