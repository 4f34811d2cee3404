package io.cameleer.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys of a destination's configuration. RudderStack's forms and API write them as {@code bucketName}; its command line
 * and its Terraform provider as {@code bucket_name}, with those of a provider or a concern in an object of their own: {@code
 * s3: {role_based_auth: true}}, {@code sync: {frequency: 30}}.
 */
final class ConfigKeys {
    /** Objects whose keys belong to the configuration itself, with the value of {@code bucketProvider} that they stand for. */
    private static final Map<String, String> PROVIDERS = Map.of(
            "s3", "S3",
            "gcs", "GCS",
            "minio", "MINIO",
            "azureblob", "AZURE_BLOB",
            "digitaloceanspaces", "DIGITAL_OCEAN_SPACES");

    /** Objects whose keys may be shortened by their name: {@code frequency} in {@code sync} is {@code syncFrequency}. */
    private static final Set<String> CONCERNS = Set.of("sync", "ssh", "ssl", "tls", "storage", "verifyca");

    private static final Map<String, String> WINDOW =
            Map.of("starttime", "excludeWindowStartTime", "endtime", "excludeWindowEndTime");

    private static final Map<String, String> OTHER_NAMES = Map.of(
            "rolebasedauthentication", "roleBasedAuth",
            "iamrolearn", "iamRoleARN",
            "excludewindowstarttime", "excludeWindowStartTime",
            "excludewindowendtime", "excludeWindowEndTime");

    private final Set<String> keys;
    private final Map<String, String> known;

    /** @param keys those that are known, as RudderStack's API writes them */
    ConfigKeys(Set<String> keys) {
        this.keys = keys;
        // one is written in two ways: endPoint of MinIO, endpoint of S3
        known = keys.stream().sorted().collect(Collectors.toMap(ConfigKeys::bare, key -> key, (one, other) -> one));
    }

    /** The same configuration with all keys as RudderStack's API writes them; those that are not known stay as they are. */
    ObjectNode asInApi(JsonNode config) {
        var found = new LinkedHashMap<String, JsonNode>();
        config.properties().forEach(field -> add(field.getKey(), field.getValue(), found));
        var window = JsonNodeFactory.instance.objectNode();
        for (var end : WINDOW.values()) {
            Optional.ofNullable(found.remove(end)).ifPresent(time -> window.set(end, time));
        }
        if (!window.isEmpty()) {
            found.put("excludeWindow", window);
        }
        var inApi = JsonNodeFactory.instance.objectNode();
        inApi.setAll(found);
        return inApi;
    }

    private void add(String key, JsonNode value, Map<String, JsonNode> found) {
        var bare = bare(key);
        var inner = inner(value);
        if (bare.equals("excludewindow") && inner.isObject()) {
            inner.properties().forEach(time -> found.put(end(time.getKey()), time.getValue()));
        } else if (PROVIDERS.containsKey(bare) && inner.isObject()) {
            found.putIfAbsent("bucketProvider", JsonNodeFactory.instance.textNode(PROVIDERS.get(bare)));
            inner.properties().forEach(field -> add(field.getKey(), field.getValue(), found));
        } else if (bare.equals("rolebasedauthentication") && inner.isObject()) {
            found.put("roleBasedAuth", JsonNodeFactory.instance.booleanNode(true));
            inner.properties().forEach(field -> add(field.getKey(), field.getValue(), found));
        } else if (bare.equals("keybasedauthentication") && inner.isObject()) {
            inner.properties().forEach(field -> add(field.getKey(), field.getValue(), found));
        } else if (CONCERNS.contains(bare) && inner.isObject()) {
            inner.properties().forEach(field -> {
                var whole = bare + bare(field.getKey());
                add(known.containsKey(whole) ? whole : field.getKey(), field.getValue(), found);
            });
        } else {
            found.put(name(key), value);
        }
    }

    private String name(String key) {
        var bare = bare(key);
        if (keys.contains(key)) {
            return key;
        }
        return known.getOrDefault(bare, OTHER_NAMES.getOrDefault(bare, key));
    }

    private static String end(String key) {
        return WINDOW.getOrDefault(bare(key).replace("excludewindow", ""), key);
    }

    /** Terraform has a list of one where others have an object. */
    private static JsonNode inner(JsonNode value) {
        return value.isArray() && value.size() == 1 && value.get(0).isObject() ? value.get(0) : value;
    }

    private static String bare(String key) {
        return key.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
    }
}
