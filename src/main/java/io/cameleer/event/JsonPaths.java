package io.cameleer.event;

import io.cameleer.json.Paths;
import io.cameleer.naming.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which values of an event of one type are kept whole, as JSON. A path {@code track.properties.a.b} starts with the type
 * and the container; any other counts for track events only, from within the properties.
 *
 * <p>As in RudderStack a path matches by its names joined with underscores and by how many they are, so that
 * {@code a.b_c} and {@code a_b.c} are the same; names are compared as the sender wrote them.
 */
final class JsonPaths {
    private static final List<String> PREFIXES =
            List.of("track.", "identify.", "page.", "screen.", "alias.", "group.", "extract.");

    private final String type;
    private final Set<Target> full = new HashSet<>();
    private final Set<Target> legacy = new HashSet<>();

    private record Target(String joined, int parts) {
        static Target of(String path) {
            return new Target(
                    path.replace('.', '_'),
                    1 + (int) path.chars().filter(c -> c == '.').count());
        }
    }

    JsonPaths(EventType type, List<String> paths) {
        this.type = type.key();
        for (String each : paths) {
            String path = Names.trimmed(each);
            if (path.startsWith(this.type + ".")) {
                full.add(Target.of(path));
            } else if (type == EventType.TRACK
                    && !path.isEmpty()
                    && PREFIXES.stream().noneMatch(path::startsWith)) {
                legacy.add(Target.of(path));
            }
        }
    }

    /** Whether the value at a path within a container is kept whole. */
    boolean match(Paths paths, int path) {
        if (full.isEmpty() && legacy.isEmpty()) {
            return false;
        }
        int depth = paths.depth(path);
        String joined = paths.text(path, 0, "_", TableMapping.MAX_PATH_TEXT);
        if (full.contains(new Target(type + "_" + joined, depth + 1))) {
            return true;
        }
        String inner = isInContext(paths, path) ? joined : paths.text(path, 1, "_", TableMapping.MAX_PATH_TEXT);
        return legacy.contains(new Target(inner, depth - 1));
    }

    private static boolean isInContext(Paths paths, int path) {
        int top = path;
        while (paths.parent(top) != Paths.ROOT) {
            top = paths.parent(top);
        }
        return top == Field.CONTEXT.path();
    }
}
