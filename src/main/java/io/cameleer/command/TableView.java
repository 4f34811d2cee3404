package io.cameleer.command;

import io.cameleer.naming.Printable;
import io.cameleer.row.Cells;
import io.cameleer.row.Discard;
import io.cameleer.row.Reject;
import io.cameleer.row.Row;
import java.io.PrintWriter;
import java.util.Locale;

/** For a person: each row under its table's name, a line per column, aligned. */
final class TableView implements Preview.View {
    private static final int WIDEST_VALUE = 100;

    private final PrintWriter out;

    TableView(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void row(Row row) {
        out.printf("line %d: %s%n", row.line(), shown(row.layout().table()));
        int widest = 0;
        for (Cells cells = row.cells(); cells.next(); ) {
            widest = Math.max(widest, row.layout().column(cells.position()).length());
        }
        String form = "  %-" + Math.max(widest, 1) + "s  %-8s  %s%n";
        for (Cells cells = row.cells(); cells.next(); ) {
            out.printf(
                    form,
                    shown(row.layout().column(cells.position())),
                    cells.type().name().toLowerCase(Locale.ROOT),
                    shown(cells.text()));
        }
        for (Discard discard : row.discards()) {
            out.printf(
                    "  discarded: %s = %s (%s)%n",
                    shown(discard.column()), shown(discard.value()), shown(discard.reason()));
        }
        out.println();
        out.flush();
    }

    @Override
    public void excluded(long line) {
        out.printf("line %d: excluded, the event is not meant for PostgreSQL%n%n", line);
        out.flush();
    }

    @Override
    public void reject(Reject reject) {
        out.printf("line %d: rejected, %s%n  %s%n%n", reject.line(), shown(reject.reason()), shown(reject.raw()));
        out.flush();
    }

    /** On one line of a terminal, and nothing that would steer it. */
    static String shown(String text) {
        String start = text.length() > WIDEST_VALUE ? text.substring(0, WIDEST_VALUE) + "…" : text;
        return Printable.of(start.replace("\n", "\\n"));
    }
}
