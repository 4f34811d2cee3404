package io.cameleer.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Maps single lines, for tests: with plain facts, and rows as text. */
final class Mapping {
    static final Facts FACTS = new Facts("", "", "", "", "", "2024-01-01", line -> "auto-" + line);

    private final EventMapper mapper;
    private final Facts facts;

    Mapping(MappingOptions options, Facts facts) {
        this.mapper = new EventMapper(options);
        this.facts = facts;
    }

    static Mapping plain() {
        return new Mapping(MappingOptions.DEFAULT, FACTS);
    }

    MappedRows map(String line) {
        return map(line.getBytes(StandardCharsets.UTF_8));
    }

    MappedRows map(byte[] line) {
        var rows = new MappedRows("events");
        mapper.map(line, 0, line.length, 1, facts, rows);
        return rows;
    }

    ObjectNode text(String line) {
        return RowText.of(map(line));
    }

    /** The cells of the last row the line becomes, as {@code type text} by column. */
    Map<String, String> cells(String line) {
        return cells(last(line));
    }

    List<Discard> discards(String line) {
        return last(line).discards();
    }

    Row last(String line) {
        var rows = map(line).rows();
        return rows.get(rows.size() - 1);
    }

    static Map<String, String> cells(Row row) {
        var cells = new TreeMap<String, String>();
        for (Cells each = row.cells(); each.next(); ) {
            cells.put(row.layout().column(each.position()), each.type() + " " + each.text());
        }
        return cells;
    }
}
