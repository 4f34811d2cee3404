package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.Unpacked.Run;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's Camel program, with a route of its own, that has Cameleer on its class path. */
class GuestTest {
    private Unpacked program;

    @BeforeEach
    void makeAProgram(@TempDir Path folder) throws IOException {
        program = new Unpacked(folder);
        write(
                "mine.camel.yaml",
                """
                - route:
                    id: mine
                    from:
                      uri: timer:mine?repeatCount=1&delay=0
                      steps:
                        - log:
                            logName: mine
                            message: "{{my.greeting}} from ${camelContext.name}, ${camelContext.streamCaching}, ${ref:syncs}"
                """);
        write(
                "application.properties",
                """
                camel.main.name = theirs
                camel.main.routesIncludePattern = file:mine.camel.yaml
                camel.main.durationMaxMessages = 1
                my.greeting = hello
                # names that Cameleer has, too
                storage.bucket = theirs
                shutdown.timeout = soon
                """);
        write(
                "logback.xml",
                """
                <configuration>
                  <appender name="theirs" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%logger says %msg%n</pattern></encoder>
                  </appender>
                  <logger name="mine" level="INFO"/>
                  <root level="WARN"><appender-ref ref="theirs"/></root>
                </configuration>
                """);
    }

    @Test
    void itRunsItsRouteWithItsOwnSettingsAndLog() throws Exception {
        assertThat(run()).isEqualTo(new Run(0, "mine says hello from theirs, true, \n"));
    }

    @Test
    void whatTheEnvironmentHoldsIsNotTakenForAQuestion() throws Exception {
        assertThat(run("env", "WAREHOUSE_HOST=theirs", "STORAGE_BUCKET=theirs"))
                .isEqualTo(new Run(0, "mine says hello from theirs, true, \n"));
    }

    @Test
    void askedForBySettingsThatMakeNoSenseItIsRefused() throws Exception {
        write(
                "application.properties",
                "camel.main.routesIncludePattern = file:mine.camel.yaml\nwarehouse.host = db\n");

        var run = run();

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.output()).contains("warehouse.database is missing: ");
    }

    @Test
    void askedForByTheEnvironmentItIsRefusedAsWell() throws Exception {
        var run = run("env", "CAMELEER_ENABLED=true");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.output()).contains("shutdown.timeout is \"soon\", but must be a whole number from 1 to 3600.");
    }

    @Test
    void keptOutItIsNotRefused() throws Exception {
        var settings = Files.readString(program.folder().resolve("application.properties"));
        write("application.properties", settings + "warehouse.host = theirs\ncameleer.enabled = false\n");

        assertThat(run()).isEqualTo(new Run(0, "mine says hello from theirs, true, \n"));
    }

    /** Runs it by Camel's own main; Cameleer comes first on its class path, as it may. */
    private Run run(String... wrapper) throws Exception {
        var classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator, "", File.pathSeparator + program.folder()));
        var command = new ArrayList<>(Arrays.asList(wrapper));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp", classPath, Main.class.getName()));
        return program.run(command.toArray(String[]::new));
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(program.folder().resolve(file), content);
    }
}
