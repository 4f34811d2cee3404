/** What can be asked from outside: how much this process has done, what is left to do, and whether it is well. */
package io.cameleer.observe;
