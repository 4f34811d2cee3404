package io.cameleer.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cameleer.read.SourceContext;
import io.cameleer.row.Cells;
import io.cameleer.row.Discard;
import io.cameleer.row.MappedRows;
import io.cameleer.row.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Maps single lines, for tests: of a source of which little is known, with rows as text. */
public final class TestMapper {
    static final SourceContext SOURCE = new SourceContext("", "", "", "", "", "2024-01-01", line -> "auto-" + line);

    private final EventMapper mapper;
    private final SourceContext source;

    TestMapper(MappingOptions options, SourceContext source) {
        this.mapper = new EventMapper(options);
        this.source = source;
    }

    public static TestMapper plain() {
        return new TestMapper(MappingOptions.DEFAULT, SOURCE);
    }

    public MappedRows map(String line) {
        return map(line.getBytes(StandardCharsets.UTF_8));
    }

    public MappedRows map(byte[] line) {
        var rows = new MappedRows("events");
        mapper.map(line, 0, line.length, 1, source, rows);
        return rows;
    }

    ObjectNode text(String line) {
        return RowText.of(map(line));
    }

    /** The cells of the last row the line becomes, as {@code type text} by column. */
    public Map<String, String> cells(String line) {
        return cells(last(line));
    }

    public List<Discard> discards(String line) {
        return last(line).discards();
    }

    public Row last(String line) {
        var rows = map(line).rows();
        return rows.get(rows.size() - 1);
    }

    public static Map<String, String> cells(Row row) {
        var cells = new TreeMap<String, String>();
        for (Cells each = row.cells(); each.next(); ) {
            cells.put(row.layout().column(each.position()), each.type() + " " + each.text());
        }
        return cells;
    }
}
