package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person who edits a route is told what is the matter with it, and where; what ran before goes on. */
@ExtendWith(TestServers.class)
class BrokenRoutesTest {
    private static final String LOADED = "Loaded anew: customize.camel.yaml";
    private static final String REFUSED = "The routes that are running stay as they are.";

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
        try (var application = new Application(settings, report -> {}).start();
                var console = Console.open()) {
            save(TestRoutes.customized(mark("first")), console, LOADED);
            sync(application, bucket, 1);

            assertThat(save(TestRoutes.customized("- to:\n    uri: \"nosuch:thing\""), console, REFUSED))
                    .contains("No endpoint could be found for: nosuch://thing", "customize.camel.yaml, line 6");
            sync(application, bucket, 2);

            save(TestRoutes.customized("- fliter: {simple: x}"), console, REFUSED);
            sync(application, bucket, 3);

            save(TestRoutes.customized(mark("second")), console, LOADED);
            sync(application, bucket, 4);

            save("- beans: []", console, LOADED);
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

    /** Saves the user's route and waits until it is said what came of that; gives what was said since. */
    private String save(String route, Console console, String outcome) throws IOException {
        int before = console.text().length();
        TestRoutes.save(folder, route);
        await().until(() -> console.text().substring(before).contains(outcome));
        return console.text().substring(before);
    }
}
