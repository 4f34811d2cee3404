package io.cameleer.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cameleer.migrate.Destination.DestinationSource;
import io.cameleer.settings.InvalidSettingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The destinations in a file of RudderStack's, wherever in it they are: in a workspace's configuration below their sources
 * or beside them, in an answer of its API, as specifications for its command line, or the configuration of a single one
 * and nothing else.
 */
final class Destinations {
    private final Map<String, Destination> found = new LinkedHashMap<>();
    private final Map<String, DestinationSource> sources = new LinkedHashMap<>();
    private final List<Map.Entry<String, String>> connections = new ArrayList<>();

    private Destinations() {}

    /**
     * The one destination that is meant, with the one source of it, or all.
     *
     * @param documents what the file holds: one tree, or several in YAML
     * @param destination id or name of the one that is meant; blank if there is only one
     * @param source id or name of the source that is meant; blank for all
     * @throws InvalidSettingException if there is none, or it is not said which of several
     */
    static Destination only(List<JsonNode> documents, String destination, String source) {
        var destinations = new Destinations();
        documents.forEach(document -> destinations.visit(document, Optional.empty()));
        if (destinations.found.isEmpty()) {
            documents.stream()
                    .flatMap(document -> Stream.of(document, configOf(document)))
                    .filter(part -> part instanceof ObjectNode object && keysOfPostgres(object) > 0)
                    .forEach(part -> destinations.add(alone((ObjectNode) part)));
        }
        var all = destinations.all();
        var postgres = all.stream().filter(Destination::isPostgres).toList();
        if (postgres.isEmpty()) {
            throw new InvalidSettingException("There is no PostgreSQL destination in it"
                    + (all.isEmpty()
                            ? "."
                            : ", but there are others: "
                                    + all.stream()
                                            .map(other -> other.type() + " " + other)
                                            .collect(Collectors.joining("; "))
                                    + "."));
        }
        var meant = postgres.stream()
                .filter(some -> destination.isBlank() || some.isCalled(destination))
                .filter(some -> source.isBlank() || some.sources().stream().anyMatch(from -> from.isCalled(source)))
                .toList();
        if (meant.isEmpty()) {
            throw new InvalidSettingException(
                    "There is no such PostgreSQL destination in it. It has:" + listed(postgres));
        }
        if (meant.size() > 1) {
            throw new InvalidSettingException(
                    "There are several PostgreSQL destinations in it. Say which by --destination, with its id or name:"
                            + listed(meant));
        }
        var only = meant.get(0);
        var chosen = only.sources().stream()
                .filter(from -> source.isBlank() || from.isCalled(source))
                .toList();
        if (chosen.size() > 1 && text(only.config(), "namespace").isBlank()) {
            throw new InvalidSettingException(
                    "The destination %s has several sources, each with a namespace of its own. Say which by --source, with its id or name:%s"
                            .formatted(only.with(List.of()), listed(chosen)));
        }
        return only.with(chosen);
    }

    private static String listed(List<?> choices) {
        return choices.stream().map(choice -> "\n- " + choice).collect(Collectors.joining());
    }

    private List<Destination> all() {
        return found.values().stream()
                .map(destination -> destination.with(Stream.concat(
                                destination.sources().stream(),
                                connections.stream()
                                        .filter(connection ->
                                                connection.getValue().equals(destination.id()))
                                        .flatMap(connection -> Stream.ofNullable(sources.get(connection.getKey()))))
                        .distinct()
                        .toList()))
                .toList();
    }

    /** @param within the source that a part of the file is of */
    private void visit(JsonNode node, Optional<DestinationSource> within) {
        if (node.isArray()) {
            node.forEach(item -> visit(item, within));
        }
        if (!node.isObject()) {
            return;
        }
        var object = (ObjectNode) node;
        var destination = destination(object);
        if (destination.isPresent()) {
            add(destination.get().with(within.stream().toList()));
            object.properties().stream()
                    .filter(field -> field.getValue() != configOf(object)
                            && destination.get().config() != object)
                    .forEach(field -> visit(field.getValue(), within));
            return;
        }
        var source = source(object);
        source.ifPresent(some -> sources.put(some.id(), some));
        var from = text(object, "sourceId", "source_id");
        var to = text(object, "destinationId", "destination_id");
        if (!from.isBlank() && !to.isBlank()) {
            connections.add(Map.entry(from, to));
        }
        object.forEach(child -> visit(child, source.isPresent() ? source : within));
    }

    private void add(Destination destination) {
        var key = destination.id().isBlank() ? destination.name() + "#" + found.size() : destination.id();
        found.merge(
                key,
                destination,
                (one, again) -> one.with(Stream.concat(one.sources().stream(), again.sources().stream())
                        .distinct()
                        .toList()));
    }

    private static Optional<Destination> destination(ObjectNode node) {
        var spec = node.path("spec");
        if (text(node, "kind").equalsIgnoreCase("destination") && spec.path("config") instanceof ObjectNode config) {
            return Optional.of(new Destination(
                    first(text(spec, "id"), text(node.path("metadata"), "id")),
                    first(text(spec, "display_name", "name"), text(node.path("metadata"), "name")),
                    first(text(spec, "type"), text(spec.path("definition"), "type", "name")),
                    isEnabled(spec),
                    config,
                    List.of()));
        }
        var definition = node.path("destinationDefinition").isObject()
                ? node.path("destinationDefinition")
                : node.path("DestinationDefinition");
        var type = first(text(definition, "name", "Name"), isSource(node) ? "" : text(node, "type"));
        var config = configOf(node);
        if (config instanceof ObjectNode object && !isSource(node) && (!type.isBlank() || looksLikePostgres(object))) {
            return Optional.of(new Destination(
                    text(node, "id", "ID"), text(node, "name", "Name"), type, isEnabled(node), object, List.of()));
        }
        return looksLikePostgres(node) ? Optional.of(alone(node)) : Optional.empty();
    }

    private static Destination alone(ObjectNode config) {
        return new Destination("", "", "", true, config, List.of());
    }

    private static JsonNode configOf(JsonNode node) {
        return Stream.of(node.path("config"), node.path("Config"), node.path("spec"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(node.path("config"));
    }

    /** A configuration alone says what it is of by nothing but its keys. */
    private static boolean looksLikePostgres(ObjectNode node) {
        return keysOfPostgres(node) > 1;
    }

    private static long keysOfPostgres(ObjectNode node) {
        return Stream.of("host", "database", "user", "namespace", "bucketProvider", "bucket_provider", "bucketName")
                .filter(key -> node.path(key).isValueNode() && !node.path(key).isNull())
                .count();
    }

    private static Optional<DestinationSource> source(ObjectNode node) {
        return isSource(node)
                ? Optional.of(new DestinationSource(
                        text(node, "id", "ID"),
                        text(node, "name", "Name"),
                        first(
                                text(node.path("sourceDefinition"), "name"),
                                text(node.path("SourceDefinition"), "Name"),
                                text(node, "type")),
                        first(
                                text(node.path("sourceDefinition"), "category"),
                                text(node.path("SourceDefinition"), "Category"))))
                : Optional.empty();
    }

    private static boolean isSource(JsonNode node) {
        return node.has("sourceDefinition")
                || node.has("SourceDefinition")
                || node.has("writeKey")
                || node.has("WriteKey");
    }

    private static boolean isEnabled(JsonNode node) {
        return !text(node, "enabled", "Enabled", "isEnabled").equals("false");
    }

    private static String text(JsonNode node, String... keys) {
        return Stream.of(keys)
                .map(node::path)
                .filter(value -> value.isValueNode() && !value.isNull())
                .map(JsonNode::asText)
                .findFirst()
                .orElse("");
    }

    private static String first(String... texts) {
        return Stream.of(texts).filter(text -> !text.isBlank()).findFirst().orElse("");
    }
}
