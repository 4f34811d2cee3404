package io.cameleer.postgres;

import io.cameleer.error.Causes;
import io.cameleer.postgres.ssh.SshException;
import io.cameleer.postgres.tls.TlsErrors;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;

/**
 * What an error of PostgreSQL means, told by its SQLSTATE. The driver throws the same class for all of them, and the
 * text comes in the server's language.
 */
public final class SqlErrors {
    /** What PostgreSQL says of a table that is not as the catalog's copy has it: read the catalog again, then retry. */
    private static final Set<String> STALE = Set.of("42703", "42P01", "42804", "3F000", "0A000", "22P04");
    /** Somebody else made the same schema, table or column at the same moment. */
    private static final Set<String> RACE = Set.of("42P06", "42P07", "42701", "42710", "23505");

    private SqlErrors() {}

    /** Whether the same may work when it is tried again. */
    public static boolean isTransient(SQLException error) {
        var state = state(error);
        if (unknownHost(error).isPresent() || concernsEncryption(error)) {
            return false;
        }
        return concernsServer(error) && !state.startsWith("28") && !state.equals("3D000")
                || state.startsWith("40")
                || state.equals("55P03")
                || state.equals("57014")
                || STALE.contains(state)
                || RACE.contains(state);
    }

    /**
     * Whether it is a row that PostgreSQL refuses: a value that its column does not take, a constraint, a trigger's own
     * error, a limit of size; or it is not there afterwards, without an error.
     */
    public static boolean concernsRow(SQLException error) {
        var state = state(error);
        return Stream.of("02", "22", "23", "44", "54", "P0").anyMatch(state::startsWith) && !STALE.contains(state);
    }

    /** Whether it concerns all tables: the server, the connection, the user, the disk. */
    public static boolean concernsServer(SQLException error) {
        var state = state(error);
        return state.isEmpty() // a pool's, not PostgreSQL's: it has no connection
                || state.startsWith("08")
                || state.startsWith("28")
                || state.startsWith("3D")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("58")
                || state.startsWith("XX");
    }

    /** Whether the two ends do not agree on how the connection is to be encrypted. */
    public static boolean concernsEncryption(SQLException error) {
        return state(error).equals("08004") || TlsErrors.explain(error).isPresent();
    }

    /** Whether the user lacks a right. */
    public static boolean concernsRights(SQLException error) {
        return state(error).equals("42501");
    }

    /** What happened and what to do, for a person. */
    public static String explain(SQLException error) {
        return explain(error, List.of());
    }

    /**
     * The same, with what is missing.
     *
     * @param grants the statements that grant what is missing, where they are known
     */
    public static String explain(SQLException error, List<String> grants) {
        if (error instanceof SshException) {
            return error.getMessage();
        }
        var unknownHost = unknownHost(error);
        if (unknownHost.isPresent()) {
            return "PostgreSQL: the host name " + unknownHost.get() + " is not known. Check warehouse.host.";
        }
        var tls = TlsErrors.explain(error);
        if (tls.isPresent()) {
            return "PostgreSQL: " + tls.get();
        }
        var state = state(error);
        var advice =
                switch (state) {
                    case "08004" ->
                        "If the server has no TLS, set warehouse.ssl-mode = disable, where the way to it is safe without. If it asks for a password, set warehouse.user and warehouse.password.";
                    case "", "08001", "08006", "08003" ->
                        "Check warehouse.host and warehouse.port, and that PostgreSQL runs and lets this machine in.";
                    case "28P01", "28000" ->
                        "Check warehouse.user, its password, warehouse.ssl-mode, and pg_hba.conf of the server.";
                    case "55P03" ->
                        "Somebody holds a lock on it for longer than warehouse.lock-timeout: look into pg_stat_activity and pg_locks.";
                    case "57014" -> "Raise warehouse.statement-timeout if it may take so long.";
                    case "3D000" -> "Check warehouse.database, or create it with CREATE DATABASE.";
                    case "42501" ->
                        grants.isEmpty()
                                ? "Grant what is missing; the command grants prints what is needed."
                                : "Grant what is missing: " + String.join("; ", grants);
                    case "42809" -> "Rename what has the name of the table, or choose another warehouse.namespace.";
                    case "53100" -> "The server's disk is full: make room.";
                    case "53300" -> "The server has no connection left: raise max_connections or lower load.threads.";
                    default -> "";
                };
        var code = state.isEmpty() ? "" : " (" + state + ")";
        return ("PostgreSQL: " + message(error) + code + ". " + advice).strip();
    }

    /** What it says itself, in one line without the stop at its end: the server's own words, or the driver's. */
    private static String message(SQLException error) {
        var said = error instanceof PSQLException e && e.getServerErrorMessage() != null
                ? e.getServerErrorMessage().getMessage()
                : error.getMessage();
        var line = said == null ? error.toString() : said.strip().replaceAll("\\s+", " ");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    /**
     * PostgreSQL's own error in a chain of causes: the last one that has an SQLSTATE, for pools and others wrap it; or what
     * a pool says that has no connection.
     */
    public static Optional<SQLException> in(Throwable error) {
        return Causes.of(error)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .reduce((outer, inner) -> inner.getSQLState() == null ? outer : inner);
    }

    private static String state(SQLException error) {
        return error.getSQLState() == null ? "" : error.getSQLState();
    }

    private static Optional<String> unknownHost(SQLException error) {
        return Causes.first(error, UnknownHostException.class).map(Throwable::getMessage);
    }
}
