package io.cameleer.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.Readme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The README's diagram is what the routes say: each file a box, each route in it a node, each {@code direct:} call an arrow. */
class RouteDiagramTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^}]*}}|\\$\\{[^}]*}");

    /** What a call can be of which nothing stands in the file: {@code LoadMode} has these. */
    private static final Map<String, List<String>> CHOICES =
            Map.of("${body.route}", List.of("append", "merge", "merge-users"));

    /** A route, and the names of the routes that it calls; a name may have a {@code *} where a setting or value decides. */
    private record Route(String file, String id, String description, String name, Set<String> calls) {}

    @Test
    void theReadmeShowsHowTheRoutesCallEachOther() throws IOException {
        Readme.assertPart("routes", "```mermaid\n" + diagram() + "```\n");
    }

    /** Whoever opens the folder is to see the whole. */
    @Test
    void theRoutesAreFewAndSmallAndEachSaysWhatItDoes() throws IOException {
        assertThat(routes()).hasSizeLessThanOrEqualTo(25).allSatisfy(route -> assertThat(route.description())
                .as(route.id())
                .isNotBlank());
        long lines = 0;
        try (var files = Files.newDirectoryStream(Path.of("routes"), "*.camel.yaml")) {
            for (var file : files) {
                lines += Files.readAllLines(file).size();
            }
        }
        assertThat(lines).isLessThanOrEqualTo(550);
    }

    private static String diagram() throws IOException {
        var routes = routes();
        var text = new StringBuilder("flowchart LR\n");
        var files = new LinkedHashMap<String, List<Route>>();
        routes.forEach(route ->
                files.computeIfAbsent(route.file, file -> new ArrayList<>()).add(route));
        files.forEach((file, inIt) -> {
            text.append("  subgraph file-%s [%1$s.camel.yaml]%n".formatted(file));
            inIt.forEach(route -> text.append("    ").append(route.id).append('\n'));
            text.append("  end\n");
        });
        for (var route : routes) {
            targets(route, routes).forEach(target -> text.append("  %s --> %s%n".formatted(route.id, target.id)));
        }
        return text.toString();
    }

    /** The routes that a route calls. */
    private static Set<Route> targets(Route route, List<Route> all) {
        var targets = new LinkedHashSet<Route>();
        for (var call : route.calls) {
            var pattern = Pattern.compile(Pattern.quote(call).replace("*", "\\E[a-z-]+\\Q"));
            all.stream().filter(other -> pattern.matcher(other.name).matches()).forEach(targets::add);
        }
        return targets;
    }

    private static List<Route> routes() throws IOException {
        var routes = new ArrayList<Route>();
        try (var files = Files.newDirectoryStream(Path.of("routes"), "*.camel.yaml")) {
            var sorted = new ArrayList<Path>();
            files.forEach(sorted::add);
            sorted.sort(null);
            sorted.forEach(file -> routes.addAll(routes(file)));
        }
        return routes;
    }

    private static List<Route> routes(Path file) {
        try (var in = Files.newInputStream(file)) {
            var routes = new ArrayList<Route>();
            for (var each : (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in)) {
                if (((Map<?, ?>) each).get("route") instanceof Map<?, ?> route) {
                    var from = (Map<?, ?>) route.get("from");
                    var calls = new LinkedHashSet<String>();
                    collect(from.get("steps"), calls);
                    routes.add(new Route(
                            file.getFileName().toString().replace(".camel.yaml", ""),
                            (String) route.get("id"),
                            String.valueOf(route.get("description")),
                            from.get("uri").toString().replace("direct:", ""),
                            calls));
                }
            }
            return routes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finds the calls within steps, which may be within each other. */
    private static void collect(Object steps, Set<String> calls) {
        if (steps instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key.equals("to") || key.equals("toD")) {
                    var uri = String.valueOf(value instanceof Map<?, ?> to ? to.get("uri") : value);
                    if (uri.startsWith("direct:")) {
                        var name = uri.substring("direct:".length()).replaceAll("\\?.*", "");
                        calls.addAll(CHOICES.getOrDefault(
                                name, List.of(PLACEHOLDER.matcher(name).replaceAll("*"))));
                    }
                } else {
                    collect(value, calls);
                }
            });
        } else if (steps instanceof List<?> list) {
            list.forEach(step -> collect(step, calls));
        }
    }
}
