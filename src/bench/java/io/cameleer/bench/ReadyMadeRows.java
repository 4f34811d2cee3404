package io.cameleer.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Callable;
import org.postgresql.PGConnection;

/**
 * What PostgreSQL can take at most: rows that are in the text form of COPY already, sent by clients that do nothing else.
 */
final class ReadyMadeRows {
    private static final int CLIENTS = 2;
    private static final int BUFFER = 1 << 16;
    /** Large enough for the commits not to count, small enough for both clients to end at the same time. */
    private static final long PIECE = 32 << 20;

    private final BenchServers servers;
    private final List<Piece> pieces = new ArrayList<>();
    private long bytes;

    /** Rows of one table. */
    private record Piece(String table, Path file) {}

    /** What it took. */
    record Run(double seconds, double postgresCpu) {}

    private ReadyMadeRows(BenchServers servers) {
        this.servers = servers;
    }

    /** Writes down all rows of the tables of the schema {@code events}. */
    static ReadyMadeRows of(BenchServers servers, Path folder) throws SQLException, IOException {
        var rows = new ReadyMadeRows(servers);
        Files.createDirectories(folder);
        try (var connection = servers.connect()) {
            for (var table : tables(connection)) {
                rows.write(connection, table, folder);
            }
        }
        return rows;
    }

    /** How many bytes the rows are. */
    long bytes() {
        return bytes;
    }

    /** Loads all rows into tables like those they were taken from, but empty. */
    Run load() throws SQLException, IOException, InterruptedException, ExecutionException {
        try (var connection = servers.connect();
                var statement = connection.createStatement()) {
            statement.execute("drop schema if exists ready cascade; create schema ready");
            for (var table : tables(connection)) {
                statement.execute("create table ready.%1$s (like events.%1$s including all)".formatted(table));
            }
        }
        servers.settle();
        double cpuBefore = servers.postgresCpu();
        long start = System.nanoTime();
        Queue<Piece> left = new ConcurrentLinkedQueue<>(pieces);
        var clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            Callable<Void> client = () -> {
                send(left);
                return null;
            };
            for (var end : clients.invokeAll(java.util.Collections.nCopies(CLIENTS, client))) {
                end.get();
            }
        } finally {
            clients.shutdown();
        }
        var run = new Run((System.nanoTime() - start) / 1e9, servers.postgresCpu() - cpuBefore);
        servers.execute("drop schema ready cascade");
        return run;
    }

    private void send(Queue<Piece> left) throws SQLException, IOException {
        try (var connection = servers.connect()) {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (var piece = left.poll(); piece != null; piece = left.poll()) {
                try (InputStream rows = Files.newInputStream(piece.file)) {
                    copy.copyIn("copy ready.%s from stdin".formatted(piece.table), rows, BUFFER);
                }
            }
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select tablename from pg_tables where schemaname = 'events' order by pg_table_size(format('events.%I', tablename)::regclass) desc")) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add('"' + rows.getString(1) + '"');
            }
            return names;
        }
    }

    private void write(Connection connection, String table, Path folder) throws SQLException, IOException {
        var copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy events.%s to stdout".formatted(table));
        OutputStream out = OutputStream.nullOutputStream();
        long inPiece = PIECE;
        for (var row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
            if (inPiece >= PIECE) {
                out.close();
                var piece = new Piece(table, folder.resolve(pieces.size() + ".copy"));
                pieces.add(piece);
                out = new java.io.BufferedOutputStream(Files.newOutputStream(piece.file), BUFFER);
                inPiece = 0;
            }
            out.write(row);
            inPiece += row.length;
            bytes += row.length;
        }
        out.close();
    }
}
