package io.cameleer.event;

/** The parts of an event that are flattened, in the order in which they overwrite each other. */
enum EventPart {
    PROPERTIES,
    USER_PROPERTIES,
    /** The traits within the context, a second time, as traits of an identify event. */
    CONTEXT_TRAITS,
    TRAITS,
    CONTEXT;

    private final int rank = ordinal();

    /** Of two values for one column the one of the higher rank stays. */
    int rank() {
        return rank;
    }

    /** How many names at the start of a path are no part of the column's name. */
    int unnamed() {
        return switch (this) {
            case CONTEXT -> 0;
            case CONTEXT_TRAITS -> 2;
            case PROPERTIES, USER_PROPERTIES, TRAITS -> 1;
        };
    }

    /** How many names lead to the part. */
    int depth() {
        return this == CONTEXT_TRAITS ? 2 : 1;
    }
}
