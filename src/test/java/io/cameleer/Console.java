package io.cameleer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** What a person sees: all that the program prints and logs while this is open. */
public final class Console implements AutoCloseable {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    private Console() {
        var both = new PrintStream(seen, true, UTF_8);
        System.setOut(both);
        System.setErr(both);
    }

    public static Console open() {
        return new Console();
    }

    public String text() {
        return seen.toString(UTF_8);
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        out.print(text());
    }
}
