package io.cameleer;

/** Numbers in names: as digits they would be words of their own. */
public final class Letters {
    private Letters() {}

    /** Two letters for a number below 676. */
    public static String of(int number) {
        return "" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
    }
}
