/** How connections are encrypted: certificates, keys, and what it means when both ends disagree. */
package io.cameleer.tls;
