package io.cameleer.postgres;

import io.cameleer.error.Causes;
import io.cameleer.naming.Printable;
import io.cameleer.postgres.ssh.SshException;
import io.cameleer.tls.TlsErrors;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What an error of PostgreSQL means, told by its SQLSTATE. The driver throws the same class for all of them, and the
 * text comes in the server's language.
 */
public final class SqlErrors {
    /** What PostgreSQL says of a table that is not as the catalog's copy has it: read the catalog again, then retry. */
    private static final Set<String> STALE = Set.of("42703", "42P01", "42804", "3F000", "22P04");
    /** Somebody else made the same schema, table or index at the same moment. */
    private static final Set<String> RACE = Set.of("42P06", "42P07", "42710");
    /** No room, or a limit of the server or the role: that does not pass within minutes. */
    private static final Set<String> USED_UP = Set.of("53100", "53400");

    private SqlErrors() {}

    /** Whether the same may work when it is tried again. */
    public static boolean isTransient(SQLException error) {
        var state = state(error);
        if (Causes.unknownHost(error).isPresent() || concernsEncryption(error)) {
            return false;
        }
        return concernsServer(error)
                        && !state.startsWith("28")
                        && !state.equals("3D000")
                        && !isReadOnly(error)
                        && !USED_UP.contains(state)
                || state.startsWith("40")
                || waitsForOthers(error)
                || state.equals("57014")
                // the connection was silent for too long, or its transaction too slow, and PostgreSQL has ended it
                || state.equals("25P03")
                || state.equals("25P04")
                || isSoonOver(error);
    }

    /**
     * Whether it is over as soon as the catalog was read again, or somebody else has done what both were about to do; if
     * it is not after a few attempts, it is no such thing. The code does not always tell: what was planned before a change
     * of the table has the code of all that PostgreSQL cannot do, and a name that is taken in the catalog that of any
     * unique constraint.
     */
    public static boolean isSoonOver(SQLException error) {
        var state = state(error);
        return STALE.contains(state)
                || RACE.contains(state)
                || state.equals("0A000")
                        && said(error, ServerErrorMessage::getRoutine).equals("RevalidateCachedQuery")
                || state.equals("23505")
                        && said(error, ServerErrorMessage::getSchema).equals("pg_catalog");
    }

    /** Whether the server, the database or the user has no connection left. */
    public static boolean isOutOfConnections(SQLException error) {
        return state(error).equals("53300");
    }

    /** Whether somebody else holds a lock. */
    public static boolean waitsForOthers(SQLException error) {
        return state(error).equals("55P03");
    }

    /** Whether the table is published, and nothing tells its subscribers which row is meant. */
    public static boolean concernsIdentity(SQLException error) {
        return state(error).equals("55000")
                && said(error, ServerErrorMessage::getRoutine).equals("CheckCmdReplicaIdentity");
    }

    /** A part of what the server says that is the same in every language; blank if it says nothing. */
    private static String said(SQLException error, Function<ServerErrorMessage, String> part) {
        return error instanceof PSQLException e && e.getServerErrorMessage() != null
                ? Objects.requireNonNullElse(part.apply(e.getServerErrorMessage()), "")
                : "";
    }

    /**
     * Whether it is a row that PostgreSQL refuses: a value that its column does not take, a constraint, a trigger's own
     * error, a limit of size; or it is not there afterwards, without an error.
     */
    public static boolean concernsRow(SQLException error) {
        var state = state(error);
        return Stream.of("02", "22", "23", "44", "54", "P0").anyMatch(state::startsWith) && !isSoonOver(error)
                || isKeptOutByPolicy(error);
    }

    /** Whether a policy of row level security does not let a row in, which has the code of a right that is missing. */
    private static boolean isKeptOutByPolicy(SQLException error) {
        return state(error).equals("42501")
                && said(error, ServerErrorMessage::getRoutine).equals("ExecWithCheckOptions");
    }

    private static boolean isReadOnly(SQLException error) {
        return state(error).equals("25006");
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
                || state.startsWith("XX")
                || isReadOnly(error);
    }

    /** Whether the two ends do not agree on how the connection is to be encrypted. */
    public static boolean concernsEncryption(SQLException error) {
        return state(error).equals("08004")
                || TlsErrors.explain(error, "warehouse").isPresent();
    }

    /** Whether the user lacks a right. */
    public static boolean concernsRights(SQLException error) {
        return state(error).equals("42501") && !isKeptOutByPolicy(error);
    }

    /** What happened and what to do, for a person. */
    public static String explain(SQLException error) {
        return explain(error, List.of());
    }

    /**
     * The same, with what is missing.
     *
     * @param statements what grants or sets what is missing, where that is known
     */
    public static String explain(SQLException error, List<String> statements) {
        if (error instanceof SshException) {
            return error.getMessage();
        }
        if (error instanceof ClearTextException) {
            return "PostgreSQL: " + error.getMessage();
        }
        var unknownHost = Causes.unknownHost(error);
        if (unknownHost.isPresent()) {
            return "PostgreSQL: the host name " + unknownHost.get() + " is not known. Check warehouse.host.";
        }
        var tls = TlsErrors.explain(error, "warehouse");
        if (tls.isPresent()) {
            return "PostgreSQL: " + tls.get();
        }
        var state = state(error);
        var advice =
                switch (state) {
                    case "08004" ->
                        "If the server has no TLS, set warehouse.ssl-mode = disable, where the way to it is safe"
                                + " without. If it asks for a password, set warehouse.user and warehouse.password.";
                    case "", "08001", "08006", "08003" ->
                        "Check warehouse.host and warehouse.port, and that PostgreSQL runs and lets this machine in.";
                    case "28P01", "28000" ->
                        "Check warehouse.user, its password, warehouse.ssl-mode, and pg_hba.conf of the server.";
                    case "55P03" ->
                        "Somebody holds a lock on it for longer than warehouse.lock-timeout: look into"
                                + " pg_stat_activity and pg_locks.";
                    case "57014" -> "Raise warehouse.statement-timeout if it may take so long.";
                    case "3D000" -> "Check warehouse.database, or create it with CREATE DATABASE.";
                    case "42501" ->
                        isKeptOutByPolicy(error)
                                ? "Row level security lets no such row in: change its policies, or let the user bypass"
                                        + " them by alter role … bypassrls."
                                : statements.isEmpty()
                                        ? "Grant what is missing; the command grants prints what is needed."
                                        : "Grant what is missing: " + String.join("; ", statements);
                    case "25006" -> "It is a standby: name the primary in warehouse.host.";
                    case "55000" ->
                        concernsIdentity(error)
                                ? "The table is published, and rows of it can be changed only with a replica identity: %s. Or load with load.mode = append."
                                        .formatted(
                                                statements.isEmpty()
                                                        ? "alter table … replica identity full"
                                                        : String.join("; ", statements))
                                : "";
                    case "53400" ->
                        "Raise that limit for the user, such as by alter role … set temp_file_limit, or lower"
                                + " load.batch-rows.";
                    case "42809" -> "Rename what has the name of the table, or choose another warehouse.namespace.";
                    case "53100" ->
                        "The server's disk is full, or its quota used up: make room; what is not loaded is loaded"
                                + " then.";
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
        return Printable.of(line.endsWith(".") ? line.substring(0, line.length() - 1) : line);
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
}
