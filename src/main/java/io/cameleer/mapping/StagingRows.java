package io.cameleer.mapping;

import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The row of a line that RudderStack has mapped already, {@code {"data":{…},"metadata":{"table":…,"columns":{…}}}}: table
 * and names are taken as they are, and the types as declared. A column counts only if it is both declared and given.
 */
final class StagingRows {
    private static final String STAMPED_BY_THE_LOADER = "uuid_ts";
    private static final int LEFT_OUT = -1;
    private static final int UNNAMEABLE = -2;

    private final Schemes schemes;
    private final Tape tape;
    private final Paths paths;
    private final Values values;
    private final RowBuilder row;
    private final Arena arena;
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

    StagingRows(Schemes schemes, Tape tape, Values values, RowBuilder row, Arena arena) {
        this.schemes = schemes;
        this.tape = tape;
        this.paths = schemes.paths();
        this.values = values;
        this.row = row;
        this.arena = arena;
    }

    /** Whether the line on the tape has the shape of a staging row, and not of an event. */
    boolean isStagingRow() {
        int table = tape.find(Field.METADATA_TABLE.path());
        int data = tape.find(Field.DATA.path());
        return table >= 0
                && data >= 0
                && tape.kind(table) == Tape.STRING
                && tape.kind(data) == Tape.OBJECT
                && tape.find(Field.TYPE.path()) < 0;
    }

    /** Maps the row on the tape; gives why it cannot be, or nothing. */
    String map(long line, MappedRows out) {
        byte[] name = values.bytes(values.text(tape.find(Field.METADATA_TABLE.path())));
        Table table = tables.get(paths.child(Field.METADATA_TABLE.path(), name, 0, name.length));
        if (table == null) {
            String refusal = add(name);
            if (!refusal.isEmpty()) {
                return refusal;
            }
            return map(line, out);
        }
        prepare(table);
        int data = tape.find(Field.DATA.path());
        for (int index = data + 1; index < tape.next(data); index = tape.next(index)) {
            if (tape.kind(index) != Tape.NULL && tape.kind(index) != Tape.GONE) {
                place(table, index);
            }
        }
        if (row.isOverfull()) {
            row.clear();
            return "the row has more columns than a table can have";
        }
        out.add(row.build(table.layout, line, arena));
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
        tables.put(
                paths.child(Field.METADATA_TABLE.path(), name, 0, name.length),
                new Table(schemes.layout(table, table)));
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
            schemes.spend(table.positions.length - before);
        }
    }

    private void place(Table table, int index) {
        int path = tape.path(index);
        int position = table.positions[path];
        if (position == 0) {
            position = position(table, path);
            table.positions[path] = position;
        }
        if (position == UNNAMEABLE) {
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
        row.put(position - 1, values.declared(index, type(declaration)), Source.DATA);
    }

    private int position(Table table, int path) {
        String column = paths.key(path);
        if (column.equals(STAMPED_BY_THE_LOADER)) {
            return LEFT_OUT;
        }
        int length = column.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > Names.MAX_LENGTH) {
            return UNNAMEABLE;
        }
        schemes.spend(Scheme.COLUMN_COST);
        return table.layout.position(column, column) + 1;
    }

    private int declaration(int path) {
        if (declarations[path] == 0) {
            declarations[path] = paths.twin(path, Field.METADATA_COLUMNS.path());
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
