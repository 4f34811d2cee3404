package io.cameleer;

import io.cameleer.batch.LoadMode;
import io.cameleer.batch.OpenBatches;
import io.cameleer.batch.ThreadPerBatch;
import io.cameleer.copy.Copy;
import io.cameleer.copy.Refusals;
import io.cameleer.copy.TableLoads;
import io.cameleer.customize.Cache;
import io.cameleer.customize.Customization;
import io.cameleer.customize.EventFields;
import io.cameleer.discover.Discovery;
import io.cameleer.enrich.Enrichment;
import io.cameleer.ledger.Ledger;
import io.cameleer.ledger.Worker;
import io.cameleer.merge.Merge;
import io.cameleer.merge.Users;
import io.cameleer.naming.Namespace;
import io.cameleer.normalize.Normalization;
import io.cameleer.observe.Backlog;
import io.cameleer.observe.Metrics;
import io.cameleer.postgres.ConnectionSettings;
import io.cameleer.postgres.MissingGrants;
import io.cameleer.postgres.RecordRows;
import io.cameleer.postgres.TemplateStatements;
import io.cameleer.postgres.TransactionPolicy;
import io.cameleer.postgres.Warehouse;
import io.cameleer.privacy.ChunkRedaction;
import io.cameleer.read.Lines;
import io.cameleer.replay.Replays;
import io.cameleer.schema.Catalog;
import io.cameleer.schema.DoubtfulValues;
import io.cameleer.schema.EventTables;
import io.cameleer.schema.IndexBuilds;
import io.cameleer.schema.NewTables;
import io.cameleer.schema.SchemaEvolution;
import io.cameleer.storage.Storage;
import io.cameleer.sync.ClaimedFiles;
import io.cameleer.sync.ErrorClassification;
import io.cameleer.sync.LoadedTables;
import io.cameleer.sync.ProgressView;
import io.cameleer.sync.Report;
import io.cameleer.sync.SyncOptions;
import io.cameleer.sync.Syncs;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The beans that the routes name, made from the settings. */
final class Beans {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer");

    private final Warehouse warehouse;
    private final Worker worker;
    private final Namespace namespace;
    private final ConnectionSettings connection;
    private final SyncOptions options;
    private final Syncs syncs;
    private final IndexBuilds indexes;
    private final Storage storage;
    private final List<String> remarks;

    /**
     * Makes all beans.
     *
     * @param storage where the event files are; closed with these
     * @param afterSync is told of every sync that has ended
     * @param registry takes each with its name
     * @throws io.cameleer.settings.InvalidSettingException if what an SSH server is known by is unusable
     */
    Beans(
            Configuration configuration,
            Storage storage,
            Consumer<Report> afterSync,
            BiConsumer<String, Object> registry) {
        this.storage = storage;
        namespace = configuration.namespace();
        connection = configuration.connection();
        options = configuration.sync();
        remarks = configuration.remarks();
        warehouse = new Warehouse(connection);
        var transactions = new DataSourceTransactionManager(warehouse);
        worker = new Worker(warehouse, configuration.lease().length());
        var ledger = new Ledger(warehouse, transactions, worker, configuration.ledger());
        var numbers = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var metrics = new Metrics(numbers);
        var limits = configuration.loaders();
        syncs = new Syncs(warehouse, ledger, worker, options, limits.threads(), metrics, afterSync);
        var lines = new Lines(limits.chunks());
        var files = new ClaimedFiles(
                syncs, ledger, lines, configuration.load().mode() == LoadMode.MERGE, limits.maxRejects());
        var openBatches = new OpenBatches(limits.batches());
        var catalog = new Catalog(warehouse);
        var contract = configuration.schema();
        var eventTables = new EventTables(warehouse, contract);
        var newTables = new NewTables(contract.maxTables(), () -> syncs.isRunning() ? syncs.id() : 0);
        var load = configuration.load();
        var mapping = configuration.mapping();

        // what messages pass through, in the order of the data's way
        registry.accept("syncs", syncs);
        registry.accept("discoveries", ledger.discoveries());
        registry.accept("storage", storage);
        storage.beans().forEach(registry);
        registry.accept("discovery", new Discovery(load.mode() == LoadMode.APPEND, key -> catalog.encoding()
                .has(key)));
        registry.accept("files", files);
        registry.accept("lines", lines);
        registry.accept("enrichment", new Enrichment(configuration.origin()));
        registry.accept("customization", new Customization(configuration.privacy()));
        registry.accept("event", new EventFields(configuration.privacy()));
        registry.accept("cache", new Cache());
        registry.accept("redaction", new ChunkRedaction(configuration.privacy()));
        registry.accept(
                "normalization",
                new Normalization(mapping, namespace.name(), limits.batches().rows()));
        registry.accept("openBatches", openBatches);
        registry.accept("tables", new LoadedTables(syncs, files, openBatches, new MissingGrants(warehouse)));
        registry.accept(
                "schema", new SchemaEvolution(warehouse, catalog, eventTables, newTables, contract, load.mode()));
        indexes = new IndexBuilds(warehouse, catalog, load.retryDelay());
        registry.accept("indexes", indexes);
        registry.accept("progress", new ProgressView(syncs, lines, indexes::progress, ProgressView.terminal()));
        registry.accept(
                "loads",
                new TableLoads(
                        catalog,
                        eventTables,
                        newTables,
                        contract,
                        new DoubtfulValues(warehouse, transactions),
                        load.mode()));
        registry.accept("refusals", new Refusals(warehouse, load.method(), load.maxRejected()));
        registry.accept("copy", new Copy(warehouse));
        registry.accept("merge", new Merge(warehouse, load.mergeWindow()));
        registry.accept("users", new Users(catalog, eventTables));
        registry.accept("replays", new Replays(warehouse, ledger, worker, mapping));
        registry.accept("backlog", new Backlog(numbers));

        // what steps are made with
        registry.accept("warehouse", warehouse);
        registry.accept("ledger", ledger);
        registry.accept("worker", worker);
        registry.accept("transaction", new TransactionPolicy(new TransactionTemplate(transactions)));
        registry.accept("template", new TemplateStatements());
        registry.accept("records", new RecordRows());
        registry.accept("threadPerBatch", new ThreadPerBatch());
        registry.accept("errors", new ErrorClassification(metrics, openBatches));
        registry.accept(MicrometerConstants.METRICS_REGISTRY_NAME, numbers);
    }

    /** Has the running sync end soon. */
    void stopSync() {
        syncs.stop();
    }

    /** Says what a person should know of the settings. */
    void announce() {
        Stream.concat(remarks.stream(), Stream.of(connection.remark(), namespace.remark()))
                .filter(remark -> !remark.isBlank())
                .forEach(LOG::warn);
        if (options.scheduled()) {
            LOG.info("Syncs run {}", options.schedule());
        }
    }

    /** Closes what is open, without signing off from the ledger. */
    void close() {
        indexes.close();
        try (storage) {
            warehouse.close();
        } catch (SQLException e) {
            LOG.debug("The connections could not be closed", e);
        }
    }

    /** Signs off from the ledger and closes what is open. */
    void release() {
        if (syncs.isRunning()) {
            LOG.warn("The sync has not ended within shutdown.timeout. What is under way is rolled back; the next goes"
                    + " on.");
        }
        try (storage;
                warehouse;
                indexes) {
            worker.leave();
        } catch (DataAccessException | SQLException e) {
            LOG.debug("Not signed off from the ledger; the lease will end", e);
        }
    }
}
