/**
 * Takes in one JSON text as UTF-8 bytes and gives out a flat tape of its values, or the reason why it is no JSON.
 *
 * <p>Strict: RFC 8259 and nothing else. No object is made per value, and a field name that was seen before at the
 * same place is recognised by its bytes, without a {@code String}.
 */
package io.cameleer.json;
