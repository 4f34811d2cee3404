package io.cameleer.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;

/** The order in which storages list keys: that of their bytes, which is not quite Java's order of characters. */
public final class KeyOrder implements Comparator<String> {
    @Override
    public int compare(String key, String other) {
        return Arrays.compareUnsigned(key.getBytes(UTF_8), other.getBytes(UTF_8));
    }
}
