package io.cameleer.staging;

import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import io.cameleer.naming.Names;
import io.cameleer.naming.ProtectedTables;
import io.cameleer.row.Arena;
import io.cameleer.row.MappedRows;
import io.cameleer.row.TableLayout;
import io.cameleer.row.TableLayouts;
import io.cameleer.row.ValueType;
import io.cameleer.value.RowBuilder;
import io.cameleer.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The row of a line that RudderStack has mapped already, {@code {"data":{…},"metadata":{"table":…,"columns":{…}}}}: table
 * and names are taken as they are, and the types as declared. A column counts only if it is both declared and given.
 */
public final class StagingRows {
    private static final String STAMPED_BY_THE_LOADER = "uuid_ts";
    private static final int SKIPPED = -1;
    private static final int INVALID_NAME = -2;
    /** No value comes before another; two can only meet in a column whose name is not the sender's. */
    private static final int RANK = 0;

    /** Columns whose values stay distinct from each other, though PostgreSQL cannot hold all of them. */
    private static final Set<String> IDS =
            Set.of("id", "user_id", "anonymous_id", "group_id", "previous_id", "record_id");

    private final TableLayouts layouts;
    private final Tape tape;
    private final Paths paths;
    private final Values values;
    private final RowBuilder row;
    private final Arena arena;
    private final int type;
    private final int data;
    private final int tableName;
    private final int columnTypes;
    private final Map<Integer, Table> tables = new HashMap<>();
    /** By path of a value: the path of its declaration; 0 where not known. */
    private int[] declarations = new int[0];

    /** What is known of a table: by path of a value its position plus one, 0 where not known, negative without a column. */
    private static final class Table {
        private final TableLayout layout;
        private int[] positions = new int[0];

        Table(TableLayout layout) {
            this.layout = layout;
        }
    }

    /**
     * @param layouts where the tables and columns of the rows go
     * @param tape where each line is
     * @param arena where the bytes of the rows go
     */
    public StagingRows(TableLayouts layouts, Tape tape, Values values, RowBuilder row, Arena arena) {
        this.layouts = layouts;
        this.tape = tape;
        this.paths = tape.paths();
        this.values = values;
        this.row = row;
        this.arena = arena;
        this.type = paths.child(Paths.ROOT, "type");
        this.data = paths.child(Paths.ROOT, "data");
        int metadata = paths.child(Paths.ROOT, "metadata");
        this.tableName = paths.child(metadata, "table");
        this.columnTypes = paths.child(metadata, "columns");
    }

    /** Whether the line on the tape has the shape of a staging row, and not of an event. */
    public boolean isStagingRow() {
        int table = tape.find(tableName);
        int row = tape.find(data);
        return table >= 0
                && row >= 0
                && tape.kind(table) == Tape.STRING
                && tape.kind(row) == Tape.OBJECT
                && tape.find(type) < 0;
    }

    /** Maps the row on the tape; gives why it is rejected, or nothing. */
    public String map(long line, MappedRows out) {
        byte[] name = values.bytes(values.text(tape.find(tableName)));
        Table table = tables.get(paths.child(tableName, name, 0, name.length));
        if (table == null) {
            String reason = add(name);
            if (!reason.isEmpty()) {
                return reason;
            }
            return map(line, out);
        }
        prepare(table);
        int object = tape.find(data);
        for (int index = object + 1; index < tape.next(object); index = tape.next(index)) {
            if (tape.kind(index) != Tape.NULL && tape.kind(index) != Tape.SUPERSEDED) {
                place(table, index);
            }
        }
        if (row.hasTooManyColumns()) {
            row.clear();
            return "the row has more columns than a table can have";
        }
        for (var displaced : row.takeDisplaced()) {
            row.discard(
                    table.layout.column(displaced.position()), displaced.value(), "another value has the same column");
        }
        out.add(row.build(table.layout, line, arena));
        out.countEvent();
        return "";
    }

    private String add(byte[] name) {
        String table = new String(name, StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > Names.MAX_LENGTH) {
            return "a table's name has 1 to 63 bytes, not " + name.length;
        }
        if (ProtectedTables.isInternal(table)) {
            return "the table " + table + " is not for rows of files";
        }
        String usable = ProtectedTables.isIndex(table) ? Names.withUnderscore(table) : table;
        tables.put(paths.child(tableName, name, 0, name.length), new Table(layouts.of(usable, table)));
        return "";
    }

    private void prepare(Table table) {
        int known = paths.size();
        if (declarations.length < known) {
            declarations = Arrays.copyOf(declarations, known * 2);
        }
        if (table.positions.length < known) {
            int before = table.positions.length;
            table.positions = Arrays.copyOf(table.positions, known + 64);
            layouts.addCost(table.positions.length - before);
        }
    }

    private void place(Table table, int index) {
        int path = tape.path(index);
        int position = table.positions[path];
        if (position == 0) {
            position = position(table, path);
            table.positions[path] = position;
        }
        if (position == INVALID_NAME) {
            row.discard(paths.key(path), index, "a column's name has 1 to 63 bytes");
        }
        if (position < 0) {
            return;
        }
        int declaration = tape.find(declaration(path));
        if (declaration < 0 || tape.kind(declaration) != Tape.STRING) {
            row.discard(table.layout.column(position - 1), index, "the row does not declare the column");
            return;
        }
        int value = values.declared(index, type(declaration));
        boolean isCleanedId = values.cleaned(value) && IDS.contains(table.layout.column(position - 1));
        row.put(position - 1, isCleanedId ? values.distinct(index) : value, RANK);
    }

    private int position(Table table, int path) {
        String column = paths.key(path);
        if (column.equals(STAMPED_BY_THE_LOADER)) {
            return SKIPPED;
        }
        int length = column.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > Names.MAX_LENGTH) {
            return INVALID_NAME;
        }
        layouts.addCost(TableLayouts.COLUMN_COST);
        return table.layout.position(Names.usable(column), column) + 1;
    }

    private int declaration(int path) {
        if (declarations[path] == 0) {
            declarations[path] = paths.counterpart(path, columnTypes);
        }
        return declarations[path];
    }

    /** The declared type; the first letter tells, as {@code text} is another word for {@code string}. */
    private ValueType type(int declaration) {
        byte first = tape.start(declaration) == tape.end(declaration) ? 0 : values.line()[tape.start(declaration)];
        return switch (first) {
            case 'i' -> ValueType.INT;
            case 'b' -> ValueType.BOOLEAN;
            case 'f' -> ValueType.FLOAT;
            case 'd' -> ValueType.DATETIME;
            case 'j' -> ValueType.JSON;
            default -> ValueType.STRING;
        };
    }
}
