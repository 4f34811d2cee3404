package io.cameleer.schema;

import io.cameleer.batch.TableName;
import io.cameleer.postgres.SqlErrors;
import io.cameleer.postgres.SqlFile;
import io.cameleer.postgres.SqlTemplate;
import io.cameleer.postgres.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Builds the indexes that merging wants on tables that are in use, one after the other, beside the loading: it may wait for
 * hours until somebody else's transaction ends. Until an index is there rows are merged without it. What a broken attempt
 * has left is dropped, and the index tried again, after pauses that double. An attempt that is under way when the program
 * ends is left to the server, which goes on with it.
 */
public final class IndexBuilds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.load");

    /**
     * A build may take as long as it takes, whatever the role's own limits are; and as it runs in no transaction that could
     * be pinned, it is told here where PostgreSQL's own objects are.
     */
    private static final String WITHOUT_LIMITS =
            "-c statement_timeout=0 -c lock_timeout=0 -c search_path=pg_catalog,pg_temp";

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** How long the program's end waits for an index that is being built and waits for nobody. */
    private static final Duration LONGEST_END = Duration.ofSeconds(20);

    private final SqlTemplate drop = SqlTemplate.of("drop-index-concurrently.sql");
    private final SqlTemplate create = SqlTemplate.of("create-index-concurrently.sql");
    private final SqlTemplate createOnParent = SqlTemplate.of("create-index-on-parent.sql");
    private final SqlTemplate attach = SqlTemplate.of("attach-index.sql");
    private final String beingBuilt = SqlFile.text("index-being-built.sql");
    private final String indexes = SqlFile.text("indexes-of-column.sql");
    private final String partitions = SqlFile.text("partitions.sql");
    private final String waits = SqlFile.text("waits-for-lock.sql");

    private final Warehouse warehouse;
    private final JdbcTemplate pool;
    private final Catalog catalog;
    private final Duration firstPause;
    private final Map<KeyIndex, Build> builds = new ConcurrentHashMap<>();
    private volatile Optional<Running> running = Optional.empty();
    private volatile boolean closing;
    private final ExecutorService builder = Executors.newSingleThreadExecutor(task -> {
        var thread = new Thread(task, "cameleer index");
        thread.setDaemon(true);
        return thread;
    });

    /** An index that is to be built, or was tried to be. */
    private record Build(boolean isAskedFor, int attempts, Instant notBefore) {}

    /** An attempt that is under way. */
    private record Running(KeyIndex index, Instant since, Connection connection, int process) {
        Duration time() {
            return Duration.between(since, Instant.now());
        }
    }

    /** @param firstPause after which a failed attempt is made again */
    public IndexBuilds(Warehouse warehouse, Catalog catalog, Duration firstPause) {
        this.warehouse = warehouse;
        this.pool = new JdbcTemplate(warehouse);
        this.catalog = catalog;
        this.firstPause = firstPause;
    }

    /** Has the indexes built that a table in use lacks. */
    public void request(@Body TableChange change) {
        change.missingIndexes().forEach(this::request);
    }

    private void request(KeyIndex index) {
        builds.compute(index, (key, build) -> {
            if (closing || build != null && (build.isAskedFor || Instant.now().isBefore(build.notBefore))) {
                return build;
            }
            builder.execute(() -> attempt(index));
            return new Build(true, build == null ? 0 : build.attempts, Instant.now());
        });
    }

    /** What is being built, in a sentence with a blank behind it; blank if nothing is. */
    public String progress() {
        return running.map(now -> "Building an index on %s (%s) for %d s. "
                        .formatted(
                                now.index.table(),
                                now.index.column(),
                                now.time().toSeconds()))
                .orElse("");
    }

    private void attempt(KeyIndex index) {
        if (closing) {
            return;
        }
        try (var connection = warehouse.connect(WITHOUT_LIMITS)) {
            connection.setNetworkTimeout(Runnable::run, 0);
            var process = connection.unwrap(PGConnection.class).getBackendPID();
            var begun = new Running(index, Instant.now(), connection, process);
            running = Optional.of(begun);
            if (build(new JdbcTemplate(new SingleConnectionDataSource(connection, true)), index)
                    .isPresent()) {
                LOG.info(
                        "{} has its index on {}, after {} s",
                        index.table(),
                        index.column(),
                        begun.time().toSeconds());
                builds.remove(index);
            } else {
                postpone(index);
            }
        } catch (SQLException | DataAccessException e) {
            postpone(index);
            failed(index, e);
        } finally {
            running = Optional.empty();
            catalog.invalidate(index.table());
        }
    }

    private void postpone(KeyIndex index) {
        var build = builds.get(index);
        int before = build == null ? 0 : build.attempts;
        var pause = firstPause.multipliedBy(1L << Math.min(before, 20));
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        builds.put(index, new Build(false, before + 1, Instant.now().plus(pause)));
    }

    private void failed(KeyIndex index, Exception error) {
        if (!closing) {
            LOG.warn(
                    "The index on {} ({}) could not be built; rows are merged without it, and it is tried again: {}",
                    index.table(),
                    index.column(),
                    SqlErrors.in(error).map(SqlErrors::explain).orElseGet(error::getMessage));
            LOG.debug("Where that happened", error);
        }
    }

    /** The name of the index that is there in the end; empty if somebody else builds one at this moment. */
    private Optional<String> build(JdbcTemplate jdbc, KeyIndex index) {
        var table = index.table();
        // asked first: what is invalid after that is nobody's work any more
        if (jdbc.queryForObject(beingBuilt, Boolean.class, table.sql())) {
            return Optional.empty();
        }
        var found = new HashMap<String, Boolean>();
        jdbc.query(
                indexes,
                row -> {
                    found.put(row.getString("name"), row.getBoolean("valid"));
                },
                table.sql(),
                index.column());
        var valid = found.keySet().stream().filter(found::get).findAny();
        if (valid.isPresent()) {
            return valid;
        }
        var left = found.keySet().stream()
                .filter(name -> name.endsWith(KeyIndex.MARK))
                .toList();
        if (catalog.refreshed(table).isPartitioned()) {
            return buildOnPartitions(jdbc, left.isEmpty() ? named(index) : index.named(left.get(0)), left.isEmpty());
        }
        LOG.info("{} gets an index on {}, to merge by; loading goes on meanwhile", table, index.column());
        left.forEach(name -> jdbc.execute(drop.filled(index.named(name).holes())));
        var named = named(index);
        jdbc.execute(create.filled(named.holes()));
        return Optional.of(named.name());
    }

    /** PostgreSQL can build an index beside those who write on each partition alone. */
    private Optional<String> buildOnPartitions(JdbcTemplate jdbc, KeyIndex index, boolean isNew) {
        if (isNew) {
            new TransactionTemplate(new DataSourceTransactionManager(jdbc.getDataSource()))
                    .executeWithoutResult(status -> jdbc.execute(createOnParent.filled(index.holes())));
        }
        for (var partition : jdbc.query(
                partitions,
                (row, i) -> new TableName(row.getString("nspname"), row.getString("relname")),
                index.table().sql())) {
            var part = build(jdbc, new KeyIndex(partition, index.column(), ""));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            var holes = new HashMap<>(index.holes());
            holes.put("part", new TableName(partition.schema(), part.get()).sql());
            jdbc.execute(attach.filled(holes));
        }
        return Optional.of(index.name());
    }

    private KeyIndex named(KeyIndex index) {
        return index.named(catalog.freeName(index.table().schema(), index.names()));
    }

    /** Ends when all that was asked for is built, or what is being built waits for somebody else. */
    @Override
    public void close() {
        closing = running.isEmpty() && builds.values().stream().noneMatch(Build::isAskedFor);
        builder.shutdown();
        var latest = Instant.now().plus(LONGEST_END);
        int waited = 0;
        try {
            while (!builder.awaitTermination(100, TimeUnit.MILLISECONDS)
                    && waited < 5
                    && Instant.now().isBefore(latest)) {
                waited = isWaiting() ? waited + 1 : 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closing = true;
        builder.shutdownNow();
        running.ifPresent(now -> {
            LOG.info("The server goes on with the index on {} ({}) by itself", now.index.table(), now.index.column());
            try {
                now.connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("The connection could not be let go", e);
            }
        });
    }

    private boolean isWaiting() {
        try {
            return running.filter(now ->
                            pool.queryForList(waits, Boolean.class, now.process).contains(true))
                    .isPresent();
        } catch (DataAccessException e) {
            return true; // nobody knows, and the server is the one to ask
        }
    }
}
