package io.cameleer;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the routes of a file anew when it is saved. Where that fails, its routes go on as they were: Camel alone would have
 * taken them away by then. A route that stands in the file no more is taken away.
 */
final class RouteReload extends RouteWatcherReloadStrategy {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.routes");

    private final Path folder;
    /** By file, the text that its running routes come from. */
    private final Map<URI, String> running = new HashMap<>();

    RouteReload(Path folder) {
        super(folder.toString());
        this.folder = folder;
        setPattern("*.camel.yaml");
        setRemoveAllRoutes(false);
    }

    @Override
    protected void doStart() throws Exception {
        try (var files = Files.newDirectoryStream(folder.toAbsolutePath(), getPattern())) {
            for (var file : files) {
                running.put(file.toUri(), Files.readString(file));
            }
        }
        super.doStart();
    }

    @Override
    protected void onRouteReload(Collection<Resource> files, boolean removeEverything) {
        try {
            var before = routes(files);
            super.onRouteReload(files, removeEverything);
            remove(before);
            for (var file : files) {
                running.put(uri(file), text(file));
            }
            LOG.info("Loaded anew: {}", names(files));
        } catch (Exception e) {
            var reason = BrokenRouteException.in(e, getCamelContext())
                    .map(Throwable::getMessage)
                    .orElseGet(e::toString);
            restore(files);
            LOG.error("{}\nThe routes that are running stay as they are.", reason);
            LOG.debug("Where that happened", e);
        }
    }

    /** The running routes of some files, by id. */
    private Map<String, Object> routes(Collection<Resource> files) {
        var uris = files.stream().map(RouteReload::uri).toList();
        var routes = new HashMap<String, Object>();
        for (var route : getCamelContext().getRoutes()) {
            if (route.getSourceResource() != null && uris.contains(uri(route.getSourceResource()))) {
                routes.put(route.getId(), route);
            }
        }
        return routes;
    }

    /** Takes away what was not replaced. */
    private void remove(Map<String, Object> before) throws Exception {
        for (var route : before.entrySet()) {
            if (getCamelContext().getRoute(route.getKey()) == route.getValue()) {
                getCamelContext().getRouteController().stopRoute(route.getKey());
                getCamelContext().removeRoute(route.getKey());
            }
        }
    }

    private void restore(Collection<Resource> files) {
        var texts = files.stream()
                .filter(file -> running.containsKey(uri(file)))
                .map(file -> ResourceHelper.fromString(file.getLocation(), running.get(uri(file))))
                .toList();
        try {
            PluginHelper.getRoutesLoader(getCamelContext()).updateRoutes(texts);
        } catch (Exception e) {
            LOG.error("{} could not be undone: {}", names(files), e.getMessage());
        }
    }

    private static String names(Collection<Resource> files) {
        return String.join(
                ", ",
                files.stream()
                        .map(file -> Objects.toString(Path.of(uri(file)).getFileName()))
                        .toList());
    }

    private static URI uri(Resource file) {
        return Path.of(file.getURI()).toAbsolutePath().normalize().toUri();
    }

    private static String text(Resource file) throws IOException {
        try (var in = file.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
