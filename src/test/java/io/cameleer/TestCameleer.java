package io.cameleer;

import io.cameleer.settings.Settings;
import io.cameleer.sync.Report;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cameleer in the JVM of a test, over the test's own bucket and database. */
public final class TestCameleer {
    private TestCameleer() {}

    /**
     * The settings for a test.
     *
     * @param more further settings, each as {@code name=value}
     */
    public static Settings settings(TestWarehouse warehouse, TestBucket bucket, String... more) {
        return settings(
                        warehouse,
                        "storage.bucket=" + bucket.name(),
                        "storage.endpoint=" + bucket.endpoint(),
                        "storage.access-key-id=" + bucket.accessKeyId(),
                        "storage.secret-access-key=" + bucket.secretAccessKey(),
                        "sync.scheduled=false",
                        "load.retry-delay=10",
                        "observe.enabled=false")
                .with(named(more), "test");
    }

    /**
     * The settings of a way to PostgreSQL alone.
     *
     * @param more further settings, each as {@code name=value}
     */
    public static Settings settings(TestWarehouse warehouse, String... more) {
        return settings(
                        "warehouse.host=" + warehouse.host(),
                        "warehouse.port=" + warehouse.port(),
                        "warehouse.database=" + warehouse.database(),
                        "warehouse.user=" + warehouse.user(),
                        "warehouse.password=" + warehouse.password())
                .with(named(more), "test");
    }

    /**
     * The defaults, but for some.
     *
     * @param given the settings that differ, each as {@code name=value}
     */
    public static Settings settings(String... given) {
        return Settings.defaults().with(named(given), "test");
    }

    private static Map<String, String> named(String... settings) {
        return Stream.of(settings)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
    }

    /** Settings as they are given on the command line. */
    public static List<String> arguments(Settings settings) {
        return settings.keys().stream()
                .filter(key -> !key.startsWith("camel."))
                .map(key -> "--" + key + "=" + settings.text(key))
                .toList();
    }

    /** The same for a program in this JVM, where nobody can read the secret on the command line. */
    public static List<String> discreetArguments(Settings settings) {
        var secret = "storage.secret-access-key";
        if (!settings.has(secret)) {
            return arguments(settings);
        }
        System.setProperty("test." + secret, settings.text(secret));
        return arguments(settings.with(Map.of(secret, "{{sys:test." + secret + "}}"), "test"));
    }

    /** Runs one sync, from the start of the program to its end. */
    public static Report sync(TestWarehouse warehouse, TestBucket bucket, String... more) {
        return sync(settings(warehouse, bucket, more));
    }

    /** Runs one sync, from the start of the program to its end. */
    public static Report sync(Settings settings) {
        try (var application = new Application(settings, report -> {}).start()) {
            return application.sync();
        }
    }
}
