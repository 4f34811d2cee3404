package io.cameleer.schema;

import io.cameleer.batch.TableName;
import io.cameleer.postgres.Identifier;
import io.cameleer.postgres.SqlTemplate.Holes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * An index that merging looks rows up in. It is not unique: a table may hold duplicates from before.
 *
 * @param onPartitions whether the table has partitions: PostgreSQL cannot make the index there while others write
 */
public record KeyIndex(TableName table, String column, boolean onPartitions) implements Holes {
    private static final int MAX_NAME = 63;

    /** The indexes that a table with these columns is to have. */
    static List<KeyIndex> of(TableName table, Collection<String> columns, boolean onPartitions) {
        var wanted = new ArrayList<String>();
        wanted.add(MergeKey.of(table).indexed());
        if (table.isIdentifies()) {
            wanted.add("user_id"); // for traits that come late
        }
        return wanted.stream()
                .filter(columns::contains)
                .map(column -> new KeyIndex(table, column, onPartitions))
                .toList();
    }

    @Override
    public Map<String, Object> holes() {
        return Map.of(
                "schema", Identifier.quoted(table.schema()),
                "index", Identifier.quoted(name()),
                "table", table.sql(),
                "column", Identifier.quoted(column));
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
