package io.cameleer.mapping;

import io.cameleer.json.Paths;

/** The parts of an event that are flattened, in the order in which they overwrite each other. */
enum Source {
    PROPERTIES,
    USER_PROPERTIES,
    /** The traits within the context, a second time, as traits of an identify event. */
    CONTEXT_TRAITS,
    TRAITS,
    CONTEXT,
    /** The data of a staging row. */
    DATA;

    /** Where a path starts; never {@link #CONTEXT_TRAITS}, whose paths are also those of the context. */
    static Source of(Paths paths, int path) {
        int root = path;
        while (paths.parent(root) != Paths.ROOT) {
            root = paths.parent(root);
        }
        if (root == Field.CONTEXT.path()) {
            return CONTEXT;
        }
        if (root == Field.PROPERTIES.path()) {
            return PROPERTIES;
        }
        if (root == Field.USER_PROPERTIES.path()) {
            return USER_PROPERTIES;
        }
        return root == Field.TRAITS.path() ? TRAITS : DATA;
    }

    /** How many names at the start of a path are no part of the column's name. */
    int unnamed() {
        return switch (this) {
            case CONTEXT -> 0;
            case CONTEXT_TRAITS -> 2;
            case PROPERTIES, USER_PROPERTIES, TRAITS, DATA -> 1;
        };
    }

    /** How many names lead to the container. */
    int container() {
        return this == CONTEXT_TRAITS ? 2 : 1;
    }
}
