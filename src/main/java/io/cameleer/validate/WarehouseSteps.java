package io.cameleer.validate;

import io.cameleer.batch.TableName;
import io.cameleer.ledger.Ledger;
import io.cameleer.naming.Namespace;
import io.cameleer.naming.Printable;
import io.cameleer.postgres.Connector;
import io.cameleer.postgres.Encoding;
import io.cameleer.postgres.Identifier;
import io.cameleer.postgres.MissingGrants;
import io.cameleer.postgres.SqlErrors;
import io.cameleer.postgres.SqlFile;
import io.cameleer.schema.Catalog;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What PostgreSQL lets us do, tried for real in one transaction that is rolled back: whatever happens, also if this
 * program is killed, nothing is left behind.
 */
final class WarehouseSteps {
    private static final int OLDEST_VERSION = 12;
    private static final int MOST_NAMED = 10;

    private final Steps steps;
    private final String namespace;
    private final String user;
    private final TableName table;
    private final TableName temporary;

    /** @param user who connects */
    WarehouseSteps(Namespace namespace, String user, Steps steps) {
        this.steps = steps;
        this.namespace = namespace.name();
        this.user = user;
        var name = "cameleer_validation_"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        table = new TableName(this.namespace, name);
        temporary = new TableName("pg_temp", name);
    }

    void run(Connector connector) {
        var attempt = new Attempt(connector);
        steps.then("encryption is as warehouse.ssl-mode says", attempt::safety).then("login", attempt::login);
        if (attempt.connection == null) {
            skipAll();
            return;
        }
        try (var connection = attempt.connection) {
            connection.setAutoCommit(false);
            steps.then(
                    "PostgreSQL is version %d or newer, and takes changes".formatted(OLDEST_VERSION),
                    () -> version(connection));
            steps.warn("the database has every character", () -> encoding(connection));
            sql(connection, "the namespace is there or can be made", () -> makeNamespace(connection));
            sql(connection, "its tables take rows and changes of rows", () -> hindrances(connection));
            steps.warn("nobody else's things are in the way", () -> strangers(connection));
            sql(
                    connection,
                    "a table can be made",
                    () -> execute(connection, "create table %s (id text, n bigint)".formatted(table.sql())));
            sql(
                    connection,
                    "a table can be widened",
                    () -> execute(connection, "alter table %s add column note text".formatted(table.sql())));
            sql(
                    connection,
                    "an index can be made",
                    () -> execute(connection, "create index on %s (id)".formatted(table.sql())));
            sql(connection, "the catalog can be read", () -> catalog(connection));
            sql(connection, "COPY", () -> copy(connection));
            sql(
                    connection,
                    "INSERT",
                    () -> execute(connection, "insert into %s values ('b', 2, null)".formatted(table.sql())));
            sql(
                    connection,
                    "a temporary table can be made",
                    () -> execute(
                            connection,
                            "create temporary table %s (like %s) on commit drop"
                                    .formatted(Identifier.quoted(temporary.table()), table.sql())));
            sql(connection, "rows can be merged through it", () -> merge(connection));
            sql(connection, "DELETE", () -> execute(connection, "delete from " + table.sql()));
            sql(connection, "the ledger is there or can be made", () -> ledger(connection));
            steps.always("nothing is left behind", () -> rollBack(connection));
        } catch (SQLException e) {
            steps.always("the connection can be closed", () -> {
                throw e;
            });
        }
    }

    private void skipAll() {
        steps.then("what PostgreSQL lets us do", () -> "");
    }

    /** A step that leaves the transaction usable if it fails. */
    private void sql(Connection connection, String name, Steps.Work work) {
        steps.then(name, () -> {
            var before = connection.setSavepoint();
            try {
                return work.run();
            } catch (Exception e) {
                connection.rollback(before);
                throw e;
            }
        });
    }

    private static String version(Connection connection) throws SQLException, FailedException {
        var version = value(connection, "show server_version");
        int major = Integer.parseInt(value(connection, "show server_version_num")) / 10_000;
        if (major < OLDEST_VERSION) {
            throw new FailedException(
                    "it is %s, too old: Cameleer needs PostgreSQL %d or newer.".formatted(version, OLDEST_VERSION));
        }
        if (value(connection, "show transaction_read_only").equals("on")) {
            throw new FailedException("it only takes reading, as a standby does. Name the primary in warehouse.host.");
        }
        return version;
    }

    private static String encoding(Connection connection) throws SQLException {
        var encoding = Encoding.of(value(connection, "show server_encoding"));
        return encoding.hasAll()
                ? ""
                : "its encoding is %s. Other characters are written as \\uXXXX, and the values go to rudder_discards, too. A database with encoding UTF8 has them all."
                        .formatted(encoding.name());
    }

    private String makeNamespace(Connection connection) throws SQLException, FailedException {
        if (!exists(connection, namespace)) {
            execute(connection, "create schema " + Identifier.quoted(namespace));
            return namespace + " will be made";
        }
        var may = "select has_schema_privilege('%s', 'create') and has_schema_privilege('%1$s', 'usage')"
                .formatted(namespace.replace("'", "''"));
        if (value(connection, may).equals("f")) {
            throw new FailedException(
                    "nothing may be made in schema %s. cameleer grants prints what is needed.".formatted(namespace));
        }
        var strange = value(
                connection,
                "select count(*) from pg_tables where schemaname = '%s' and not pg_has_role(tableowner, 'usage')"
                        .formatted(namespace.replace("'", "''")));
        if (!strange.equals("0")) {
            throw new FailedException(
                    "%s tables in schema %s belong to somebody else, and only their owner can widen them. For each that is of events: alter table … owner to %s"
                            .formatted(strange, namespace, Identifier.quoted(user)));
        }
        return namespace + " is there";
    }

    /** What does not stop loading, but keeps some rows out. */
    private String hindrances(Connection connection) throws SQLException {
        var warnings = new ArrayList<String>();
        var secured = value(
                connection,
                "select coalesce(string_agg(relname, ', ' order by relname), '') from pg_class c where relnamespace = to_regnamespace('%s') and row_security_active(c.oid)"
                        .formatted(Identifier.quoted(namespace).replace("'", "''")));
        if (!secured.isEmpty()) {
            warnings.add(
                    "Warning: row level security applies to %s. Rows that its policies do not let in go to cameleer.rejected_rows, and what they hide is not merged with; alter role %s bypassrls ends that."
                            .formatted(secured, Identifier.quoted(user)));
        }
        var identities = new MissingGrants(new SingleConnectionDataSource(connection, true)).identities(namespace);
        if (!identities.isEmpty()) {
            warnings.add(
                    "Warning: these tables are published, and no row of them can be replaced until: %s. With load.mode = append all but users can be loaded as they are."
                            .formatted(String.join("; ", identities)));
        }
        return String.join(" ", warnings);
    }

    /** What others have put where loading would meet it; loading leaves it alone, unless a setting says otherwise. */
    private String strangers(Connection connection) {
        var jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        var found = new ArrayList<String>();
        var strangers = jdbc.queryForList(SqlFile.text("strangers-in-schema.sql"), String.class, namespace);
        if (!strangers.isEmpty()) {
            found.add(
                    "Warning: in schema %s are things of others than its owner, and nothing is loaded that would run them: %s%s. Drop them, or let them belong to the owner of the schema."
                            .formatted(
                                    namespace,
                                    strangers.stream().limit(MOST_NAMED).collect(Collectors.joining("; ")),
                                    strangers.size() > MOST_NAMED
                                            ? "; and %d more".formatted(strangers.size() - MOST_NAMED)
                                            : ""));
        }
        var open = jdbc.queryForList(SqlFile.text("open-schemas.sql"), String.class, namespace);
        if (!open.isEmpty()) {
            found.add("Warning: everybody may create tables and functions in schema %s. If nobody needs that: %s."
                    .formatted(
                            String.join(", ", open),
                            open.stream()
                                    .map(schema -> "revoke create on schema %s from public"
                                            .formatted(Identifier.quoted(schema)))
                                    .collect(Collectors.joining("; "))));
        }
        return Printable.of(String.join(" ", found));
    }

    private String catalog(Connection connection) throws FailedException {
        var columns = new Catalog(new SingleConnectionDataSource(connection, true))
                .table(table)
                .columns()
                .keySet();
        if (!columns.equals(Set.of("id", "n", "note"))) {
            throw new FailedException("it does not show the table that was just made.");
        }
        return "";
    }

    private String copy(Connection connection) throws SQLException, IOException {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy %s (id, n) from stdin".formatted(table.sql()), new StringReader("a\t1\n"));
        return "";
    }

    private String merge(Connection connection) throws SQLException {
        execute(connection, "insert into %s values ('b', 3, 'new')".formatted(Identifier.quoted(temporary.table())));
        return execute(
                connection,
                "update %s as t set n = s.n, note = s.note from %s as s where s.id = t.id"
                        .formatted(table.sql(), Identifier.quoted(temporary.table())));
    }

    private static String ledger(Connection connection) throws SQLException {
        if (!exists(connection, Ledger.SCHEMA)) {
            execute(connection, "create schema " + Ledger.SCHEMA);
            return "it will be made";
        }
        execute(
                connection,
                "insert into cameleer.workers (id, machine, process, started_at, lease_until)"
                        + " values (gen_random_uuid(), 'validation', 0, now(), now())");
        return "it is there";
    }

    private String rollBack(Connection connection) throws SQLException, FailedException {
        connection.rollback();
        var left = "select count(*) from pg_class where relname = '%s'".formatted(table.table());
        if (!value(connection, left).equals("0")) {
            throw new FailedException("the table %s is still there; drop it.".formatted(table));
        }
        connection.rollback();
        return "";
    }

    private static boolean exists(Connection connection, String schema) throws SQLException {
        return !value(
                        connection,
                        "select count(*) from pg_namespace where nspname = '%s'".formatted(schema.replace("'", "''")))
                .equals("0");
    }

    private static String execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
            return "";
        }
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Encryption and login are one act for the driver; which of both failed is told by the error. */
    private static final class Attempt {
        private final Connector connector;
        private Connection connection;
        private SQLException refusal;

        Attempt(Connector connector) {
            this.connector = connector;
        }

        String safety() throws SQLException {
            try {
                connection = connector.connect();
            } catch (SQLException e) {
                if (SqlErrors.concernsEncryption(e)) {
                    throw e;
                }
                refusal = e;
                return "";
            }
            return value(
                    connection,
                    "select case when ssl then 'encrypted, ' || version else 'not encrypted' end"
                            + " from pg_stat_ssl where pid = pg_backend_pid()");
        }

        String login() throws SQLException {
            if (refusal != null) {
                throw refusal;
            }
            return "as " + value(connection, "select current_user || ' to ' || current_database()");
        }
    }
}
