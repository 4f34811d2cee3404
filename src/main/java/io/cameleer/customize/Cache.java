package io.cameleer.customize;

import java.util.LinkedHashMap;
import java.util.Map;

/** What steps have found out and need not ask again, as the bean {@code cache}: the 10,000 keys that were used last. */
public final class Cache {
    private static final int SIZE = 10_000;

    private final Map<String, Object> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Object> eldest) {
            return size() > SIZE;
        }
    };

    /** What is known by a key; null if nothing is. */
    public synchronized Object get(String key) {
        return entries.get(key);
    }

    /** Makes something known. */
    public synchronized void put(String key, Object value) {
        entries.put(key, value);
    }
}
