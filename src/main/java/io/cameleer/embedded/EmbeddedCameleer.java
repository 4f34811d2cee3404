package io.cameleer.embedded;

import io.cameleer.Cameleer;
import io.cameleer.naming.Namespace;
import io.cameleer.settings.Settings;
import io.cameleer.sync.Report;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Cameleer as it runs from its source: what the settings do not name, storage or warehouse, is a server of this machine,
 * with sample events in it from the first start on.
 */
public final class EmbeddedCameleer extends Cameleer {
    private static final int POSTGRES_PORT = 54320;
    private static final int S3_PORT = 54321;
    private static final String BUCKET = "events";

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            defaultValue = "target/embedded",
            description = "Where the embedded servers keep their data (default: ${DEFAULT-VALUE}).")
    private Path folder;

    private final AtomicBoolean introduced = new AtomicBoolean();
    private EmbeddedStorage storage;
    private EmbeddedWarehouse warehouse;
    private Settings settings;

    public static void main(String[] args) {
        System.exit(run(new EmbeddedCameleer(), args));
    }

    @Override
    protected int run(Settings given) throws Exception {
        settings = given;
        var embedded = new LinkedHashMap<String, String>();
        embedded.put("routes.reload", "true");
        embedded.put("sync.at-start", "true");
        try {
            embedded.put("observe.port", Integer.toString(FreePorts.near(given.number("observe.port", 1, 65535))));
            if (given.text("storage.type").equals("s3") && !given.has("storage.bucket")) {
                embedded.putAll(startStorage());
            }
            if (!given.has("warehouse.host")) {
                embedded.putAll(startWarehouse());
            }
            if (!embedded.containsKey("sync.cron") && storage != null && !given.has("sync.cron")) {
                embedded.put("sync.cron", "0/15 * * * * ?");
            }
            settings = given.with(embedded, "embedded servers");
            return super.run(settings);
        } finally {
            if (warehouse != null) {
                warehouse.close();
            }
            if (storage != null) {
                storage.close();
            }
        }
    }

    @Override
    protected void synced(Report report) {
        if (warehouse != null && report.allLoaded() && introduced.compareAndSet(false, true)) {
            System.err.println(introduction());
        }
    }

    private Map<String, String> startStorage() throws IOException {
        storage = EmbeddedStorage.start(folder.resolve("storage"), S3_PORT);
        if (!Files.exists(storage.bucket(BUCKET))) {
            say("Making sample events in " + storage.bucket(BUCKET));
            storage.createBucket(BUCKET);
            try (var client = client(storage)) {
                SampleFiles.put(client, BUCKET);
            }
        }
        return Map.of(
                "storage.bucket", BUCKET,
                "storage.endpoint", storage.endpoint().toString(),
                "storage.region", storage.region(),
                "storage.access-key-id", storage.accessKeyId(),
                "storage.secret-access-key", storage.secretAccessKey());
    }

    private Map<String, String> startWarehouse() throws IOException {
        say("Starting PostgreSQL in " + folder.resolve("warehouse"));
        warehouse = EmbeddedWarehouse.start(folder.resolve("warehouse"), POSTGRES_PORT);
        return Map.of(
                "warehouse.host", warehouse.host(),
                "warehouse.port", Integer.toString(warehouse.port()),
                "warehouse.database", warehouse.database(),
                "warehouse.user", warehouse.user(),
                "warehouse.password", warehouse.password());
    }

    private static S3Client client(EmbeddedStorage storage) {
        return S3Client.builder()
                .endpointOverride(URI.create(storage.endpoint().toString()))
                .region(Region.of(storage.region()))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(storage.accessKeyId(), storage.secretAccessKey())))
                .build();
    }

    /** How to lay hands on what was loaded. */
    private String introduction() {
        var namespace = Namespace.of(settings).name();
        var text =
                """

                Look at the tables, in another terminal:

                  PGPASSFILE=%7$s psql -h %1$s -p %2$d -U %3$s %4$s

                  select event, count(*), count(distinct anonymous_id) as visitors from %5$s.tracks group by 1 order by 2 desc;
                  select date(received_at) as day, currency, sum(total) from %5$s.order_completed group by 1, 2 order by 1, 2;
                  select table_name, column_name, column_value, reason from %5$s.rudder_discards;

                  Lines that were no usable events are in cameleer.rejects, every file in cameleer.files.
                  No psql? Any client will do, with the password of that file: %6$s
                """
                        .formatted(
                                warehouse.host(),
                                warehouse.port(),
                                warehouse.user(),
                                warehouse.database(),
                                namespace,
                                "jdbc:postgresql://%s:%d/%s?user=%s"
                                        .formatted(
                                                warehouse.host(),
                                                warehouse.port(),
                                                warehouse.database(),
                                                warehouse.user()),
                                folder.resolve("warehouse/pgpass")
                                        .toAbsolutePath()
                                        .normalize());
        if (storage == null || once()) {
            return text;
        }
        return text
                + """

                It goes on looking for new files every 15 seconds. Drop some into
                %s (JSON lines: .json, .jsonl, .ndjson, also with .gz),
                or edit the routes in routes/; Ctrl-C ends it.
                """
                        .formatted(storage.bucket(BUCKET));
    }

    private static void say(String what) {
        System.err.println(what + " …");
    }
}
