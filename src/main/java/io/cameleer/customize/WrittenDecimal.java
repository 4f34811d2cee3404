package io.cameleer.customize;

import java.math.BigDecimal;

/** A decimal number that knows how it was written: {@code 1.50e3} stays that. */
final class WrittenDecimal extends BigDecimal {
    private static final long serialVersionUID = 1L;

    private final String text;

    /** @throws NumberFormatException if its exponent is beyond what any number has */
    WrittenDecimal(String text) {
        super(text);
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
