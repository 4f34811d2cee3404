package io.cameleer.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cameleer.naming.Namespace;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration of a RudderStack destination, read into settings; what has no equivalent becomes a remark. */
public final class DestinationConfig {
    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("host", "warehouse.host"),
            Map.entry("port", "warehouse.port"),
            Map.entry("database", "warehouse.database"),
            Map.entry("user", "warehouse.user"),
            Map.entry("password", "warehouse.password"),
            Map.entry("sslMode", "warehouse.ssl-mode"),
            Map.entry("sshHost", "warehouse.ssh.host"),
            Map.entry("sshPort", "warehouse.ssh.port"),
            Map.entry("sshUser", "warehouse.ssh.user"),
            Map.entry("sshPrivateKey", "warehouse.ssh.private-key"),
            Map.entry("syncFrequency", "sync.frequency"),
            Map.entry("syncStartAt", "sync.start-at"),
            Map.entry("jsonPaths", "load.json-columns"),
            Map.entry("skipTracksTable", "load.skip-tracks-table"),
            Map.entry("skipUsersTable", "load.skip-users-table"),
            Map.entry("storeFullEvent", "load.store-full-event"),
            Map.entry("underscoreDivideNumbers", "names.underscore-divide-numbers"),
            Map.entry("allowUsersContextTraits", "identify.allow-users-context-traits"),
            Map.entry("bucketName", "storage.bucket"),
            Map.entry("prefix", "storage.prefix"),
            Map.entry("region", "storage.region"));

    /** What says nothing to a loader, by why. */
    private static final Map<String, String> REMARKS = Map.ofEntries(
            Map.entry(
                    "sshPublicKey",
                    "make a key of your own by cameleer ssh-key, and put its line into authorized_keys"),
            Map.entry("sshKeyId", "make a key of your own by cameleer ssh-key, and put its line into authorized_keys"),
            Map.entry("manualSync", "true means: run cameleer --once when you want a sync"),
            Map.entry("useRudderStorage", "the bucket must be your own: RudderStack does not let others into its"),
            Map.entry("cleanupObjectStorageFiles", "Cameleer deletes nothing; a life-cycle rule of the bucket does"),
            Map.entry("enableSSE", "Cameleer writes nothing; what is encrypted by the server is read as it is"),
            Map.entry("iamRoleARN", "give the role to this machine, or name it in a profile of the AWS configuration"),
            Map.entry("roleBasedAuth", "without storage.access-key-id the AWS default chain applies, roles included"),
            Map.entry("connectionMode", "concerns what RudderStack's SDKs do"),
            Map.entry(
                    "credentials",
                    "Google Cloud Storage is read by its S3 interface: make an HMAC key for storage.access-key-id and storage.secret-access-key"));

    /** Under which folder RudderStack writes what its warehouse destinations are to load. */
    private static final String STAGING_FILES = "rudder-warehouse-staging-logs/";

    /** What else is read, and how its names are written. */
    private static final Set<String> OTHERS = Set.of(
            "namespace",
            "bucketProvider",
            "accessKeyID",
            "accessKey",
            "secretAccessKey",
            "endPoint",
            "endpoint",
            "s3ForcePathStyle",
            "disableSSL",
            "useSSL",
            "serverCA",
            "clientCert",
            "clientKey",
            "useSSH",
            "preferAppend",
            "excludeWindow",
            "consentManagement",
            "oneTrustCookieCategories",
            "ketchConsentPurposes");

    /** Of these blanks at the ends are a part. */
    private static final Set<String> SECRETS = Set.of("password", "accessKey", "secretAccessKey");

    private final Destination destination;
    private final JsonNode config;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> remarks = new LinkedHashMap<>();
    private final Set<String> done = new LinkedHashSet<>();

    private DestinationConfig(Destination destination) {
        this.destination = destination;
        this.config = new ConfigKeys(Stream.of(SAME.keySet(), REMARKS.keySet(), OTHERS)
                        .flatMap(Set::stream)
                        .collect(Collectors.toSet()))
                .asInApi(destination.config());
    }

    /**
     * Reads the configuration of the only destination.
     *
     * @param json the keys themselves, or anything that holds a destination
     * @param known the names of all settings
     * @throws InvalidSettingException if it holds none, or several
     */
    public static DestinationConfig of(JsonNode json, Set<String> known) {
        return of(List.of(json), "", "", known);
    }

    /**
     * Reads the configuration of a destination.
     *
     * @param documents what holds it: a workspace, a list of destinations, one alone, its configuration alone
     * @param destination its id or name, if there are several
     * @param source the id or name of one of its sources; blank for all
     * @param known the names of all settings
     * @throws InvalidSettingException if there is none, or it is not said which of several
     */
    public static DestinationConfig of(List<JsonNode> documents, String destination, String source, Set<String> known) {
        var read = new DestinationConfig(Destinations.only(documents, destination, source));
        read.read();
        read.settings.keySet().stream()
                .filter(key -> !known.contains(key))
                .findAny()
                .ifPresent(key -> {
                    throw new IllegalStateException("No setting is called " + key);
                });
        return read;
    }

    /** Settings by their names. */
    public Map<String, String> settings() {
        return settings;
    }

    /** What has no equivalent, by RudderStack's key: why, or what to do instead. */
    public Map<String, String> remarks() {
        return remarks;
    }

    /** Both, as a settings file. */
    public String text() {
        var lines = new ArrayList<String>();
        settings.forEach((key, value) -> lines.add("%s = %s".formatted(key, oneLine(value))));
        if (!remarks.isEmpty()) {
            lines.add("");
            remarks.forEach((key, remark) -> lines.add("# " + oneLine("%s: %s".formatted(key, remark))));
        }
        return String.join("\n", lines) + "\n";
    }

    private void read() {
        storage();
        SAME.forEach((key, setting) -> {
            if (has(key)) {
                set(key, setting, value(key));
            }
        });
        origin();
        prefix();
        namespace();
        tls();
        ssh();
        mode();
        window();
        remarks.put(
                "values.fraction-in-integer",
                "RudderStack cuts 4.99 to 4 in a bigint column: cut does the same, widen makes the column numeric,"
                        + " discard (the default) makes it NULL");
        consent();
        config.fieldNames().forEachRemaining(this::remark);
        sort();
    }

    private void storage() {
        var provider = value("bucketProvider").toUpperCase(Locale.ROOT);
        take("bucketProvider");
        switch (provider) {
            case "", "S3" -> {
                settings.put("storage.path-style", "false");
                both("accessKeyID", "accessKey");
                var endpoint = has("endPoint") ? "endPoint" : "endpoint";
                take("disableSSL");
                if (has(endpoint)) {
                    set(
                            endpoint,
                            "storage.endpoint",
                            withScheme(endpoint, !value("disableSSL").equals("true")));
                }
                if (has("s3ForcePathStyle")) {
                    set("s3ForcePathStyle", "storage.path-style", value("s3ForcePathStyle"));
                }
            }
            case "MINIO", "DIGITAL_OCEAN_SPACES" -> {
                var endpoint = has("endPoint") ? "endPoint" : "endpoint";
                set(
                        endpoint,
                        "storage.endpoint",
                        withScheme(endpoint, !value("useSSL").equals("false")));
                settings.put("storage.path-style", "true");
                take("useSSL");
                both("accessKeyID", has("secretAccessKey") ? "secretAccessKey" : "accessKey");
            }
            case "GCS" -> {
                settings.put("storage.endpoint", "https://storage.googleapis.com");
                settings.put("storage.path-style", "true");
                settings.put("storage.region", "auto");
            }
            default -> {
                remarks.put("bucketProvider", "%s is no kind of storage that Cameleer reads".formatted(provider));
            }
        }
    }

    private String withScheme(String key, boolean secure) {
        var address = value(key);
        return address.contains("://") || isVariable(key) ? address : (secure ? "https://" : "http://") + address;
    }

    /** This destination's own files; a storage destination may write the same events into the same bucket. */
    private void prefix() {
        if (has("bucketName") && !isVariable("prefix")) {
            var folder = value("prefix").replaceAll("^/+|/+$", "");
            set("prefix", "storage.prefix", (folder.isEmpty() ? "" : folder + "/") + STAGING_FILES);
        }
    }

    private void both(String id, String secret) {
        if (has(id)) {
            set(id, "storage.access-key-id", value(id));
            set(secret, "storage.secret-access-key", value(secret));
        }
    }

    private void origin() {
        if (!destination.id().isBlank()) {
            settings.put("destination.id", destination.id());
        }
        if (!destination.enabled()) {
            remarks.put("enabled", "the destination is switched off in RudderStack");
        }
        if (destination.sources().size() == 1) {
            var source = destination.sources().get(0);
            Map.of(
                            "source.id", source.id(),
                            "source.name", source.name(),
                            "source.type", source.type(),
                            "source.category", source.category())
                    .forEach((setting, value) -> {
                        if (!value.isBlank()) {
                            settings.put(setting, value);
                        }
                    });
        } else if (!destination.sources().isEmpty()) {
            remarks.put(
                    "sources",
                    "there are several, so that source.id is the one in the key of each file: "
                            + destination.sources().stream()
                                    .map(Object::toString)
                                    .collect(Collectors.joining(", ")));
        }
    }

    /** RudderStack makes a name of its own out of what the form says; here it is taken as it is. */
    private void namespace() {
        if (isVariable("namespace")) {
            set("namespace", "warehouse.namespace", value("namespace"));
        } else if (has("namespace")) {
            var namespace = Namespace.ofSource(value("namespace"));
            set("namespace", "warehouse.namespace", namespace.name());
            if (!namespace.remark().isBlank()) {
                remarks.put("namespace", namespace.remark());
            }
        } else if (settings.containsKey("source.name")) {
            take("namespace");
            remarks.put(
                    "namespace",
                    "it is derived from source.name: set warehouse.namespace if RudderStack fills another schema, since the source had another name at first");
        } else {
            take("namespace");
            remarks.put(
                    "namespace",
                    "it is derived from the source's name: set source.name to that, or warehouse.namespace to the schema that RudderStack fills");
        }
    }

    private void tls() {
        var verifies = value("sslMode").equals("verify-ca") || isVariable("sslMode");
        var keys = Map.of(
                "serverCA", "warehouse.ssl.server-ca",
                "clientCert", "warehouse.ssl.client-cert",
                "clientKey", "warehouse.ssl.client-key");
        keys.forEach((key, setting) -> {
            if (has(key) && verifies) {
                set(key, setting, value(key));
            } else if (has(key)) {
                remarks.put(key, "is of no use with sslMode %s, and left out".formatted(value("sslMode")));
            }
            take(key);
        });
        switch (value("sslMode")) {
            case "verify-ca" ->
                remarks.put(
                        "sslMode",
                        "verify-full also checks that the certificate is for warehouse.host: choose it if it is");
            case "require" ->
                remarks.put("sslMode", "require encrypts, but does not look who the server is: verify-full does");
            case "disable" ->
                remarks.put("sslMode", "disable sends everything as it is, the password's proof included");
            default -> {
                // not said: the default applies
            }
        }
    }

    private void ssh() {
        take("useSSH");
        if (value("useSSH").equals("true")) {
            settings.put("warehouse.ssh.enabled", "true");
            remarks.put(
                    "useSSH",
                    "set warehouse.ssh.known-hosts to what ssh-keyscan prints of the server: RudderStack trusts any");
            if (!has("sshPrivateKey")) {
                settings.put("warehouse.ssh.private-key", "ssh-key");
            }
        } else {
            settings.keySet().removeIf(key -> key.startsWith("warehouse.ssh."));
            config.fieldNames().forEachRemaining(key -> {
                if (key.startsWith("ssh")) {
                    take(key);
                }
            });
        }
    }

    /** Without the key RudderStack merges; a setting to load without looking for what is there already is its own choice. */
    private void mode() {
        take("preferAppend");
        settings.put("load.mode", value("preferAppend").equals("true") ? "append" : "merge");
        if (value("preferAppend").equals("true")) {
            remarks.put("preferAppend", "load.mode = merge costs little here, and keeps one row for each id");
        }
    }

    private void window() {
        take("excludeWindow");
        var from = config.path("excludeWindow").path("excludeWindowStartTime").asText("");
        var to = config.path("excludeWindow").path("excludeWindowEndTime").asText("");
        if (!from.isBlank() && !to.isBlank() && !from.equals(to)) {
            settings.put("sync.exclude-window", from + "-" + to);
        }
    }

    private void consent() {
        var managed = ofSources("consentManagement");
        if (managed.findValues("consent").stream()
                .anyMatch(consent -> !consent.asText().isBlank())) {
            settings.put("consent.management", managed.toString());
        }
        names("oneTrustCookieCategories", "oneTrustCookieCategory", "consent.one-trust-categories");
        names("ketchConsentPurposes", "purpose", "consent.ketch-purposes");
    }

    private void names(String key, String field, String setting) {
        var names = ofSources(key).findValuesAsText(field).stream()
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
        if (!names.isEmpty()) {
            settings.put(setting, String.join(",", names));
        }
    }

    /** A list that RudderStack's API may give for each kind of source: the one that all have in common. */
    private JsonNode ofSources(String key) {
        take(key);
        var value = config.path(key);
        if (!value.isObject()) {
            return value;
        }
        var lists = new LinkedHashSet<JsonNode>();
        value.forEach(lists::add);
        lists.removeIf(JsonNode::isEmpty);
        if (lists.size() > 1) {
            remarks.put(key, "differs by kind of source: set what is right for the sources of this bucket");
        }
        return lists.size() == 1 ? lists.iterator().next() : MissingNode.getInstance();
    }

    private void remark(String key) {
        if (!done.contains(key) && has(key) && !value(key).equals("false")) {
            remarks.putIfAbsent(key, REMARKS.getOrDefault(key, "has no equivalent"));
        }
    }

    /** Settings by storage, warehouse, the rest: as in the list of settings. Remarks as RudderStack's keys are given. */
    private void sort() {
        var given = new ArrayList<String>();
        config.fieldNames().forEachRemaining(given::add);
        remarks.keySet().stream()
                .sorted(Comparator.comparing(given::indexOf))
                .toList()
                .forEach(key -> remarks.put(key, remarks.remove(key)));
        var order = List.of(
                "storage", "warehouse", "source", "destination", "sync", "load", "names", "identify", "consent");
        var sorted = new LinkedHashMap<String, String>();
        settings.entrySet().stream()
                .sorted(Map.Entry.<String, String>comparingByKey((a, b) -> {
                    int byPart = Integer.compare(order.indexOf(a.split("\\.")[0]), order.indexOf(b.split("\\.")[0]));
                    return byPart != 0 ? byPart : a.compareTo(b);
                }))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        settings.clear();
        settings.putAll(sorted);
    }

    private boolean has(String key) {
        return !value(key).isBlank();
    }

    private String value(String key) {
        var value = config.path(key);
        return value.isValueNode() && !value.isNull()
                ? SECRETS.contains(key) ? value.asText() : value.asText().trim()
                : value.isContainerNode() ? value.toString() : "";
    }

    private void set(String key, String setting, String value) {
        take(key);
        if (isVariable(key)) {
            remarks.put(
                    key,
                    "RudderStack reads it from its environment (%s): set the variable %s to the same, or %s in this file"
                            .formatted(value, Settings.variable(setting), setting));
        } else if (SECRETS.contains(key) && !oneLine(value).equals(value)) {
            remarks.put(
                    key,
                    "it has line ends in it, which a settings file cannot hold: set %s in the environment"
                            .formatted(Settings.variable(setting)));
        } else {
            settings.put(setting, value);
        }
    }

    /** Whether RudderStack takes the value from an environment variable, which it names so. */
    private boolean isVariable(String key) {
        return value(key).startsWith("env.");
    }

    private void take(String... keys) {
        done.addAll(List.of(keys));
    }

    /** A setting has but one line; in keys and certificates, which alone have several, {@code \n} stands for their ends. */
    private static String oneLine(String value) {
        return value.replace("\r", "").replace("\n", "\\n");
    }
}
