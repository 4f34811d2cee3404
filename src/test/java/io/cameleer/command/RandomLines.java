package io.cameleer.command;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Lines of random bytes, and lines of random JSON that is often an event, by turns. None is blank. */
final class RandomLines extends InputStream {
    private static final List<String> WORDS = List.of(
            "type",
            "track",
            "page",
            "identify",
            "event",
            "properties",
            "context",
            "traits",
            "userId",
            "messageId",
            "integrations",
            "POSTGRES",
            "options",
            "jsonPaths",
            "data",
            "metadata",
            "table",
            "columns",
            "a",
            "b_c",
            "日本",
            "\\u0000",
            "\\ud800",
            "\\n",
            "2024-02-30",
            "x".repeat(70));

    private final Random random;
    private int left;
    private byte[] line = new byte[0];
    private int next;

    RandomLines(Random random, int lines) {
        this.random = random;
        this.left = lines;
    }

    @Override
    public int read() {
        while (next == line.length) {
            if (left == 0) {
                return -1;
            }
            left--;
            line = left % 2 == 0 ? bytes() : json().getBytes(StandardCharsets.UTF_8);
            next = 0;
        }
        return line[next++] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        int count = 0;
        for (int b = 0; count < length && (b = read()) >= 0; count++) {
            into[from + count] = (byte) b;
        }
        return count == 0 ? -1 : count;
    }

    private byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.write('{');
        for (int length = random.nextInt(200); length > 0; length--) {
            int b = random.nextInt(256);
            out.write(b == '\n' ? ' ' : b);
        }
        out.write('\n');
        return out.toByteArray();
    }

    private String json() {
        var text = new StringBuilder("{\"type\":\"").append(word()).append("\",\"messageId\":");
        value(text, 0);
        for (String field : List.of("event", "properties", "context", "traits", "userId", "integrations")) {
            text.append(",\"").append(field).append("\":");
            value(text, 0);
        }
        return text.append("}\n").toString();
    }

    private void value(StringBuilder text, int depth) {
        switch (random.nextInt(depth < 5 ? 8 : 5)) {
            case 0 -> text.append(random.nextInt());
            case 1 -> text.append(random.nextDouble()).append("e").append(random.nextInt(5000));
            case 2 ->
                text.append(
                        List.of("null", "true", "false", "-0", "1e999999999").get(random.nextInt(5)));
            case 3, 4 -> text.append('"').append(word()).append('"');
            case 5 -> {
                text.append('[');
                value(text, depth + 1);
                text.append(',');
                value(text, depth + 1);
                text.append(']');
            }
            default -> {
                text.append('{');
                for (int field = random.nextInt(5); field >= 0; field--) {
                    text.append('"')
                            .append(word())
                            .append(random.nextInt(3) == 0 ? random.nextInt(1000) : "")
                            .append("\":");
                    value(text, depth + 1);
                    text.append(field > 0 ? "," : "");
                }
                text.append('}');
            }
        }
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
