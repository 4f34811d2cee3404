package io.cameleer.schema;

import io.cameleer.batch.TableName;
import io.cameleer.postgres.Identifier;
import io.cameleer.postgres.SqlTemplate.Holes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * An index that merging looks rows up in. It is not unique: a table may hold duplicates from before.
 *
 * @param name its name, or the one that it is to get; blank while none was chosen
 */
public record KeyIndex(TableName table, String column, String name) implements Holes {
    /** What the names of our indexes end with, to be recognised by. */
    static final String MARK = "_cameleer";

    private static final int MAX_NAME = 63;
    private static final int MAX_NAMES = 1000;

    /** The indexes that a table with these columns is to have. */
    static List<KeyIndex> of(TableName table, Collection<String> columns) {
        var wanted = new ArrayList<String>();
        wanted.add(column(table));
        if (table.isIdentifies()) {
            wanted.add("user_id"); // for traits that come late
        }
        return wanted.stream()
                .filter(columns::contains)
                .map(column -> new KeyIndex(table, column, ""))
                .toList();
    }

    /** The column that rows of a table are found by: the id, of discards, which are never merged, that of their row. */
    static String column(TableName table) {
        return table.table().equals(Discards.TABLE) ? "row_id" : "id";
    }

    KeyIndex named(String chosen) {
        return new KeyIndex(table, column, chosen);
    }

    /** Names that it may get, the best first: senders may have tables that are called so. */
    List<String> names() {
        return names(table.table() + "_" + column, column);
    }

    /** Names that an index of ours may get whose own name a table is to have. */
    static List<String> otherNames(String name) {
        return names(name.substring(0, name.length() - MARK.length()), "index").subList(1, MAX_NAMES);
    }

    private static List<String> names(String first, String brief) {
        return IntStream.rangeClosed(1, MAX_NAMES)
                .mapToObj(n -> name(n == 1 ? first : first + "_" + n, brief))
                .toList();
    }

    /** With a checksum where it is too long. */
    private static String name(String wanted, String brief) {
        var name = wanted + MARK;
        if (name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME) {
            return name;
        }
        var sum = new CRC32();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        return "%s_%08x%s".formatted(brief, sum.getValue(), MARK);
    }

    @Override
    public Map<String, Object> holes() {
        return Map.of(
                "schema", Identifier.quoted(table.schema()),
                "index", Identifier.quoted(name),
                "table", table.sql(),
                "column", Identifier.quoted(column));
    }
}
