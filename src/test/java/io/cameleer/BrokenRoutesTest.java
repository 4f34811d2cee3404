package io.cameleer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** A person who edits a route is told what is the matter with it, and where; what ran before goes on. */
@ExtendWith(TestServers.class)
class BrokenRoutesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copyRoutes() throws IOException {
        TestRoutes.copy(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            - fliter: {simple: x}                       | Unknown node id: fliter             | 6
            - setBody: {simpel: x}                      | Unsupported field: simpel           | 6
            - setBody: {simple: "x"                     | while parsing a flow mapping        | 6
            - to:↵    uri: "nosuch:thing"                 | No endpoint could be found for: nosuch://thing | 6
            - bean:↵    ref: evnet↵    method: x             | No bean could be found in the registry for: evnet | 6
            - setBody:↵    simple: "${body} = = ${"       | expected symbol functionEnd but was eol | 6
            - to:↵    uri: "{{my.nothing}}"               | Property with key [my.nothing] not found | 6
            """)
    void aStartWithABrokenRouteIsRefusedWithFileLineAndReason(
            String step, String reason, int line, TestWarehouse warehouse, TestBucket bucket) throws IOException {
        TestRoutes.customize(folder, step.replace('↵', '\n'));

        var outcome = CommandLineTest.run("--once", warehouse, bucket, "--routes.folder=" + folder);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains(reason)
                .contains("customize.camel.yaml, line " + line)
                .doesNotContain("Exception", "\tat ");
        assertThat(outcome.err().lines()).hasSizeLessThan(12);
    }

    @Test
    void aRouteThatIsSavedIsLoadedAnewAndABrokenOneChangesNothing(TestWarehouse warehouse, TestBucket bucket)
            throws Exception {
        var settings = TestCameleer.settings(warehouse, bucket, "routes.folder=" + folder, "routes.reload=true");
        var log = listen();
        try (var application = new Application(settings, report -> {}).start()) {
            TestRoutes.customize(folder, mark("first"));
            awaitLog(log, "Loaded anew: customize.camel.yaml");
            sync(application, bucket, 1);

            TestRoutes.customize(folder, "- to:\n    uri: \"nosuch:thing\"");
            awaitLog(log, "The routes that run go on.");
            assertThat(log.list.get(log.list.size() - 1).getFormattedMessage())
                    .contains("No endpoint could be found for: nosuch://thing", "customize.camel.yaml, line 6");
            sync(application, bucket, 2);

            log.list.clear();
            TestRoutes.customize(folder, "- fliter: {simple: x}");
            awaitLog(log, "The routes that run go on.");
            sync(application, bucket, 3);

            log.list.clear();
            TestRoutes.customize(folder, mark("second"));
            awaitLog(log, "Loaded anew: customize.camel.yaml");
            sync(application, bucket, 4);

            log.list.clear();
            Files.writeString(folder.resolve("customize.camel.yaml"), "- beans: []");
            awaitLog(log, "Loaded anew: customize.camel.yaml");
            sync(application, bucket, 5);
        }

        assertThat(warehouse.lines("select id, mark from events.pages order by id"))
                .containsExactly("p-1|first", "p-2|first", "p-3|first", "p-4|second", "p-5|∅");
    }

    private static String mark(String mark) {
        return "- bean: {ref: event, method: \"set(${body}, 'properties.mark', '%s')\"}".formatted(mark);
    }

    private static void sync(Application application, TestBucket bucket, int number) {
        bucket.putLines(number + ".json", "{\"type\":\"page\",\"messageId\":\"p-%d\"}".formatted(number));
        assertThat(application.sync().allLoaded()).isTrue();
    }

    private static ListAppender<ILoggingEvent> listen() {
        var log = new ListAppender<ILoggingEvent>();
        log.list = new java.util.concurrent.CopyOnWriteArrayList<>();
        log.start();
        ((Logger) LoggerFactory.getLogger("cameleer.routes")).addAppender(log);
        return log;
    }

    private static void awaitLog(ListAppender<ILoggingEvent> log, String text) {
        await().atMost(60, SECONDS).until(() -> List.copyOf(log.list).stream()
                .anyMatch(event -> event.getFormattedMessage().contains(text)));
    }
}
