package io.cameleer.mapping;

/** Placeholder until the mapping lands. */
public final class EventMapper {
    public EventMapper(MappingOptions options) {}

    public void map(byte[] buffer, int from, int to, long line, Facts facts, MappedRows out) {
        var layout = LAYOUT;
        out.countEvent();
        out.add(new RowWriter()
                .cell(0, ValueType.STRING, facts.messageId().apply(line).getBytes())
                .cell(1, ValueType.STRING, new String(buffer, from, to - from).getBytes())
                .row(layout, line, java.util.List.of()));
    }

    private static final TableLayout LAYOUT = new TableLayout("lines", "lines");

    static {
        LAYOUT.position("id", "id");
        LAYOUT.position("text", "text");
    }
}
