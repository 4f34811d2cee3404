package io.cameleer.command;

import io.cameleer.ledger.KnownFiles;
import io.cameleer.ledger.KnownFiles.Unloaded;
import io.cameleer.naming.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The files that are not wholly loaded, for a person: each with why, and what becomes of it. */
final class UnloadedView {
    private final PrintWriter out;

    UnloadedView(PrintWriter out) {
        this.out = out;
    }

    /** @param limit how many files are shown */
    void show(KnownFiles files, int limit) {
        if (files.hasNoLedger()) {
            out.println("There is no ledger in this database yet; the first sync makes it.");
            return;
        }
        var counts = files.counts();
        if (counts.isEmpty()) {
            var others = files.otherLocations();
            out.println("The ledger knows no files of this storage and prefix"
                    + (others.isEmpty() ? "." : ", but some of: " + String.join(", ", others)));
            return;
        }
        var shown = files.unloaded(limit);
        shown.forEach(this::show);
        long all = counts.entrySet().stream()
                .filter(state -> !state.getKey().equals("complete"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (all > shown.size()) {
            out.println(format("and %,d more; --limit shows more of them", all - shown.size()));
        }
        if (shown.stream()
                .anyMatch(file -> file.attempts() > 0 && file.loading().isEmpty())) {
            out.println("To have them tried again at once: cameleer retry --all");
        }
        out.println(summary(counts));
    }

    private void show(Unloaded file) {
        out.println(TableView.shown(file.key()));
        if (!file.error().isEmpty()) {
            out.println("  " + Printable.of(file.error()));
        }
        if (file.attempts() > 0) {
            out.println("  failed %d times, last in sync %d; %s".formatted(file.attempts(), file.sync(), fate(file)));
        } else {
            out.println("  " + fate(file));
        }
    }

    private static String fate(Unloaded file) {
        if (!file.loading().isEmpty()) {
            return "it is being loaded now, by " + file.loading();
        }
        return switch (file.state()) {
            case "failed" -> "given up";
            case "incomplete" ->
                "damaged: what is whole of it is loaded, and the rest when a whole object takes its place";
            case "replaced" -> "replaced: to load the new content from its start: cameleer reload '" + file.key() + "'";
            case "vanished" -> "vanished: it is loaded when it is back";
            default -> file.next().isEmpty() ? "the next sync loads it" : "tried again after " + file.next() + " UTC";
        };
    }

    private static String summary(Map<String, Long> counts) {
        return String.join(
                        ", ",
                        List.copyOf(counts.entrySet()).stream()
                                .map(state -> format("%,d %s", state.getValue(), state.getKey()))
                                .toList())
                + (counts.keySet().equals(Set.of("complete")) ? ": all files are loaded." : ".");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
