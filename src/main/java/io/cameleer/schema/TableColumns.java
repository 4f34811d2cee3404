package io.cameleer.schema;

import io.cameleer.batch.TableBatch;
import io.cameleer.postgres.Encoding;
import io.cameleer.row.Cells;
import io.cameleer.row.TableLayout;
import io.cameleer.row.ValueType;
import io.cameleer.schema.SchemaContract.Fractions;
import io.cameleer.schema.SchemaContract.OnNew;
import io.cameleer.value.Instants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the values of a batch go in its table as it is: which columns a statement names, of what types, and which values
 * they do not take.
 */
public final class TableColumns {
    /** Holds, as one JSON object, the values of a row for which a table has no room for columns. */
    public static final String OVERFLOW = "_overflow";

    private static final String UNHELD = "cameleer_discarded";

    private final TableLayout layout;
    private final ColumnType[] types;
    private final boolean[] written;
    /** By position: a bit for each type of value that goes in as it is, whatever it is. */
    private final int[] natural;
    /** By position: whether every value means an instant, in whatever form it comes. */
    private final boolean[] times;
    /** By position: whether what the column takes may be another value than the one that came. */
    private final boolean[] bent;
    /** By position: what PostgreSQL was asked about and does not take. */
    private final Map<Integer, Set<String>> refused;

    private final List<Column> named = new ArrayList<>();
    private final TableSchema table;
    private final boolean stamped;
    private final boolean overflows;
    private final Optional<Column> unheld;
    private final SchemaContract contract;
    private final Encoding encoding;
    private final boolean anyCharacter;

    /**
     * @param layout of the rows, as it is now: columns that it gets later are not theirs
     * @param encoding of the database
     */
    public TableColumns(TableLayout layout, TableSchema table, SchemaContract contract, Encoding encoding) {
        this(layout, table, contract, encoding, new HashMap<>(), false);
    }

    private TableColumns(
            TableLayout layout,
            TableSchema table,
            SchemaContract contract,
            Encoding encoding,
            Map<Integer, Set<String>> refused,
            boolean marking) {
        this.layout = layout;
        this.table = table;
        this.contract = contract;
        this.encoding = encoding;
        this.anyCharacter = encoding.hasAll();
        this.refused = refused;
        types = new ColumnType[layout.size()];
        written = new boolean[layout.size()];
        natural = new int[layout.size()];
        times = new boolean[layout.size()];
        bent = new boolean[layout.size()];
        var overflow = table.columns().get(OVERFLOW);
        overflows =
                contract.newColumns() == OnNew.EVOLVE && overflow != null && overflow.kind() == ColumnType.Kind.JSON;
        for (int i = 0; i < types.length; i++) {
            boolean isOverflow = overflows && layout.column(i).equals(OVERFLOW);
            types[i] = isOverflow ? null : table.columns().get(layout.column(i));
            written[i] = isWritten(types[i]);
            if (written[i]) {
                named.add(new Column(layout.column(i), types[i]));
                natural[i] = types[i].natural().stream()
                        .mapToInt(type -> 1 << type.ordinal())
                        .sum();
                times[i] = types[i].isInstant() && StandardColumns.isTime(layout, i);
                bent[i] = types[i].isWhole() && contract.fractions() == Fractions.CUT
                        || types[i].isText() && !anyCharacter;
            }
        }
        var stamp = table.columns().get(SchemaEvolution.UUID_TS);
        stamped = isWritten(stamp);
        if (stamped) {
            named.add(new Column(SchemaEvolution.UUID_TS, stamp));
        }
        if (overflows) {
            named.add(new Column(OVERFLOW, overflow));
        }
        unheld = marking
                ? Optional.of(new Column(Column.free(UNHELD, table.columns().keySet()), ColumnType.TEXT))
                : Optional.empty();
        unheld.ifPresent(named::add);
    }

    private static boolean isWritten(ColumnType type) {
        return type != null && type.kind() != ColumnType.Kind.GENERATED;
    }

    /** The same for a layout that begins like this one, in a table that has further columns. */
    public TableColumns with(TableLayout layout, Map<String, ColumnType> more) {
        return new TableColumns(layout, table.with(more), contract, encoding, refused, false);
    }

    /**
     * The same for a table that stands in for this one, with a further text column at its end: it says of a row which of
     * its values are discards, so that these make no stored ones NULL. There they are named by {@link #mark}.
     */
    public TableColumns marking() {
        return new TableColumns(layout, table, contract, encoding, refused, true);
    }

    /** The further column of one that is {@linkplain #marking() marking}. */
    public Optional<Column> unheld() {
        return unheld;
    }

    /** How a column is named in {@link #unheld()}, where one such name may stand behind the other. */
    public static String mark(int position) {
        return "<" + position + ">";
    }

    /** The table as it was taken to be. */
    public TableSchema table() {
        return table;
    }

    /** Whether the table, as it is now, has the columns that are written, of the same types. */
    public boolean agreeWith(TableSchema now) {
        return now.kind().equals(table.kind())
                && named.stream()
                        .allMatch(column -> column.type().equals(now.columns().get(column.name())));
    }

    /** Finds out which of a batch's values are not what their columns take, where PostgreSQL itself must say so. */
    public void ask(TableBatch batch, DoubtfulValues postgres) {
        var doubtful = new LinkedHashMap<Integer, Set<String>>();
        for (int i = 0; i < types.length; i++) {
            if (written[i] && types[i].isDoubtful()) {
                doubtful.put(i, new HashSet<>());
            }
        }
        if (doubtful.isEmpty()) {
            return;
        }
        for (var rows = batch.cursor(); rows.next(); ) {
            for (var cells = rows.cells(); cells.next(); ) {
                var values = doubtful.get(cells.position());
                if (values != null) {
                    text(cells).ifPresent(values::add);
                }
            }
        }
        doubtful.forEach((position, values) -> refused.put(position, postgres.refused(types[position], values)));
    }

    /** How long a value may be, in bytes. */
    public long maxValueBytes() {
        return contract.maxValueBytes();
    }

    /** Whether a row with a value for a column that the table has not is kept out. */
    public boolean rejectsUnknown() {
        return contract.newColumns() == OnNew.REJECT;
    }

    /** Why there is no such column. */
    public String unknown(String column) {
        return switch (contract.newColumns()) {
            case EVOLVE -> "the table has no column " + column;
            case DISCARD -> "the table has no column " + column + ", and schema.new-columns is discard";
            case REJECT -> "the table has no column " + column + ", and schema.new-columns is reject";
        };
    }

    /** How many columns the layout had when this was made; rows have no others. */
    public int size() {
        return types.length;
    }

    /** Whether no column of the batch is in the table. */
    public boolean isEmpty() {
        return named.isEmpty();
    }

    /** The type of the column at a position of the layout; null where the table has no such column. */
    public ColumnType type(int position) {
        return types[position];
    }

    /** Whether a statement names the column at a position of the layout. */
    public boolean written(int position) {
        return written[position];
    }

    /** Whether values of this type all go into the column as they are. */
    public boolean isNatural(int position, ValueType type) {
        return (natural[position] >> type.ordinal() & 1) != 0;
    }

    /** The text by which the cell's column takes it; empty if the value does not fit. */
    public Optional<String> text(Cells cell) {
        if (!written[cell.position()]) {
            return Optional.empty();
        }
        var refusals = refused.getOrDefault(cell.position(), Set.of());
        var fitting = fitting(cell).filter(text -> !refusals.contains(text));
        return anyCharacter ? fitting : fitting.flatMap(text -> written(text, types[cell.position()]));
    }

    /** A text with the characters that the database has, if there is any for it. */
    private Optional<String> written(String text, ColumnType type) {
        if (encoding.has(text)) {
            return Optional.of(text);
        }
        return switch (type.kind()) {
            case TEXT, PADDED -> Fitting.text(ValueType.STRING, false, encoding.escaped(text), type);
            // jsonb would read the escape, and look for the character
            case JSON -> Optional.of(encoding.escaped(text, type.sql().equals("jsonb") ? "\\\\" : "\\"));
            default -> Optional.empty();
        };
    }

    /** Whether the database has all characters of a value. */
    public boolean hasCharacters(Cells cell) {
        return anyCharacter || encoding.has(cell.bytes(), cell.start(), cell.length());
    }

    /** The encoding of the database. */
    public Encoding encoding() {
        return encoding;
    }

    private Optional<String> fitting(Cells cell) {
        int position = cell.position();
        var type = types[position];
        var text = Fitting.text(cell.type(), cell.array(), type.isChronological() ? cell.text() : cell.written(), type);
        if (text.isEmpty() && times[position]) {
            return Instants.read(cell.text())
                    .flatMap(instant -> Fitting.text(ValueType.DATETIME, false, instant, type));
        }
        if (text.isEmpty() && bent[position] && type.isWhole() && cell.type() == ValueType.FLOAT) {
            return Fitting.cut(cell.text(), type);
        }
        return text;
    }

    /** Why a value that the column takes is another one than that which came; empty if it is the same. */
    public Optional<String> change(Cells cell) {
        int position = cell.position();
        if (!bent[position]) {
            return Optional.empty();
        }
        if (!hasCharacters(cell)) {
            return Optional.of(missingCharacters() + ", which are written as \\uXXXX");
        }
        if (!types[position].isWhole()
                || Fitting.text(cell.type(), cell.array(), cell.text(), types[position])
                        .isPresent()) {
            return Optional.empty();
        }
        return Optional.of("the fraction is cut off, as values.fraction-in-integer is cut");
    }

    /** Why a value with characters that the database has not is no value of its column. */
    public String missingCharacters() {
        return "the database's encoding, %s, has not all of its characters".formatted(encoding.name());
    }

    /** Whether the column behind those of the layout is {@code uuid_ts}, when the row was loaded. */
    public boolean stamped() {
        return stamped;
    }

    /** Whether the last column is {@link #OVERFLOW}. */
    public boolean overflows() {
        return overflows;
    }

    /** The columns that a statement names, in the order of a row's values. */
    public List<Column> named() {
        return named;
    }
}
