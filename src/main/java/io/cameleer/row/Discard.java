package io.cameleer.row;

/**
 * A value that could not go where it belongs: kept as it came, with the reason, together with the row that lacks it.
 *
 * @param column the column it was meant for
 * @param value the original value as text
 * @param reason why it is not in its column, for a person
 * @param isCountedOnly whether the ledger counts it, with an example, and it is kept nowhere else
 */
public record Discard(String column, String value, String reason, boolean isCountedOnly) {
    /** A value that is kept. */
    public Discard(String column, String value, String reason) {
        this(column, value, reason, false);
    }
}
