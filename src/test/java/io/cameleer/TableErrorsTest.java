package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.sync.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One table cannot be loaded, or not as it was thought to be: the others are, and nothing is lost or doubled. */
@ExtendWith(TestServers.class)
class TableErrorsTest {
    private String user;

    @BeforeEach
    void anEventFileAndAUserWithFewRights(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", Purchases.line(1), Purchases.line(2));
        user = warehouse.database() + "_user";
        warehouse.execute("create role " + user + " login");
    }

    @Test
    void withoutCreateOnTheDatabaseTheSyncSaysWhatToGrant(TestWarehouse warehouse, TestBucket bucket) {
        var failed = syncAsUser(warehouse, bucket);

        assertThat(failed.stopped())
                .isEqualTo(
                        "PostgreSQL: permission denied for database %s (42501). Grant what is missing; the command grants"
                                        .formatted(warehouse.database())
                                + " prints what is needed.");

        grantCreate(warehouse);

        assertThat(syncAsUser(warehouse, bucket).allLoaded()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 2));
    }

    @Test
    void withoutCreateOnTheSchemaEachTableSaysWhatToGrant(TestWarehouse warehouse, TestBucket bucket) {
        grantCreate(warehouse);
        warehouse.execute("create schema events");

        var report = syncAsUser(warehouse, bucket);

        var sentence = "PostgreSQL: permission denied for schema events (42501). Grant what is missing:"
                + " grant usage, create on schema events to " + user;
        assertThat(report.allLoaded()).isFalse();
        assertThat(error(report, "events.bought")).isEqualTo(sentence);
        assertThat(error(report, "events.tracks")).isEqualTo(sentence);

        warehouse.execute("grant usage, create on schema events to " + user);

        assertThat(syncAsUser(warehouse, bucket).allLoaded()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 2));
    }

    @Test
    void aRevokedInsertHoldsBackOneTable(TestWarehouse warehouse, TestBucket bucket) {
        grantCreate(warehouse);
        syncAsUser(warehouse, bucket);
        warehouse.execute("revoke insert on events.bought from " + user);
        bucket.putLines("2.json", Purchases.line(3), Purchases.line(4));

        var report = syncAsUser(warehouse, bucket);

        var sentence = "PostgreSQL: permission denied for table bought (42501). Grant what is missing:"
                + " grant insert on table events.bought to " + user;
        assertThat(report.allLoaded()).isFalse();
        assertThat(report.headline()).contains("done in part").contains("1 files still to be loaded");
        assertThat(error(report, "events.bought")).isEqualTo(sentence);
        assertThat(warehouse.lines("select id from events.tracks order by id"))
                .containsExactly("e-1", "e-2", "e-3", "e-4");
        assertThat(warehouse.lines("select id from events.bought order by id")).containsExactly("e-1", "e-2");
        assertThat(
                        warehouse.lines(
                                "select key, state, attempts, claimed_by, next_attempt_at is not null, error from cameleer.files order by key"))
                .containsExactly("1.json|complete|0|∅|t|∅", "2.json|pending|1|∅|t|events.bought: " + sentence);

        warehouse.execute("grant insert on events.bought to " + user);
        var completed = syncAsUser(warehouse, bucket);

        assertThat(completed.allLoaded()).isTrue();
        assertThat(completed.rows()).isEqualTo(2);
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 4));
    }

    @Test
    void aRightThatIsRevokedInTheMiddleOfASyncAndGivenBack(TestWarehouse warehouse, TestBucket bucket) {
        grantCreate(warehouse);
        syncAsUser(warehouse, bucket);
        // with the rights of another: as the first rows of tracks arrive bought is closed
        warehouse.execute(
                """
                create function revoke_insert() returns trigger language plpgsql security definer as $$
                begin revoke insert on events.bought from %1$s; return null; end $$;
                create trigger revoke_insert after insert on events.tracks
                for each statement execute function revoke_insert()"""
                        .formatted(user));
        bucket.putLines("2.json", Purchases.lines(3, 12).toArray(String[]::new));

        var report = syncAsUser(warehouse, bucket, "load.batch-rows=4", "load.threads=1");

        assertThat(report.allLoaded()).isFalse();
        assertThat(error(report, "events.bought"))
                .endsWith("Grant what is missing: grant insert on table events.bought to " + user);
        assertThat(warehouse.number("select count(*) from events.tracks")).isEqualTo(12);

        warehouse.execute("drop trigger revoke_insert on events.tracks; grant insert on events.bought to " + user);
        assertThat(syncAsUser(warehouse, bucket).allLoaded()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 12));
    }

    @Test
    void aNewColumnForATableOfAnotherOwner(TestWarehouse warehouse, TestBucket bucket) {
        grantCreate(warehouse);
        warehouse.execute(
                """
                create role %1$s_owner;
                create schema events;
                grant all on schema events to %1$s;
                create table events.bought (id text);
                alter table events.bought owner to %1$s_owner;
                grant select, insert, update on events.bought to %1$s"""
                        .formatted(user));

        var report = syncAsUser(warehouse, bucket);

        assertThat(error(report, "events.bought")).isEmpty();
        assertThat(warehouse.lines("select distinct message from cameleer.rejected_rows"))
                .singleElement()
                .asString()
                .startsWith("events.bought belongs to %s_owner, who is neither this user nor the owner of the schema"
                        .formatted(user));

        warehouse.execute("alter table events.bought owner to current_user");
        bucket.putLines("2.json", Purchases.line(3));

        assertThat(error(syncAsUser(warehouse, bucket), "events.bought"))
                .isEqualTo("PostgreSQL: must be owner of table bought (42501). Grant what is missing:"
                        + " alter table events.bought owner to %s".formatted(user));
    }

    @Test
    void aViewInThePlaceOfATableHoldsBackThatTable(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute("create schema events; create view events.bought as select 1 as one");

        var report = TestCameleer.sync(warehouse, bucket, "sync.retry-seconds=0");

        assertThat(report.allLoaded()).isFalse();
        assertThat(error(report, "events.bought"))
                .endsWith("(42809). Rename what has the name of the table, or choose another warehouse.namespace.");
        assertThat(warehouse.lines("select id from events.tracks order by id")).containsExactly("e-1", "e-2");

        warehouse.execute("alter view events.bought rename to old_bought");

        assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 2));
    }

    @Test
    void whatSomebodyDropsBetweenSyncsIsMadeAgain(TestWarehouse warehouse, TestBucket bucket) {
        var settings = TestCameleer.settings(warehouse, bucket);
        try (var application = new Application(settings, report -> {}).start()) {
            application.sync();
            warehouse.execute("alter table events.bought drop column number");
            bucket.putLines("2.json", Purchases.line(3));
            var afterColumn = application.sync();
            warehouse.execute("drop table events.tracks");
            bucket.putLines("3.json", Purchases.line(4));
            var afterTable = application.sync();
            warehouse.execute("alter table events.bought alter column number type text");
            bucket.putLines("4.json", Purchases.line(5));
            var afterType = application.sync();
            warehouse.execute("drop schema events cascade");
            bucket.putLines("5.json", Purchases.line(6));
            var afterSchema = application.sync();

            assertThat(List.of(afterColumn, afterTable, afterType, afterSchema)).allMatch(report -> report.allLoaded());
        }
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(6, 6));
    }

    @Test
    void whatSomebodyDropsInTheMiddleOfASyncIsMadeAgain(TestWarehouse warehouse, TestBucket bucket) {
        TestCameleer.sync(warehouse, bucket);
        // as the first rows of tracks arrive the column of the next batches goes
        warehouse.execute(
                """
                create sequence arrivals;
                create function drop_column() returns trigger language plpgsql as $$
                begin
                  if nextval('public.arrivals') = 1 then alter table events.bought drop column number; end if;
                  return null;
                end $$;
                create trigger drop_column after insert on events.tracks
                  for each statement execute function drop_column()""");
        bucket.putLines("2.json", Purchases.lines(3, 12).toArray(String[]::new));

        var report = TestCameleer.sync(warehouse, bucket, "load.batch-rows=4", "load.threads=1");

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id from events.tracks order by length(id), id"))
                .isEqualTo(warehouse.lines("select 'e-' || n from generate_series(1, 12) n"));
        assertThat(warehouse.lines("select id from events.bought order by length(id), id"))
                .isEqualTo(warehouse.lines("select 'e-' || n from generate_series(1, 12) n"));
        assertThat(warehouse.number("select count(number) from events.bought")).isBetween(6L, 10L);
    }

    /** Each of the values could be taken for another one of the new type: in its binary form, or by rounding it. */
    @ParameterizedTest
    @CsvSource({"append, read committed", "merge, read committed", "append, repeatable read"})
    void columnsThatSomebodyAltersWhileABatchWaitsForItTakeItsValuesAllTheSame(
            String mode, String isolation, TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        warehouse.execute("alter database %s set default_transaction_isolation = '%s'"
                .formatted(warehouse.database(), isolation));
        var settings = TestCameleer.settings(warehouse, bucket, "load.mode=" + mode, "load.skip-tracks-table=true");
        bucket.putLines("2.json", altered(1));
        try (var application = new Application(settings, report -> {}).start();
                var somebody = warehouse.connect();
                var statement = somebody.createStatement()) {
            application.sync();
            bucket.putLines("3.json", altered(1), altered(2));
            somebody.setAutoCommit(false);
            statement.execute(
                    """
                    set time zone 'UTC';
                    alter table events.altered
                      alter to_double type double precision,
                      alter to_numeric type numeric(3, 1),
                      alter to_local type timestamp,
                      alter to_number type bigint using extract(epoch from to_number),
                      alter to_instant type timestamptz using to_timestamp(to_instant),
                      alter to_text type text""");
            var sync = CompletableFuture.supplyAsync(application::sync);
            warehouse.awaitLock("events.altered");
            somebody.commit();

            assertThat(sync.join().allLoaded()).isTrue();
        }
        // those that are loaded since
        var row = "%s|5|∅|2024-02-03 04:05:06.789|∅|{\"a\":[1]}";
        assertThat(
                        warehouse.lines(
                                "select id, to_double, to_numeric, to_local, to_instant, to_text from events.altered where to_number is null order by id"))
                // a row that is merged keeps what is stored where its values are discards
                .isEqualTo(Stream.of("m-1", "m-2")
                        .filter(id -> mode.equals("append") || id.equals("m-2"))
                        .map(row::formatted)
                        .toList());
        assertThat(warehouse.lines(
                        "select row_id, column_name, column_value from events.rudder_discards order by 1, 2"))
                .containsExactly(
                        "m-1|to_instant|7",
                        "m-1|to_number|2024-02-03T04:05:06.000Z",
                        "m-1|to_numeric|1.25",
                        "m-2|to_instant|7",
                        "m-2|to_number|2024-02-03T04:05:06.000Z",
                        "m-2|to_numeric|1.25");
    }

    @Test
    void rowsThatRowLevelSecurityDoesNotLetInAreRejectedAndTheOthersLoaded(TestWarehouse warehouse, TestBucket bucket) {
        grantCreate(warehouse);
        warehouse.execute(
                """
                create schema events;
                grant all on schema events to %1$s;
                create table events.bought (id text, number bigint, uuid_ts timestamptz, anonymous_id text,
                  received_at timestamptz, event text, event_text text, context_destination_type text);
                alter table events.bought enable row level security;
                create policy odd on events.bought using (true) with check (number %% 2 = 1);
                grant all on events.bought to %1$s"""
                        .formatted(user));

        var report = syncAsUser(warehouse, bucket, "schema.new-columns=discard");

        assertThat(report.allLoaded()).as(report.table()).isTrue();
        assertThat(warehouse.lines("select id, number from events.bought")).containsExactly("e-1|1");
        assertThat(warehouse.lines("select table_name, row ->> 'id', sqlstate from cameleer.rejected_rows"))
                .containsExactly("events.bought|e-2|42501");
        assertThat(warehouse.lines("select id from events.tracks order by id")).containsExactly("e-1", "e-2");
    }

    @Test
    void publishedTablesAreMergedIntoAndOfOnesFromBeforeItIsSaidWhatTheyLack(
            TestWarehouse warehouse, TestBucket bucket) {
        var sync = List.of("load.threads=1", "sync.retry-seconds=0").toArray(String[]::new);
        warehouse.execute("create schema events; create table events.tracks (id text, received_at timestamptz);"
                + " create publication everything for all tables");
        TestCameleer.sync(warehouse, bucket, sync);
        bucket.putLines("2.json", Purchases.line(2).replaceAll("\"number\":2", "\"number\":7"), Purchases.line(3));
        warehouse.execute("update events.bought set number = null where id = 'e-2'");
        warehouse.execute("alter publication everything set (publish = 'insert'); update events.tracks set event = 'x';"
                + " alter publication everything set (publish = 'insert, update, delete')");

        var report = TestCameleer.sync(warehouse, bucket, sync);

        assertThat(error(report, "events.bought")).isEmpty();
        assertThat(error(report, "events.tracks"))
                .endsWith("(55000). The table is published, and rows of it can be changed only with a replica identity:"
                        + " alter table events.tracks replica identity full. Or load with load.mode = append.");
        assertThat(warehouse.lines("select id, number from events.bought order by id"))
                .containsExactly("e-1|1", "e-2|7", "e-3|3");

        warehouse.execute("alter table events.tracks replica identity full");
        assertThat(TestCameleer.sync(warehouse, bucket, sync).allLoaded()).isTrue();
    }

    @Test
    void aStandbyEndsTheSyncAtOnceAndSaysWhatToDo(TestBucket bucket, @TempDir Path folder) throws IOException {
        try (var server = new MortalPostgres(folder)) {
            var warehouse = server.create("standby", "");
            TestCameleer.sync(warehouse, bucket);
            bucket.putLines("2.json", Purchases.line(3));
            server.becomeStandby();

            var report = TestCameleer.sync(warehouse, bucket, "load.retry-delay=60000");

            assertThat(report.stopped()).contains("(25006)").contains("name the primary in warehouse.host");
        }
    }

    @Test
    void namesThatHelpersOrIndexesHaveBlockNothing(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines(
                "2.json",
                identify(1, "\"cameleer_late\":\"a\",\"cameleer_oldest\":\"b\",\"cameleer_number\":\"c\",\"n\":\"d\""));
        TestCameleer.sync(warehouse, bucket, "load.threads=1");
        bucket.putLines(
                "3.json", identify(1, "\"cameleer_late\":\"e\",\"n\":\"f\"").replace("T06:", "T07:"));
        bucket.putLines("4.json", identify(2, "\"n\":\"g\""));
        bucket.putLines(
                "5.json",
                Purchases.line(3).replace("bought", "Tracks Id Cameleer"),
                Purchases.line(4).replace("bought", "Other Id Cameleer"),
                Purchases.line(5).replace("bought", "Other"));

        var report = TestCameleer.sync(warehouse, bucket, "load.threads=1");

        assertThat(report.allLoaded()).as(report.table()).isTrue();
        assertThat(warehouse.lines(
                        "select id, cameleer_late, cameleer_oldest, cameleer_number, n from events.users order by id"))
                .containsExactly("u-1|e|b|c|f", "u-2|∅|∅|∅|g");
        assertThat(warehouse.lines("select tablename, indexname from pg_indexes where schemaname = 'events'"
                        + " and (tablename like '%cameleer' or tablename in ('tracks', 'other')) order by 1"))
                .containsExactly(
                        "_other_id_cameleer|_other_id_cameleer_id_cameleer",
                        "_tracks_id_cameleer|_tracks_id_cameleer_id_cameleer",
                        "other|other_id_cameleer",
                        "tracks|tracks_id_cameleer");
        assertThat(warehouse.lines("select id from events._tracks_id_cameleer")).containsExactly("e-3");
    }

    private static String identify(int user, String traits) {
        return """
                {"type":"identify","messageId":"i-%d-%d","userId":"u-%1$d","receivedAt":"2024-03-05T06:07:08.901Z","traits":{%3$s}}"""
                .formatted(user, traits.length(), traits);
    }

    private void grantCreate(TestWarehouse warehouse) {
        warehouse.execute("grant create on database %s to %s".formatted(warehouse.database(), user));
    }

    /** One sync with the user's rights; what fails is due again at once. */
    private Report syncAsUser(TestWarehouse warehouse, TestBucket bucket, String... more) {
        var own = Map.of("warehouse.user", user, "sync.retry-seconds", "0");
        return TestCameleer.sync(TestCameleer.settings(warehouse, bucket, more).with(own, "test"));
    }

    private static String error(Report report, String table) {
        return report.tally().tables().get(table).error();
    }

    private static String altered(int number) {
        return """
                {"type":"track","event":"altered","messageId":"m-%d","receivedAt":"2024-03-05T06:07:08.901Z",\
                "integrations":{"POSTGRES":{"options":{"jsonPaths":["track.properties.to_text"]}}},"properties":{\
                "to_double":5,"to_numeric":1.25,"to_local":"2024-02-03T04:05:06.789Z","to_number":"2024-02-03T04:05:06.000Z",\
                "to_instant":7,"to_text":{"a":[1]}}}"""
                .formatted(number);
    }
}
