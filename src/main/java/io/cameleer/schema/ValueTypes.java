package io.cameleer.schema;

import io.cameleer.row.ValueType;

/** How many values of which types a new column is to hold, and the type that it gets for them. */
final class ValueTypes {
    /** Of so many values one may be of another type. */
    private static final long ONE_IN = 10;

    private final long[] counts = new long[ValueType.values().length];
    private ValueType first;
    private long all;

    /** Counts a value. */
    void add(ValueType type) {
        if (all == 0) {
            first = type;
        }
        counts[type.ordinal()]++;
        all++;
    }

    /** Whether there is no value. */
    boolean isEmpty() {
        return all == 0;
    }

    /** The type of the column, as the contract says for values of several types. There must be a value. */
    ColumnType column(SchemaContract contract) {
        var type = ColumnType.of(first);
        if (counts[first.ordinal()] < all) {
            type = switch (contract.mixed()) {
                case MAJORITY -> majority();
                case FIRST -> ColumnType.of(first);
                case TEXT -> numbers() == all ? ColumnType.NUMERIC : ColumnType.TEXT;
            };
        }
        return type.equals(ColumnType.BIGINT) && contract.wholeNumbers() == SchemaContract.WholeNumbers.NUMERIC
                ? ColumnType.NUMERIC
                : type;
    }

    /** The type that nine in ten are of, where whole numbers and others are both numbers; text if there is none. */
    private ColumnType majority() {
        if (isMajority(numbers())) {
            return count(ValueType.FLOAT) > 0 ? ColumnType.NUMERIC : ColumnType.BIGINT;
        }
        for (var type : ValueType.values()) {
            if (isMajority(count(type))) {
                return ColumnType.of(type);
            }
        }
        return ColumnType.TEXT;
    }

    private boolean isMajority(long count) {
        return (all - count) * ONE_IN <= all;
    }

    private long numbers() {
        return count(ValueType.INT) + count(ValueType.FLOAT);
    }

    private long count(ValueType type) {
        return counts[type.ordinal()];
    }
}
