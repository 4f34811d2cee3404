package io.cameleer.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * No route that is shipped makes the address of an endpoint out of a message: in such an address Camel resolves
 * placeholders and options, and so whoever writes the message could say where what is sent.
 */
class RouteAddressesTest {
    /** Steps whose text is an address, or becomes one. */
    private static final List<String> ADDRESSES =
            List.of("uri", "to", "toD", "wireTap", "enrich", "pollEnrich", "from", "poll");

    /** Steps that take an address from the message whatever they say. */
    private static final List<String> OUT_OF_MESSAGES = List.of("recipientList", "routingSlip", "dynamicRouter");

    @Test
    void noAddressIsMadeOutOfAMessage() throws IOException {
        var addresses = new ArrayList<String>();
        try (Stream<Path> files = Stream.of("routes", "camel-k").map(Path::of).flatMap(RouteAddressesTest::walk)) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                for (var document :
                        new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(file))) {
                    collect(document, file.toString(), addresses);
                }
            }
        }
        assertThat(addresses)
                .as("all of them are found")
                .contains(
                        "routes/load-file.camel.yaml: direct:customize",
                        "routes/examples/copy-to-file.camel.yaml: file:{{my.copy-folder}}",
                        "routes/kamelets/storage-s3-get.kamelet.yaml: aws2-s3:{{bucket}}");
        assertThat(addresses).noneMatch(address -> address.contains("${") && !isChoice(address));
    }

    @Test
    void whatIsForbiddenIsFound() {
        var addresses = new ArrayList<String>();
        var route =
                """
                - route:
                    from:
                      uri: direct:a
                      steps:
                        - toD: "http://x/${header.path}"
                        - toD: { uri: file:x, parameters: { fileName: "${body}" } }
                        - recipientList: { simple: "${header.to}" }
                """;
        collect(new Load(LoadSettings.builder().build()).loadFromString(route), "r", addresses);

        assertThat(addresses.stream().filter(address -> address.contains("${")))
                .containsExactlyInAnyOrder("r: http://x/${header.path}", "r: ${body}", "r: ${} of recipientList");
    }

    /** {@code LoadMode} names a route of ours, of which there are a few; senders have no say in it. */
    private static boolean isChoice(String address) {
        return address.endsWith("direct:${body.route}");
    }

    private static void collect(Object node, String file, List<String> addresses) {
        if (node instanceof List<?> list) {
            list.forEach(inner -> collect(inner, file, addresses));
        } else if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (OUT_OF_MESSAGES.contains(key)) {
                    addresses.add(file + ": ${} of " + key);
                }
                if (ADDRESSES.contains(key) && value instanceof String address) {
                    addresses.add(file + ": " + address);
                } else if (key.equals("parameters") && map.containsKey("uri") && value instanceof Map<?, ?> options) {
                    options.values().forEach(option -> addresses.add(file + ": " + option));
                } else {
                    collect(value, file, addresses);
                }
            });
        }
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
