package io.cameleer.load;

/** Numbers in names: as digits they would be words of their own. */
final class Letters {
    private Letters() {}

    /** Two letters for a number below 676. */
    static String of(int number) {
        return "" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
    }
}
