/** Finds out before the first sync whether it can work: step by step, and without leaving anything behind. */
package io.cameleer.validate;
