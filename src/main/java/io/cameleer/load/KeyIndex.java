package io.cameleer.load;

import io.cameleer.aggregate.TableName;
import io.cameleer.warehouse.Identifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32;

/** An index that merging looks rows up in. It is not unique: a table may hold duplicates from before. */
record KeyIndex(TableName table, String column) {
    private static final int MAX_NAME = 63;

    /** The indexes that a table with these columns is to have. */
    static List<KeyIndex> of(TableName table, Collection<String> columns) {
        var wanted = new ArrayList<String>();
        wanted.add(MergeKey.of(table).indexed());
        if (table.table().equals(Users.IDENTIFIES)) {
            wanted.add("user_id"); // for traits that come late
        }
        return wanted.stream()
                .filter(columns::contains)
                .map(column -> new KeyIndex(table, column))
                .toList();
    }

    /** Makes it on a table that is new. */
    String create() {
        return "create index if not exists " + Identifier.quoted(name()) + on();
    }

    /**
     * Makes it on a table that is in use, without keeping others from it; what a broken attempt has left goes first. On
     * one with partitions PostgreSQL cannot do that, and those who write wait.
     */
    List<String> createOn(TableSchema inUse) {
        if (inUse.isPartitioned()) {
            return List.of(create());
        }
        return List.of(
                "drop index concurrently if exists " + Identifier.quoted(table.schema()) + "."
                        + Identifier.quoted(name()),
                "create index concurrently if not exists " + Identifier.quoted(name()) + on());
    }

    private String on() {
        return " on " + table.sql() + " (" + Identifier.quoted(column) + ")";
    }

    /** Ours to be recognised by; with a checksum where the table's name is too long for it. */
    private String name() {
        var name = table.table() + "_" + column + "_cameleer";
        if (name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME) {
            return name;
        }
        var sum = new CRC32();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        return "%s_%08x_cameleer".formatted(column, sum.getValue());
    }
}
