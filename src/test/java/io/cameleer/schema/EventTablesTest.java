package io.cameleer.schema;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.Application;
import io.cameleer.Letters;
import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.sync.Report;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders name tables: those of others in the namespace are left alone, and nothing that others have planted is run. */
@ExtendWith(TestServers.class)
class EventTablesTest {
    private static final String EVIL =
            """
            {"type":"track","messageId":"7","event":"Accounts Admin","userId":"evil","receivedAt":"2024-03-05T00:00:00.000Z",\
            "properties":{"is_admin":true,"password_hash":"x","owner":"mallory"}}""";

    private static final String GROUP =
            "{\"type\":\"group\",\"messageId\":\"g-1\",\"groupId\":\"7\",\"userId\":\"evil\",\"receivedAt\":\"2024-03-05T00:00:00.000Z\",\"traits\":{\"owner\":\"mallory\"}}";

    private static final String VISIT =
            """
            {"type":"track","messageId":"v-%d","event":"Visit","userId":"u","receivedAt":"2024-03-05T00:00:00.000Z",\
            "properties":{"email":"a@example.org"}}""";

    private static final String LIKE_RUDDERSTACK =
            """
            (uuid_ts timestamptz, id text, user_id text, event text, event_text text, received_at timestamptz, email text,
             context_source_id text, context_destination_type text, anonymous_id text)""";

    /** Of every kind of application's table that an event can have the name of. */
    @ParameterizedTest
    @CsvSource({"merge, copy", "append, insert"})
    void rowsOfAnApplicationAreNeitherReplacedNorAddedTo(
            String mode, String method, TestWarehouse warehouse, TestBucket bucket) {
        var kinds = List.of(
                "id text primary key, owner text, password_hash text, is_admin bool",
                "id text, owner text, password_hash text, is_admin bool",
                "id text, owner text, password_hash text, is_admin bool, received_at timestamptz",
                "id bigint, owner text, password_hash text, is_admin bool, event text, anonymous_id text");
        warehouse.execute("create schema events");
        for (int i = 0; i < kinds.size(); i++) {
            warehouse.execute("create table events.accounts_admin_%1$s (%2$s);".formatted(Letters.of(i), kinds.get(i))
                    + " insert into events.accounts_admin_%s (id, owner, password_hash, is_admin) values (7, 'anna', 'secret', false)"
                            .formatted(Letters.of(i)));
        }
        var before = IntStream.range(0, kinds.size())
                .mapToObj(i -> looks(warehouse, "accounts_admin_" + Letters.of(i)))
                .toList();
        bucket.putLines(
                "1.json",
                IntStream.range(0, kinds.size())
                        .mapToObj(i -> EVIL.replace("Accounts Admin", "Accounts Admin " + Letters.of(i)))
                        .toArray(String[]::new));

        var report = sync(warehouse, bucket, "load.mode=" + mode, "load.method=" + method);

        assertThat(report.allLoaded()).as(report.table()).isTrue();
        for (int i = 0; i < kinds.size(); i++) {
            assertThat(looks(warehouse, "accounts_admin_" + Letters.of(i))).isEqualTo(before.get(i));
            assertThat(warehouse.lines(
                            "select row ->> 'owner', message from cameleer.rejected_rows where table_name = 'events.accounts_admin_%s'"
                                    .formatted(Letters.of(i))))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "mallory|events.accounts_admin_%s is somebody else's, and no table of events: Cameleer has not made it, and it lacks "
                                    .formatted(Letters.of(i)))
                    .contains("uuid_ts. Rename the event in a step of customize.camel.yaml, or name the table in"
                            + " schema.event-tables");
        }
        assertThat(warehouse.lines("select distinct id from events.tracks")).containsExactly("7");
    }

    /** An empty one would be worth most: the first row makes an administrator. */
    @Test
    void anEmptyTableThatAsksForValuesIsNotTakenOver(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema events;
                create table events.accounts_admin (id text primary key, owner text, password_hash text, is_admin bool);
                create table events.groups (owner text)""");
        bucket.putLines("1.json", EVIL, GROUP);

        sync(warehouse, bucket);

        assertThat(warehouse.lines("table events.accounts_admin")).isEmpty();
        assertThat(looks(warehouse, "groups")).containsExactly("owner");
        assertThat(rejected(warehouse)).containsExactlyInAnyOrder("events.accounts_admin", "events.groups");
    }

    /** An application's users are the likeliest of all, and their columns are not those of identifies. */
    @Test
    void anApplicationsUsersAndIdentifiesAreNeitherReadNorWritten(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema events;
                create table events.users (id text primary key, email text, password_hash text);
                insert into events.users values ('u', 'anna@example.org', 'secret')""");
        bucket.putLines(
                "1.json",
                "{\"type\":\"identify\",\"messageId\":\"i-1\",\"userId\":\"u\",\"receivedAt\":\"2024-03-05T00:00:00.000Z\",\"traits\":{\"password_hash\":\"x\"}}");

        sync(warehouse, bucket);

        assertThat(looks(warehouse, "users"))
                .containsExactly("id", "email", "password_hash", "u|anna@example.org|secret");
        assertThat(warehouse.lines("select id, password_hash from events.identifies"))
                .containsExactly("i-1|x");
        assertThat(
                        warehouse.lines(
                                "select attname from pg_attribute where attrelid = 'events.identifies'::regclass and attname = 'email'"))
                .isEmpty();
        assertThat(rejected(warehouse)).containsExactly("events.users");
    }

    @Test
    void whatTheSettingNamesIsLoadedAndThoseRejectedBeforeAreReplayed(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute("create schema events; create table events.accounts_admin (id text primary key, owner text);"
                + " insert into events.accounts_admin values ('6', 'anna')");
        bucket.putLines("1.json", EVIL);
        sync(warehouse, bucket);
        assertThat(rejected(warehouse)).containsExactly("events.accounts_admin");
        bucket.putLines("2.json", EVIL.replace("\"7\"", "\"8\""));

        sync(warehouse, bucket, "schema.event-tables=other,accounts_admin");

        assertThat(warehouse.lines("select id, owner from events.accounts_admin order by id"))
                .containsExactly("6|anna", "8|mallory");
    }

    /** Made by hand and empty, it is one of events from then on, also if it never gets their columns. */
    @ParameterizedTest
    @ValueSource(strings = {"evolve", "discard"})
    void anEmptyTableMadeByHandIsLoadedAgainAndAgain(String policy, TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute("create schema events; create table events.visit (id text, email text)");
        for (int i = 1; i <= 2; i++) {
            bucket.putLines(i + ".json", VISIT.formatted(i));
            sync(warehouse, bucket, "schema.new-columns=" + policy);
        }

        assertThat(warehouse.lines("select id, email from events.visit order by id"))
                .containsExactly("v-1|a@example.org", "v-2|a@example.org");
    }

    @Test
    void aTableThatTakesTheNameOfOneOfOursIsNone(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", EVIL);
        sync(warehouse, bucket);
        assertThat(warehouse.lines("select owner from events.accounts_admin")).containsExactly("mallory");
        warehouse.execute("drop table events.accounts_admin; create table events.accounts_admin (id text, owner text);"
                + " insert into events.accounts_admin values ('8', 'anna')");
        bucket.putLines("2.json", EVIL.replace("\"7\"", "\"8\""));

        sync(warehouse, bucket);

        assertThat(looks(warehouse, "accounts_admin")).containsExactly("id", "owner", "8|anna");
    }

    /** A view can be written to, and with it the table behind. */
    @Test
    void aViewOfAnApplicationIsNotWrittenThrough(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema events; create schema app;
                create table app.accounts (id text primary key, owner text);
                create view events.accounts_admin as select * from app.accounts""");
        bucket.putLines("1.json", EVIL);

        sync(warehouse, bucket, "load.mode=append");

        assertThat(warehouse.lines("table app.accounts")).isEmpty();
        assertThat(rejected(warehouse)).containsExactly("events.accounts_admin");
    }

    /** Each as an analyst may plant it who may create things in the namespace; the loader is a superuser, to whom all is his. */
    @Test
    void whatIsPlantedInTheNamespaceIsNotRun(TestWarehouse warehouse, TestBucket bucket) {
        var traps = List.of(
                "create table T (id text, loot text); grant all on T to public; create trigger t before insert on T for each row execute function events.f()",
                "create table T %s; create index on T (id); create trigger t before insert on T for each row execute function events.f()",
                "create table T %s; create rule r as on insert to T do also select events.g('x')",
                "create table T %s partition by list (event); create table events.part partition of T default; create trigger t before insert on events.part for each row execute function events.f()",
                "create table T %s; alter table T add check (events.g(id) is not null)",
                "create table T %s; alter table T add loot text default events.g('x')",
                "create table events.mine %s; create trigger t before insert on events.mine for each row execute function events.f(); create view T as select * from events.mine");
        plant(warehouse, ofTables(traps));
        bucket.putLines("1.json", visits(1, traps.size()));

        var report = sync(warehouse, bucket);

        assertThat(warehouse.lines("table public.loot")).isEmpty();
        assertThat(report.allLoaded()).as(report.table()).isTrue();
        assertThat(warehouse.lines("select table_name from cameleer.rejected_rows where message like"
                        + " table_name || ' belongs to %s,%%alter table \"events\".\"visit_%%\" owner to%%schema.allow-foreign-owners = true%%' order by 1"
                                .formatted(analyst(warehouse))))
                .isEqualTo(IntStream.range(0, traps.size())
                        .mapToObj(i -> "events.visit_" + Letters.of(i))
                        .toList());
    }

    /** What goes there must go somewhere: the rows of which it is wait until it can. */
    @Test
    void discardsDoNotGoIntoATableOfOthers(TestWarehouse warehouse, TestBucket bucket) {
        plant(
                warehouse,
                "create table events.rudder_discards (column_name text, column_value text, reason text, received_at timestamptz,"
                        + " row_id text, table_name text, uuid_ts timestamptz);"
                        + " create trigger t before insert on events.rudder_discards for each row execute function events.f()");
        bucket.putLines("1.json", VISIT.formatted(1), VISIT.formatted(2).replace("\"a@example.org\"", "7"));
        warehouse.execute("create table events.visit (id text, email bigint)");

        var report = sync(warehouse, bucket, "sync.retry-seconds=0");

        assertThat(warehouse.lines("table public.loot")).isEmpty();
        assertThat(report.table()).contains("events.rudder_discards belongs to " + analyst(warehouse));
        assertThat(warehouse.lines("table events.visit")).isEmpty();
        assertThat(warehouse.lines("select id from events.tracks order by id")).containsExactly("v-1", "v-2");

        warehouse.execute("drop table events.rudder_discards");
        assertThat(sync(warehouse, bucket).allLoaded()).isTrue();
        assertThat(warehouse.lines("select row_id, column_value from events.rudder_discards"))
                .containsExactly("v-1|a@example.org");
    }

    /** The table is the schema's owner's, but what runs with it is not. */
    @Test
    void functionsOfOthersOnATableOfTheOwnerAreNotRun(TestWarehouse warehouse, TestBucket bucket) {
        var traps = List.of(
                "create trigger t before insert on T for each row execute function events.f()",
                "create trigger t before update on T for each row when (events.g(new.id) is not null) execute function suppress_redundant_updates_trigger()",
                "create rule r as on insert to T do also select events.g('x')",
                "create index on T (events.h(id))",
                "alter table T add due events.day",
                "alter table T add loot text default events.g('x')",
                "alter table T enable row level security, force row level security; create policy p on T using (events.g(id) is not null)",
                "create table events.heir () inherits (T); create trigger t before insert on events.heir for each row execute function events.f()");
        plant(warehouse, "create domain events.day as text check (events.g(value) is not null)");
        warehouse.execute(ofTables(
                traps.stream().map(trap -> "create table T %s; " + trap).toList()));
        warehouse.execute("delete from public.loot");
        bucket.putLines("1.json", visits(1, traps.size()));

        var report = sync(warehouse, bucket);

        assertThat(report.allLoaded()).as(report.table()).isTrue();
        assertThat(warehouse.lines("table public.loot")).isEmpty();
        assertThat(warehouse.lines("select table_name from cameleer.rejected_rows where message like table_name ||"
                        + " ' runs what belongs to neither this user nor the owner of the schema%% of %s. Drop%%' order by 1"
                                .formatted(analyst(warehouse))))
                .isEqualTo(IntStream.range(0, traps.size())
                        .mapToObj(i -> "events.visit_" + Letters.of(i))
                        .toList());

        bucket.putLines("2.json", visits(2, traps.size()));
        sync(warehouse, bucket, "schema.allow-foreign-owners=true");
        for (int i = 0; i < traps.size(); i++) {
            assertThat(warehouse.lines("select id from events.visit_" + Letters.of(i)))
                    .as(traps.get(i))
                    .containsExactly("v-2");
        }
    }

    /** Traps of tables T, each for a table of its own. */
    private static String ofTables(List<String> traps) {
        return IntStream.range(0, traps.size())
                .mapToObj(i -> traps.get(i)
                        .replaceAll("\\bT\\b", "events.visit_" + Letters.of(i))
                        .replace("%s", LIKE_RUDDERSTACK))
                .collect(joining("; "));
    }

    private static String[] visits(int id, int tables) {
        return IntStream.range(0, tables)
                .mapToObj(i -> VISIT.formatted(id).replace("\"Visit\"", "\"Visit " + Letters.of(i) + "\""))
                .toArray(String[]::new);
    }

    /** Planted between two batches of one process, which knows the table already. */
    @Test
    void whatIsPlantedLaterIsNotRunEither(TestWarehouse warehouse, TestBucket bucket) {
        plant(warehouse, "select 1");
        var settings = TestCameleer.settings(warehouse, bucket);
        bucket.putLines("1.json", VISIT.formatted(1));
        try (var application = new Application(settings, report -> {}).start()) {
            application.sync();
            warehouse.execute(
                    "create trigger t before insert on events.visit for each row execute function events.f()");
            bucket.putLines("2.json", VISIT.formatted(2));

            var report = application.sync();

            assertThat(report.allLoaded()).as(report.table()).isTrue();
        }
        assertThat(warehouse.lines("table public.loot")).isEmpty();
        assertThat(warehouse.lines("select id from events.visit")).containsExactly("v-1");
        assertThat(rejected(warehouse)).containsExactly("events.visit");
    }

    private static void plant(TestWarehouse warehouse, String trap) {
        var analyst = analyst(warehouse);
        warehouse.execute(
                """
                create role %s login; create schema events; grant usage, create on schema events to %1$s;
                create table public.loot (who text); grant all on public.loot to public"""
                        .formatted(analyst));
        var attacker = new TestWarehouse(warehouse.host(), warehouse.port(), warehouse.database(), analyst, "");
        attacker.execute(
                """
                create function events.f() returns trigger language plpgsql as $$ begin
                  insert into public.loot values (current_user); return new; end $$;
                create function events.g(v text) returns text language plpgsql as $$ begin
                  insert into public.loot values (current_user); return v; end $$;
                create function events.h(v text) returns text immutable language sql as 'select v'""");
        attacker.execute(trap);
        warehouse.execute("delete from public.loot");
    }

    private static String analyst(TestWarehouse warehouse) {
        return "analyst_" + warehouse.database();
    }

    private static List<String> looks(TestWarehouse warehouse, String table) {
        var looks = warehouse.lines(
                "select attname from pg_attribute where attrelid = 'events.%s'::regclass and attnum > 0 order by attnum"
                        .formatted(table));
        looks.addAll(warehouse.lines("table events." + table));
        return looks;
    }

    private static List<String> rejected(TestWarehouse warehouse) {
        return warehouse.lines("select table_name from cameleer.rejected_rows");
    }

    private static Report sync(TestWarehouse warehouse, TestBucket bucket, String... more) {
        return TestCameleer.sync(warehouse, bucket, more);
    }
}
