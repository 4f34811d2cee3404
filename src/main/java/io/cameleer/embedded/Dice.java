package io.cameleer.embedded;

/**
 * Random numbers that are the same for the same seed on every JVM, which the JDK promises of few of its own. The
 * generator is SplitMix64.
 */
final class Dice {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private long state;

    Dice(long seed) {
        state = seed;
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        var mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** A number from 0 to bound - 1. */
    int below(int bound) {
        return (int) (((next() >>> 33) * bound) >>> 31);
    }

    /** True in that many of a hundred cases. */
    boolean percent(int chance) {
        return below(100) < chance;
    }

    <T> T of(T[] choices) {
        return choices[below(choices.length)];
    }

    /** Appends a version 4 UUID. */
    void uuid(StringBuilder out) {
        var high = (next() & ~0xF000L) | 0x4000L;
        var low = (next() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        hex(out, high >>> 32, 8);
        out.append('-');
        hex(out, high >>> 16, 4);
        out.append('-');
        hex(out, high, 4);
        out.append('-');
        hex(out, low >>> 48, 4);
        out.append('-');
        hex(out, low, 12);
    }

    private static void hex(StringBuilder out, long value, int digits) {
        for (var shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            out.append(HEX[(int) (value >>> shift) & 0xF]);
        }
    }
}
