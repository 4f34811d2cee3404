package io.cameleer.customize;

import io.cameleer.privacy.Privacy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What steps can do to the fields of an event, as the bean {@code event}. A field is named by its path, with dots between
 * names; one that is not there, or is null, stays so.
 */
public final class EventFields {
    private final Privacy privacy;

    /** @param privacy has the key of {@link #hash} */
    public EventFields(Privacy privacy) {
        this.privacy = privacy;
    }

    /** The value of a field; null where there is none. */
    public Object get(Map<String, Object> event, String path) {
        return parent(event, path).get(name(path));
    }

    /** Sets a field, whatever it was; the objects that lead to it are made. */
    public void set(Map<String, Object> event, String path, Object value) {
        var names = path.split("\\.");
        var object = event;
        for (int i = 0; i < names.length - 1; i++) {
            var inner = object(object.get(names[i]));
            object.put(names[i], inner);
            object = inner;
        }
        object.put(names[names.length - 1], value);
    }

    /** Takes a field away. */
    public void remove(Map<String, Object> event, String path) {
        parent(event, path).remove(name(path));
    }

    /** Takes all fields of an object away but those that are named, with commas between. */
    public void keepOnly(Map<String, Object> event, String path, String names) {
        change(event, path, value -> {
            object(value).keySet().retainAll(Arrays.asList(names.split("\\s*,\\s*")));
            return value;
        });
    }

    /** Cuts a text after so many characters. */
    public void truncate(Map<String, Object> event, String path, int length) {
        change(event, path, value -> {
            var text = value.toString();
            return text.codePointCount(0, text.length()) <= length
                    ? value
                    : text.substring(0, text.offsetByCodePoints(0, length));
        });
    }

    /** Makes a value its HMAC-SHA-256, with {@code privacy.hash-key}. */
    public void hash(Map<String, Object> event, String path) {
        change(event, path, value -> privacy.hash(value.toString()));
    }

    /** Leaves of an e-mail address the domain, of an IP address the network, of all else nothing. */
    public void mask(Map<String, Object> event, String path) {
        change(event, path, value -> Privacy.mask(value.toString()));
    }

    /**
     * Whether an event is among so many percent, by the value of a field: all events with the same value are, or none. A file
     * that is read once more gives the same.
     */
    public boolean isSampled(Map<String, Object> event, String path, int percent) {
        var value = String.valueOf(get(event, path));
        // spread, as the hashes of texts that differ in their last character alone are neighbours
        return Math.floorMod(value.hashCode() * 0x9E3779B9 >>> 16, 100) < percent;
    }

    /**
     * A text that senders have chosen, as it may be a name of a file or a part of an address: all but ASCII letters, digits
     * and {@code - _} becomes {@code %XX}, dots too where there is nothing else.
     */
    public String encode(String text) {
        var encoded = new StringBuilder();
        boolean isOnlyDots = text.chars().allMatch(c -> c == '.');
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean isSafe = b >= '0' && b <= '9' || (b | 0x20) >= 'a' && (b | 0x20) <= 'z' || b == '-' || b == '_';
            if (isSafe || b == '.' && !isOnlyDots) {
                encoded.append((char) b);
            } else {
                encoded.append("%%%02X".formatted(b));
            }
        }
        return encoded.toString();
    }

    private static void change(Map<String, Object> event, String path, UnaryOperator<Object> change) {
        parent(event, path).computeIfPresent(name(path), (name, value) -> change.apply(value));
    }

    private static Map<String, Object> parent(Map<String, Object> event, String path) {
        var object = event;
        var names = path.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            object = object(object.get(names[i]));
        }
        return object;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The object itself; a new one where there is none. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : new LinkedHashMap<>();
    }
}
