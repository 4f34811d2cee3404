package io.cameleer;

import io.cameleer.settings.Settings;
import io.cameleer.sync.Report;
import java.util.HashMap;
import java.util.Map;

/** Cameleer in the JVM of a test, over the test's own bucket and database. */
public final class TestCameleer {
    private TestCameleer() {}

    /**
     * The settings for a test.
     *
     * @param more further settings, each as {@code name=value}
     */
    public static Settings settings(TestWarehouse warehouse, TestBucket bucket, String... more) {
        var settings = new HashMap<>(Map.of(
                "storage.bucket", bucket.name(),
                "storage.endpoint", bucket.endpoint().toString(),
                "storage.access-key-id", bucket.accessKeyId(),
                "storage.secret-access-key", bucket.secretAccessKey(),
                "warehouse.host", warehouse.host(),
                "warehouse.port", Integer.toString(warehouse.port()),
                "warehouse.database", warehouse.database(),
                "warehouse.user", warehouse.user(),
                "warehouse.password", warehouse.password(),
                "sync.scheduled", "false"));
        settings.put("load.retry-delay", "10");
        settings.put("observe.enabled", "false");
        for (var setting : more) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return Settings.defaults().with(settings, "test");
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
