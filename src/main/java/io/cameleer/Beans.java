package io.cameleer;

import io.cameleer.customize.Cache;
import io.cameleer.customize.Customization;
import io.cameleer.customize.EventFields;
import io.cameleer.discover.Discovery;
import io.cameleer.enrich.Enrichment;
import io.cameleer.ledger.Ledger;
import io.cameleer.ledger.Worker;
import io.cameleer.load.Catalog;
import io.cameleer.load.Copy;
import io.cameleer.load.LoadMethod;
import io.cameleer.load.LoadMode;
import io.cameleer.load.Merge;
import io.cameleer.load.PlainSql;
import io.cameleer.load.Rows;
import io.cameleer.load.SchemaContract;
import io.cameleer.load.SchemaEvolution;
import io.cameleer.load.Users;
import io.cameleer.mapping.MappingOptions;
import io.cameleer.observe.Backlog;
import io.cameleer.observe.Metrics;
import io.cameleer.privacy.Privacy;
import io.cameleer.replay.Replays;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import io.cameleer.storage.S3Storage;
import io.cameleer.sync.Claims;
import io.cameleer.sync.Loaders;
import io.cameleer.sync.Report;
import io.cameleer.sync.Schedule;
import io.cameleer.sync.Syncs;
import io.cameleer.sync.Trouble;
import io.cameleer.warehouse.MissingGrants;
import io.cameleer.warehouse.Namespace;
import io.cameleer.warehouse.Transactions;
import io.cameleer.warehouse.Warehouse;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import software.amazon.awssdk.services.s3.S3Client;

/** The beans that the routes name, made from the settings. */
final class Beans {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer");
    /** Of what PostgreSQL takes for an interval, and for a timeout, what people mean by it. */
    private static final Pattern WINDOW = Pattern.compile("|\\d{1,6} (minute|hour|day|week|month|year)s?");

    private static final Pattern LOCK_TIMEOUT = Pattern.compile("\\d{1,6} ?(ms|s|min)");

    private final Warehouse warehouse;
    private final Worker worker;
    private final Namespace namespace;
    private final Schedule schedule;
    private final Syncs syncs;
    private final S3Client s3Client;

    /**
     * Makes all beans.
     *
     * @param afterSync is told of every sync that has ended
     * @param registry takes each with its name
     * @throws io.cameleer.settings.InvalidSettingException if the settings make no sense
     */
    Beans(Settings settings, Consumer<Report> afterSync, BiConsumer<String, Object> registry) {
        check(settings);
        namespace = Namespace.of(settings);
        schedule = Schedule.of(settings);
        warehouse = new Warehouse(settings);
        var transactions = new Transactions(warehouse);
        var batch = new SpringTransactionPolicy(transactions);
        batch.setPropagationBehaviorName("PROPAGATION_REQUIRED");
        worker = new Worker(warehouse, Duration.ofSeconds(settings.number("sync.lease-seconds", 5, 3600)));
        var ledger = new Ledger(warehouse, transactions, worker, settings);
        var numbers = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var metrics = new Metrics(numbers);
        syncs = new Syncs(warehouse, ledger, worker, schedule, settings.flag("sync.at-start"), metrics, afterSync);
        s3Client = S3Storage.client(settings);

        registry.accept("warehouse", warehouse);
        registry.accept("batch", batch);
        registry.accept("trouble", new Trouble(new MissingGrants(warehouse), metrics));
        registry.accept(MicrometerConstants.METRICS_REGISTRY_NAME, numbers);
        registry.accept("backlog", new Backlog(numbers));
        registry.accept("worker", worker);
        registry.accept("discoveries", ledger.discoveries());
        registry.accept("syncs", syncs);
        registry.accept("s3Client", s3Client);
        registry.accept(
                "s3", new S3Storage(s3Client, settings.text("storage.bucket"), settings.text("storage.prefix")));
        registry.accept("discovery", new Discovery());
        registry.accept("enrichment", new Enrichment(settings));
        registry.accept("claims", new Claims());
        var mapping = mapping(settings);
        registry.accept("customization", new Customization(mapping.privacy()));
        registry.accept("event", new EventFields(mapping.privacy()));
        registry.accept("cache", new Cache());
        registry.accept("loaders", new Loaders(ledger, mapping, namespace.name(), settings));
        var catalog = new Catalog(warehouse);
        registry.accept(
                "schema",
                new SchemaEvolution(
                        warehouse,
                        transactions,
                        catalog,
                        SchemaContract.of(settings),
                        settings.choice("load.mode", LoadMode.class)));
        registry.accept(
                "rows", new Rows(warehouse, catalog, settings.number("load.max-rejected", 1, Integer.MAX_VALUE)));
        registry.accept(
                "merge",
                new Merge(
                        warehouse,
                        settings.text(
                                "load.merge-window", WINDOW, "blank, or a time such as 36 hours, 30 days or 2 years")));
        registry.accept("users", new Users(warehouse, catalog));
        registry.accept("copy", new Copy(warehouse));
        registry.accept("replays", new Replays(warehouse, ledger, worker, mapping));
        registry.accept("plainSql", new PlainSql());
    }

    /** What Camel reads, or PostgreSQL, which would say too late what is wrong with it, or in words of their own. */
    private static void check(Settings settings) {
        settings.choice("load.method", LoadMethod.class);
        settings.number("load.retries", 0, 10_000);
        settings.number("load.retry-delay", 0, 3_600_000);
        settings.number("shutdown.timeout", 1, 3600);
        settings.text("schema.lock-timeout", LOCK_TIMEOUT, "a time such as 500ms, 2s or 1min");
        Schedule.cron(settings, "sync.tick");
        int lease = 1000 * settings.number("sync.lease-seconds", 5, 3600);
        if (settings.number("sync.heartbeat", 100, lease) > lease / 2) {
            throw new InvalidSettingException(
                    "sync.heartbeat is %s milliseconds, but must be at most half of sync.lease-seconds: else the lease might end between two of them."
                            .formatted(settings.text("sync.heartbeat")));
        }
    }

    /** Has the running sync end soon. */
    void stopSync() {
        syncs.stop();
    }

    /** Says what a person should know of the settings. */
    void announce(boolean scheduled) {
        if (!namespace.remark().isBlank()) {
            LOG.warn(namespace.remark());
        }
        if (scheduled) {
            LOG.info("Syncs run {}", schedule);
        }
    }

    /** Closes what is open, without a word to the ledger. */
    void close() {
        try (s3Client) {
            warehouse.close();
        } catch (SQLException e) {
            LOG.debug("The connections could not be closed", e);
        }
    }

    /** Signs off from the ledger and closes what is open. */
    void release() {
        if (syncs.isRunning()) {
            LOG.warn(
                    "The sync has not ended within shutdown.timeout. What is under way is rolled back; the next goes on.");
        }
        try (s3Client;
                warehouse) {
            worker.leave();
        } catch (DataAccessException | SQLException e) {
            LOG.debug("Not signed off from the ledger; the lease will end", e);
        }
    }

    static MappingOptions mapping(Settings settings) {
        return new MappingOptions(
                settings.flag("load.skip-tracks-table"),
                settings.flag("load.skip-users-table"),
                settings.list("load.json-columns"),
                settings.flag("names.underscore-divide-numbers"),
                settings.flag("identify.allow-users-context-traits"),
                settings.flag("load.store-full-event"),
                settings.number("load.max-columns", 1, 1600),
                settings.choice("names.on-collision", MappingOptions.OnCollision.class),
                Privacy.of(settings));
    }
}
