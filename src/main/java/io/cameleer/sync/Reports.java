package io.cameleer.sync;

import io.cameleer.postgres.SqlFile;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The reports of syncs, as the ledger keeps them. */
final class Reports {
    private final JdbcClient jdbc;

    Reports(DataSource warehouse) {
        jdbc = JdbcClient.create(warehouse);
    }

    /** Writes down what came of a sync; a second time changes nothing. */
    void write(Report report) {
        var tally = report.tally();
        jdbc.sql(SqlFile.text("end-sync.sql"))
                .params(
                        report.allLoaded() ? "done" : "failed",
                        tally.filesComplete(),
                        tally.filesIncomplete(),
                        tally.filesFailed(),
                        tally.lines(),
                        tally.events(),
                        tally.rejects(),
                        tally.dropped(),
                        tally.excluded(),
                        report.rows(),
                        tally.rejectedRows(),
                        tally.discards(),
                        report.stopped().isBlank() ? null : report.stopped(),
                        report.id())
                .update();
        tally.tables().forEach((name, table) -> write(report.id(), name, table));
    }

    private void write(long sync, String name, Tally.Table table) {
        jdbc.sql(SqlFile.text("sync-table.sql"))
                .params(
                        sync,
                        name,
                        table.mapped(),
                        table.rows(),
                        table.replaced(),
                        table.repeated(),
                        table.skipped(),
                        table.rejected(),
                        table.heldBack(),
                        table.discards(),
                        table.newColumns().size(),
                        table.error().isBlank() ? null : table.error())
                .update();
    }
}
