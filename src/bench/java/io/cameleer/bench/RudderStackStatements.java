package io.cameleer.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;

/** What RudderStack has PostgreSQL do to merge a batch of rows: for each kind of table the same steps, in other words. */
enum RudderStackStatements {
    /** A table of events. */
    EVENTS("product_viewed", "product_viewed") {
        @Override
        void mergeStaged(Statement statement, String columns) throws SQLException {
            replaceById(statement, "product_viewed", columns);
        }
    },
    /** Identify events, and the users that are made of them. */
    USERS("users", "identifies") {
        @Override
        void mergeStaged(Statement statement, String columns) throws SQLException {
            replaceById(statement, "identifies", columns);
            var traits = names(statement, "users").stream()
                    .filter(name -> !name.equals("id"))
                    .toList();
            var list = String.join(", ", traits);
            statement.execute(
                    """
                    create temporary table candidates on commit drop as
                      select id, %1$s from rudder.users where id in (select user_id from staged where user_id is not null)
                      union
                      select user_id, %1$s from staged where user_id is not null"""
                            .formatted(list));
            statement.execute("create index on candidates (id)");
            var latest = traits.stream()
                    .map(
                            """
                            (select c.%1$s from candidates c where c.id = u.id and c.%1$s is not null \
                            order by c.received_at desc limit 1) as %1$s"""
                                    ::formatted)
                    .toList();
            statement.execute("create temporary table latest on commit drop as select distinct * from (select u.id, "
                    + String.join(", ", latest) + " from candidates u) l");
            statement.execute("delete from rudder.users u using latest l where u.id = l.id");
            statement.execute("insert into rudder.users (id, %1$s) select id, %1$s from latest".formatted(list));
        }
    };

    private final String table;
    private final String staged;

    RudderStackStatements(String table, String staged) {
        this.table = table;
        this.staged = staged;
    }

    abstract void mergeStaged(Statement statement, String columns) throws SQLException;

    /** The table that is merged into. */
    String table() {
        return table;
    }

    /** Makes tables of its own with the rows of Cameleer's, without indexes. */
    void takeOver(BenchServers servers) throws SQLException {
        servers.execute("drop schema if exists rudder cascade; create schema rudder");
        for (var name : List.of(table, staged)) {
            servers.execute("create table if not exists rudder.%1$s as table events.%1$s".formatted(name));
        }
    }

    /** The rows that Cameleer has loaded last, in the text form of COPY. */
    byte[] batch(BenchServers servers) throws SQLException, IOException {
        var rows = new ByteArrayOutputStream();
        try (var connection = servers.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(
                            "copy (select * from events.%1$s where uuid_ts = (select max(uuid_ts) from events.%1$s)) to stdout"
                                    .formatted(staged),
                            rows);
        }
        return rows.toByteArray();
    }

    /** Merges rows, in one transaction; gives the seconds that it takes. */
    double merge(BenchServers servers, byte[] rows) throws SQLException, IOException {
        try (var connection = servers.connect();
                var statement = connection.createStatement()) {
            long start = System.nanoTime();
            connection.setAutoCommit(false);
            statement.execute("create temporary table staged (like rudder.%s) on commit drop".formatted(staged));
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy staged from stdin", new ByteArrayInputStream(rows), 1 << 16);
            mergeStaged(statement, String.join(", ", names(statement, staged)));
            connection.commit();
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static void replaceById(Statement statement, String table, String columns) throws SQLException {
        statement.execute("delete from rudder.%1$s t using staged s where t.id = s.id".formatted(table));
        statement.execute(
                """
                insert into rudder.%1$s (%2$s) select %2$s from (
                  select *, row_number() over (partition by id order by received_at desc) as place from staged) s
                where place = 1"""
                        .formatted(table, columns));
    }

    private static List<String> names(Statement statement, String table) throws SQLException {
        try (var rows = statement.executeQuery(
                """
                select array_agg(quote_ident(column_name)) from information_schema.columns
                where table_schema = 'rudder' and table_name = '%s'"""
                        .formatted(table))) {
            rows.next();
            return List.of((String[]) rows.getArray(1).getArray());
        }
    }
}
