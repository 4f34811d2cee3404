package io.cameleer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as they are typed. */
@ExtendWith(TestServers.class)
class CommandLineTest {
    /** What a command has printed, and how it ended. */
    record Outcome(int exitCode, String out, String err) {}

    static Outcome run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = Cameleer.commandLine(new Cameleer())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    private static Outcome validate(TestWarehouse warehouse, TestBucket bucket, String... more) {
        return run("validate", warehouse, bucket, more);
    }

    /** Runs a command over the test's own bucket and database. */
    static Outcome run(String command, TestWarehouse warehouse, TestBucket bucket, String... more) {
        return run(Stream.of(
                        Stream.of(command),
                        TestCameleer.discreetArguments(TestCameleer.settings(warehouse, bucket)).stream(),
                        Stream.of(more))
                .flatMap(args -> args)
                .toArray(String[]::new));
    }

    private static String withoutTimes(String steps) {
        return steps.replaceAll(" +\\d+ ms ", "");
    }

    @Test
    void whatWorksPassesEveryStepAndLeavesNothingBehind(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", "{}");

        var outcome = validate(warehouse, bucket);

        assertThat(withoutTimes(outcome.out()))
                .isEqualTo(
                        """
                        PASS settings make sense
                        PASS storage can be listed: the first object is 1.json
                        PASS an object can be read
                        PASS the host has an address: 127.0.0.1
                        PASS the port answers
                        PASS nobody on the way can pass for PostgreSQL
                        PASS encryption is as warehouse.ssl-mode says: not encrypted
                        PASS login: as postgres to %s
                        PASS PostgreSQL is version 12 or newer, and takes changes: %s
                        PASS the database has every character
                        PASS the namespace is there or can be made: events will be made
                        PASS its tables take rows and changes of rows
                        PASS nobody else's things are in the way
                        PASS a table can be made
                        PASS a table can be widened
                        PASS an index can be made
                        PASS the catalog can be read
                        PASS COPY
                        PASS INSERT
                        PASS a temporary table can be made
                        PASS rows can be merged through it
                        PASS DELETE
                        PASS the ledger is there or can be made: it will be made
                        PASS nothing is left behind
                        """
                                .formatted(warehouse.database(), warehouse.value("show server_version")));
        assertThat(outcome.exitCode()).isZero();
        assertThat(warehouse.lines("select nspname from pg_namespace where nspname in ('events', 'cameleer')"))
                .isEmpty();
    }

    @Test
    void validateWarnsOfWhatKeepsRowsOutOrFromBeingReplaced(TestWarehouse warehouse, TestBucket bucket) {
        var user = warehouse.database() + "_loader";
        warehouse.execute(
                """
                create role %1$s login; grant create on database %2$s to %1$s;
                create schema events; grant all on schema events to %1$s;
                create table events.orders (id text); alter table events.orders enable row level security;
                create table events.paid (id text primary key);
                create publication p for table events.orders, events.paid;
                create role owner_of_%2$s; grant owner_of_%2$s to %1$s; alter table events.paid owner to owner_of_%2$s;
                alter table events.orders owner to owner_of_%2$s; alter table events.orders force row level security"""
                        .formatted(user, warehouse.database()));

        var outcome = validate(warehouse, bucket, "--warehouse.user=" + user);

        assertThat(withoutTimes(outcome.out()))
                .contains(
                        """
                        PASS its tables take rows and changes of rows: Warning: row level security applies to orders.\
                         Rows that its policies do not let in go to cameleer.rejected_rows, and what they hide is not\
                         merged with; alter role "%s" bypassrls ends that. Warning: these tables are published, and no row\
                         of them can be replaced until: alter table events.orders replica identity full. With\
                         load.mode = append all but users can be loaded as they are.
                        """
                                .formatted(user));
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void aFolderIsTriedAsABucketIs(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("a/1.json", "{}");
        var folder = bucket.folder().toAbsolutePath().normalize();

        assertThat(withoutTimes(validate(warehouse, bucket, "--storage.type=folder", "--storage.folder=" + folder)
                        .out()))
                .startsWith(
                        """
                        PASS settings make sense
                        PASS storage can be listed: the first object is a/1.json
                        PASS an object can be read
                        """);
        assertThat(withoutTimes(
                        validate(warehouse, bucket, "--storage.type=folder", "--storage.folder=" + folder + "/b")
                                .out()))
                .contains("FAIL storage can be listed: storage: there is no folder " + folder
                        + "/b. Check storage.folder.\nSKIP an object can be read\n");
        assertThat(withoutTimes(
                        validate(warehouse, bucket, "--storage.type=folder").out()))
                .contains(
                        "FAIL settings make sense: storage.folder is missing: the folder that holds the event files.");
    }

    @Test
    void whatWasLoadedIntoIsFoundInOrder(TestWarehouse warehouse, TestBucket bucket) {
        TestCameleer.sync(warehouse, bucket);
        warehouse.execute("create schema events");

        var outcome = validate(warehouse, bucket);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains(": events is there").contains("made: it is there");
        assertThat(warehouse.number("select count(*) from cameleer.workers where machine = 'validation'"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --storage.bucket=no-such-bucket       | FAIL storage can be listed: storage: there is no such bucket. Check storage.bucket, storage.endpoint and storage.region.
            --storage.secret-access-key=wrong     | FAIL storage can be listed: storage:
            --warehouse.host=no-such-host.invalid | FAIL the host has an address: the host name no-such-host.invalid is not known. Check warehouse.host.
            --warehouse.port=1                    | FAIL the port answers: PostgreSQL: localhost:1: Connection refused (08001). Check warehouse.host and warehouse.port, and that PostgreSQL runs and lets this machine in.
            --warehouse.ssl-mode=require          | FAIL encryption is as warehouse.ssl-mode says: PostgreSQL: The server does not support SSL (08004). If the server has no TLS, set warehouse.ssl-mode = disable, where the way to it is safe without. If it asks for a password, set warehouse.user and warehouse.password.
            --warehouse.database=none             | FAIL login: PostgreSQL: database "none" does not exist (3D000). Check warehouse.database, or create it with CREATE DATABASE.
            --warehouse.user=nobody               | FAIL login: PostgreSQL: role "nobody" does not exist (28000). Check warehouse.user, its password, warehouse.ssl-mode, and pg_hba.conf of the server.
            --warehouse.portt=1                   | FAIL settings make sense: There is no setting warehouse.portt (on the command line). Did you mean warehouse.port?
            --warehouse.user=                     | FAIL settings make sense: warehouse.user is missing: the user to connect as. Set it in a settings file, as WAREHOUSE_USER in the environment, or as --warehouse.user=… on the command line.
            --load.batch-bytes=big                | FAIL settings make sense: load.batch-bytes is "big", but must be a size such as 64KB, 16MB or 1GB.
            --load.merge-window=a while           | FAIL settings make sense: load.merge-window is "a while", but must be blank, or a time such as 36 hours, 30 days or 2 years.
            --load.retries=often                  | FAIL settings make sense: load.retries is "often", but must be a whole number from 0 to 10000.
            --load.retry-delay=1s                 | FAIL settings make sense: load.retry-delay is "1s", but must be a whole number from 0 to 3600000.
            --schema.lock-timeout=soon            | FAIL settings make sense: schema.lock-timeout is "soon", but must be a time such as 500ms, 2s or 1min.
            --shutdown.timeout=0                  | FAIL settings make sense: shutdown.timeout is "0", but must be a whole number from 1 to 3600.
            --sync.tick=often                     | FAIL settings make sense: sync.tick is "often", which is no Quartz cron expression:
            --sync.cron=0 0 0 30 2 ?              | FAIL settings make sense: sync.cron is "0 0 0 30 2 ?", a time that never comes.
            --load.mode=merge-users               | FAIL settings make sense: load.mode is "merge-users", but must be merge or append.
            --warehouse.host=db:5432              | FAIL settings make sense: warehouse.host is "db:5432", but must be the name or the address of a host, without a port or anything else.
            --sync.heartbeat=30001                | FAIL settings make sense: sync.heartbeat is 30001 milliseconds, but must be at most half of sync.lease-seconds:
            --storage.type=azure                  | FAIL settings make sense: storage.type is "azure", but there is no routes/kamelets/storage-azure-list.kamelet.yaml, which would say how to read it.
            --routes.folder=nowhere               | FAIL settings make sense: routes.folder is nowhere, but there is no such folder.
            --sync.exclude-window=1:00            | FAIL settings make sense: sync.exclude-window is "1:00", but must be two different times
            """)
    void whatDoesNotWorkIsSaidWithWhatToDo(String setting, String step, TestWarehouse warehouse, TestBucket bucket) {
        var outcome = validate(warehouse, bucket, setting);

        assertThat(withoutTimes(outcome.out())).contains(step);
        assertThat(outcome.out()).containsOnlyOnce("FAIL").doesNotContain("Exception", "\tat ");
        // as --once ends with
        assertThat(outcome.exitCode()).isEqualTo(step.contains("settings make sense") ? Cameleer.USAGE : 1);
    }

    @Test
    void theGrantsAreAllThatIsNeeded(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", "{\"type\":\"identify\",\"messageId\":\"m-1\",\"userId\":\"u-1\"}");
        var user = warehouse.database() + "_loader";
        warehouse.execute("revoke temporary on database %s from public; create role %s login"
                .formatted(warehouse.database(), user));
        var before = validate(warehouse, bucket, "--warehouse.user=" + user);
        assertThat(withoutTimes(before.out()))
                .contains("FAIL the namespace is there or can be made: PostgreSQL: permission denied for database")
                .contains("the command grants prints what is needed.")
                .contains("SKIP a table can be made")
                .contains("PASS nothing is left behind");

        var grants = run("grants", "--warehouse.user=" + user, "--warehouse.database=" + warehouse.database());
        warehouse.execute(grants.out());

        assertThat(grants.exitCode()).isZero();
        assertThat(warehouse.value("select setconfig[1] from pg_db_role_setting s join pg_roles r on r.oid = s.setrole"
                        + " where r.rolname = '" + user + "'"))
                .isEqualTo("search_path=pg_catalog, pg_temp");
        assertThat(grants.out()).doesNotContainPattern("(?i)grant \"?\\w+\"? to");
        assertThat(validate(warehouse, bucket, "--warehouse.user=" + user).out())
                .doesNotContain("FAIL", "SKIP");
        assertThat(TestCameleer.sync(warehouse, bucket, "warehouse.user=" + user)
                        .allLoaded())
                .isTrue();
    }

    @Test
    void tablesOfSomebodyElseAreFoundOut(TestWarehouse warehouse, TestBucket bucket) {
        var user = warehouse.database() + "_loader";
        warehouse.execute(
                """
                create role %1$s login;
                create schema events; create table events.tracks (id text);
                grant create, temporary on database %2$s to %1$s;
                grant usage, create on schema events to %1$s"""
                        .formatted(user, warehouse.database()));

        assertThat(validate(warehouse, bucket, "--warehouse.user=" + user).out())
                .contains("1 tables in schema events belong to somebody else, and only their owner can widen them."
                        + " For each that is of events: alter table … owner to \"%s\"".formatted(user));
    }

    @Test
    void whatStrangersHavePlantedIsNamed(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                grant create on schema public to public;
                create role planter_%1$s; create schema events; grant usage, create on schema events to planter_%1$s;
                create table events.sold (id text);
                set role planter_%1$s;
                create function events.f() returns trigger language plpgsql as 'begin return new; end';
                create table events.visit (id text);
                create rule r as on insert to events.visit do also select 1;
                reset role;
                create trigger t before insert on events.sold for each row execute function events.f()"""
                        .formatted(warehouse.database()));

        var outcome = validate(warehouse, bucket);

        assertThat(withoutTimes(outcome.out()))
                .contains(
                        """
                        WARN nobody else's things are in the way: Warning: in schema events are things of others than its\
                         owner, and nothing is loaded that would run them: function events.f() of planter_%1$s; rule r on\
                         table visit of planter_%1$s; table visit of planter_%1$s; trigger t on table sold, which runs\
                         events.f() of planter_%1$s. Drop them, or let them belong to the owner of the schema. Warning:\
                         everybody may create tables and functions in schema public. If nobody needs that: revoke create\
                         on schema "public" from public.
                        """
                                .formatted(warehouse.database()));
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void theStepsAreThereForProgramsToo(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        var outcome = validate(warehouse, bucket, "--json", "--warehouse.port=1");

        var json = JsonMapper.builder().build().readTree(outcome.out());
        assertThat(json.get("passed").booleanValue()).isFalse();
        assertThat(json.get("steps").get(4).get("name").textValue()).isEqualTo("the port answers");
        assertThat(json.get("steps").get(4).get("outcome").textValue()).isEqualTo("FAIL");
        assertThat(json.get("steps").get(4).get("detail").textValue()).contains("Connection refused");
        assertThat(json.get("steps").get(5).get("outcome").textValue()).isEqualTo("SKIP");
    }

    @Test
    void aKeyForAnSshServerIsMadeOnceAndForItsOwnerAlone(@TempDir Path folder) throws Exception {
        var file = folder.resolve("id");

        var first = run("ssh-key", file.toString());
        var made = Files.readString(file);
        var second = run("ssh-key", file.toString());

        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).matches("ssh-ed25519 [A-Za-z0-9+/=]+ cameleer\\R");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.err()).isEqualTo(file + " is there already; a key is never replaced.\n");
        assertThat(file).hasContent(made);
    }

    @ParameterizedTest
    @CsvSource({
        "'', [COMMAND]",
        "preview, [FILE]",
        "retry, [KEY...]",
        "reload, KEY...",
        "files, [--name=value...]",
        "rejects, [--name=value...]",
        "replay, [--name=value...]",
        "grants, [--name=value...]",
        "validate, [--name=value...]",
        "ssh-key, FILE",
        "import-config, FILE"
    })
    void theSynopsisOfACommandNamesAllThatItTakes(String command, String last) {
        var help = command.isEmpty() ? run("--help") : run(command, "--help");
        var synopsis = help.out().substring(0, help.out().indexOf("\n\n")).replaceAll("\\s+", " ");
        var options = Pattern.compile("^ {6}(--[a-z-]+)", Pattern.MULTILINE)
                .matcher(help.out())
                .results()
                .map(option -> option.group(1))
                .toList();

        assertThat(synopsis)
                .startsWith(("Usage: cameleer " + command).strip() + " [-hV] ")
                .endsWith(" " + last);
        assertThat(options).allSatisfy(option -> assertThat(synopsis).contains(option));
    }

    @Test
    void aPreviewOfWhatCannotBeReadSaysSoInASentence(@TempDir Path folder) throws Exception {
        var gzip = new ByteArrayOutputStream();
        try (var zipped = new GZIPOutputStream(gzip)) {
            zipped.write("{\"type\":\"page\"}\n".getBytes(UTF_8));
        }
        var cut = Files.write(folder.resolve("cut.json.gz"), Arrays.copyOf(gzip.toByteArray(), gzip.size() - 1));

        assertThat(run("preview", cut.toString()))
                .isEqualTo(
                        new Outcome(
                                2,
                                "",
                                "The lines cannot be read further: the gzip data ends too early: the file is cut off after line 1\n"));
    }

    @Test
    void aFileThatIsNotThereIsSaid(@TempDir Path folder) {
        var none = folder.resolve("none").toString();

        assertThat(run("preview", none)).isEqualTo(new Outcome(2, "", "There is no file " + none + ".\n"));
        assertThat(run("import-config", none)).isEqualTo(new Outcome(2, "", "There is no file " + none + ".\n"));
        assertThat(run("grants", "--config", none))
                .isEqualTo(new Outcome(2, "", "There is no settings file " + none + ".\n"));
    }

    /** What Camel would take for a placeholder is none in a password. */
    @Test
    void aPasswordMayHoldAnything(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", Purchases.line(1));

        var outcome = run("--once", warehouse, bucket, "--warehouse.password= q\\w {{x}} ${y} #!é=: ");

        assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 1));
    }

    @ParameterizedTest
    @CsvSource({"--once", "validate", "grants"})
    void allThatIsWrongWithTheSettingsIsSaidAtOnce(String command, @TempDir Path folder) throws Exception {
        var file = Files.writeString(
                folder.resolve("my.properties"), "storage.buket = events\nwarehouse.user =\njust this\n");

        var outcome = run(
                command,
                "--config=" + file,
                "--load.threads=many",
                "--load.method=bcp",
                "--warehouse.ssl-mode=verify-ca",
                "--warehouse.ssl.client-cert=none.pem",
                "--privacy.drop=a..b",
                "--sync.lease-seconds=1",
                "--routes.folder=nowhere",
                "--warehouse.databse=d");

        var always = List.of(
                "There is no setting storage.buket (in %s). Did you mean storage.bucket?".formatted(file),
                "In %s line 3 is no setting: it has no equals sign. A value ends with its line.".formatted(file),
                "There is no setting warehouse.databse (on the command line). Did you mean warehouse.database?",
                "warehouse.user is missing: the user to connect as.",
                "warehouse.database is missing: the database to load into.");
        var toLoad = List.of(
                "routes.folder is nowhere, but there is no such folder.",
                "load.threads is \"many\", but must be a whole number from 1 to 64.",
                "load.method is \"bcp\", but must be copy or insert.",
                "sync.lease-seconds is \"1\", but must be a whole number from 5 to 3600.",
                "privacy.drop has the path \"a..b\",",
                "storage.bucket is missing: the bucket that holds the event files.",
                "warehouse.host is missing: the host that PostgreSQL runs on.",
                "warehouse.ssl.client-cert is neither the content itself nor the name of a file that can be read.");
        var expected = new ArrayList<>(always);
        expected.addAll(command.equals("grants") ? List.of() : toLoad);
        assertThat(outcome.exitCode()).isEqualTo(Cameleer.USAGE);
        assertThat(outcome.out() + outcome.err())
                .contains(expected.size() + " settings are wrong:\n- ")
                .contains(expected.stream().map("\n- "::concat).toList());
        assertThat((outcome.out() + outcome.err()).lines().filter(line -> line.startsWith("- ")))
                .hasSize(expected.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "retry 1.json", "reload 1.json"})
    void allThatIsWrongForACommandOfTheLedgerIsSaidAtOnce(String command) {
        var arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of(
                "--warehouse.host=localhost",
                "--warehouse.database=d",
                "--warehouse.user=u",
                "--storage.bucket=b",
                "--warehouse.port=many",
                "--sync.max-attempts=0"));

        var outcome = run(arguments.toArray(String[]::new));

        assertThat(outcome.exitCode()).isEqualTo(Cameleer.USAGE);
        assertThat(outcome.err())
                .isEqualTo(
                        """
                        2 settings are wrong:
                        - warehouse.port is "many", but must be a whole number from 1 to 65535.
                        - sync.max-attempts is "0", but must be a whole number, 1 or more.
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --warehouse.host=                 | warehouse.host is missing: the host that PostgreSQL runs on. Set it in a settings file, as WAREHOUSE_HOST in the environment, or as --warehouse.host=… on the command line.
            --load.threads=many               | load.threads is "many", but must be a whole number from 1 to 64.
            --load.method=bcp                 | load.method is "bcp", but must be copy or insert.
            --storage.endpoint=localhost:9000 | storage.endpoint is "localhost:9000", but must be an address such as http://localhost:9000.
            --load.batchrows=1                | There is no setting load.batchrows (on the command line). Did you mean load.batch-rows?
            --camel.main.no-such-thing=1      | Camel has no setting camel.main.noSuchThing, or does not take its value.
            """)
    void aStartWithSettingsThatMakeNoSenseSaysSoInASentence(
            String setting, String sentence, TestWarehouse warehouse, TestBucket bucket) {
        assertThat(run("--once", warehouse, bucket, setting))
                .isEqualTo(new Outcome(Cameleer.USAGE, "", sentence + "\n"));
    }
}
