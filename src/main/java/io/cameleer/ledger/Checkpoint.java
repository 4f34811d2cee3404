package io.cameleer.ledger;

/**
 * A place in a file's text.
 *
 * @param line the last line before it; 0 at the beginning
 * @param checksum CRC-32C of the text through that line, each line with its line feed
 */
public record Checkpoint(long line, long checksum) {
    /** The beginning of any text. */
    public static final Checkpoint START = new Checkpoint(0, 0);
}
