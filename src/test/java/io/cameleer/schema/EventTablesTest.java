package io.cameleer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.sync.Report;
import java.util.List;
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
    @CsvSource(
            delimiter = '|',
            value = {
                "id text primary key, owner text, password_hash text, is_admin bool|merge|copy",
                "id text primary key, owner text, password_hash text, is_admin bool|append|copy",
                "id text, owner text, password_hash text, is_admin bool|merge|insert",
                "id text, owner text, password_hash text, is_admin bool, received_at timestamptz|merge|copy",
                "id bigint, owner text, password_hash text, is_admin bool, event text, anonymous_id text|merge|copy"
            })
    void rowsOfAnApplicationAreNeitherReplacedNorAddedTo(
            String columns, String mode, String method, TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                "create schema events; create table events.accounts_admin (%s);".formatted(columns)
                        + " insert into events.accounts_admin (id, owner, password_hash, is_admin) values (7, 'anna', 'secret', false)");
        var before = looks(warehouse, "accounts_admin");
        bucket.putLines("1.json", EVIL);

        var report = sync(warehouse, bucket, "load.mode=" + mode, "load.method=" + method);

        assertThat(report.allLoaded()).as(report.table()).isTrue();
        assertThat(looks(warehouse, "accounts_admin")).isEqualTo(before);
        assertThat(warehouse.lines("select id from events.tracks")).containsExactly("7");
        assertThat(warehouse.lines("select table_name, row ->> 'owner', message from cameleer.rejected_rows"))
                .singleElement()
                .asString()
                .startsWith(
                        "events.accounts_admin|mallory|events.accounts_admin is somebody else's, and no table of events:"
                                + " Cameleer has not made it, and it lacks ")
                .contains("uuid_ts. Rename the event in a step of customize.camel.yaml, or name the table in"
                        + " schema.event-tables");
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
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table events.visit (id text, loot text); grant all on events.visit to public; create trigger t before insert on events.visit for each row execute function events.f()",
                "create table events.visit %s; create index on events.visit (id); create trigger t before insert on events.visit for each row execute function events.f()",
                "create table events.visit %s; create rule r as on insert to events.visit do also select events.g('x')",
                "create table events.visit %s partition by list (event); create table events.part partition of events.visit default; create trigger t before insert on events.part for each row execute function events.f()",
                "create table events.visit %s; alter table events.visit add check (events.g(id) is not null)",
                "create table events.visit %s; alter table events.visit add loot text default events.g('x')",
                "create table events.mine %s; create trigger t before insert on events.mine for each row execute function events.f(); create view events.visit as select * from events.mine",
                "create table events.rudder_discards (column_name text, column_value text, reason text, received_at timestamptz, row_id text, table_name text, uuid_ts timestamptz); create trigger t before insert on events.rudder_discards for each row execute function events.f(); create table events.unused()"
            })
    void whatIsPlantedInTheNamespaceIsNotRun(String trap, TestWarehouse warehouse, TestBucket bucket) {
        plant(warehouse, trap);
        bucket.putLines(
                "1.json",
                VISIT.formatted(1),
                "{\"type\":\"track\",\"messageId\":\"w-1\",\"event\":\"Walk\",\"receivedAt\":\"2024-03-05T00:00:00.000Z\",\"properties\":{\"n\":1}}",
                "{\"type\":\"track\",\"messageId\":\"w-2\",\"event\":\"Walk\",\"receivedAt\":\"2024-03-05T00:00:00.000Z\",\"properties\":{\"n\":\"x\"}}",
                "{\"type\":\"track\",\"messageId\":\"w-3\",\"event\":\"Walk\",\"receivedAt\":\"2024-03-05T00:00:00.000Z\",\"properties\":{\"n\":1}}");

        var report = sync(warehouse, bucket, "schema.mixed=first");

        assertThat(warehouse.lines("table public.loot")).isEmpty();
        if (trap.contains("rudder_discards")) {
            assertThat(report.table()).contains("events.rudder_discards belongs to " + analyst(warehouse));
        } else {
            assertThat(report.allLoaded()).as(report.table()).isTrue();
            assertThat(warehouse.lines("select row ->> 'id', message from cameleer.rejected_rows"))
                    .singleElement()
                    .asString()
                    .startsWith("v-1|events.visit belongs to " + analyst(warehouse))
                    .contains("alter table \"events\".\"visit\" owner to", "schema.allow-foreign-owners = true");
        }
    }

    /** The table is the schema's owner's, but what runs with it is not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create trigger t before insert on events.visit for each row execute function events.f()",
                "create trigger t before update on events.visit for each row when (events.g(new.id) is not null) execute function suppress_redundant_updates_trigger()",
                "create rule r as on insert to events.visit do also select events.g('x')",
                "create index on events.visit (events.h(id))",
                "alter table events.visit add due events.day",
                "alter table events.visit add loot text default events.g('x')",
                "alter table events.visit enable row level security, force row level security; create policy p on events.visit using (events.g(id) is not null)",
                "create table events.heir () inherits (events.visit); create trigger t before insert on events.heir for each row execute function events.f()"
            })
    void functionsOfOthersOnATableOfTheOwnerAreNotRun(String trap, TestWarehouse warehouse, TestBucket bucket) {
        plant(warehouse, "create domain events.day as text default events.g('x') check (events.g(value) is not null)");
        warehouse.execute("create table events.visit " + LIKE_RUDDERSTACK + "; " + trap);
        warehouse.execute("delete from public.loot");
        bucket.putLines("1.json", VISIT.formatted(1));

        var report = sync(warehouse, bucket);

        assertThat(report.allLoaded()).as(report.table()).isTrue();
        assertThat(warehouse.lines("table public.loot")).isEmpty();
        assertThat(warehouse.lines("select message from cameleer.rejected_rows"))
                .singleElement()
                .asString()
                .startsWith("events.visit runs what belongs to neither this user nor the owner of the schema")
                .contains(" of " + analyst(warehouse) + ".");

        bucket.putLines("2.json", VISIT.formatted(2));
        sync(warehouse, bucket, "schema.allow-foreign-owners=true");
        assertThat(warehouse.lines("select id from events.visit")).containsExactly("v-2");
    }

    /** Planted between two batches of one process, which knows the table already. */
    @Test
    void whatIsPlantedLaterIsNotRunEither(TestWarehouse warehouse, TestBucket bucket) {
        plant(warehouse, "select 1");
        var settings = TestCameleer.settings(warehouse, bucket);
        bucket.putLines("1.json", VISIT.formatted(1));
        try (var application = new io.cameleer.Application(settings, report -> {}).start()) {
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
        attacker.execute(trap.replace("%s", LIKE_RUDDERSTACK));
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
