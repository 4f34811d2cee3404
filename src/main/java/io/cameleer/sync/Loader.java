package io.cameleer.sync;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.aggregate.TableBatches;
import io.cameleer.aggregate.TableName;
import io.cameleer.ledger.EventFile;
import io.cameleer.ledger.FileProgress;
import io.cameleer.ledger.FileProgress.End;
import io.cameleer.ledger.Ledger;
import io.cameleer.load.Attempt;
import io.cameleer.mapping.EventMapper;
import io.cameleer.mapping.Facts;
import io.cameleer.mapping.MappedRows;
import io.cameleer.mapping.MappingOptions;
import io.cameleer.read.Chunk;
import io.cameleer.trouble.Causes;
import io.cameleer.warehouse.SqlTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the loaders that work through a sync's files side by side: it reads a file, maps its events, gathers their rows
 * and loads what is full, one after the other, and then takes the next file. Table batches span its files; a file is
 * settled when its reading has ended and the last batch with its rows is closed.
 */
final class Loader {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.file");

    /** What each of them knows takes memory; with more namespaces than that it is learnt anew. */
    private static final int MOST_MAPPERS = 32;

    private final Sync sync;
    private final Ledger ledger;
    private final MappingOptions mapping;
    private final String namespace;
    /** By namespace: what a mapper knows of tables and columns is of one. */
    private final Map<String, EventMapper> mappers = new HashMap<>();

    private final TableBatches batches;
    private final Share share;
    /** What the ledger has answered for files that are not begun yet: empty for what another process has. */
    private final Map<EventFile, Optional<FileProgress>> answers = new HashMap<>();

    /** The files of which nothing is open any more, until that is written down. */
    private final Set<FileProgress> done = new LinkedHashSet<>();

    private int unhandled;
    private Instant begun;

    /** @param namespace where rows go for which the user's own steps have not chosen another */
    Loader(Sync sync, Ledger ledger, MappingOptions mapping, String namespace, TableBatches batches) {
        this.sync = sync;
        this.ledger = ledger;
        this.mapping = mapping;
        this.namespace = namespace;
        this.batches = batches;
        share = new Share(sync);
    }

    /** The files it is to load: whatever is due next, until none is left. */
    Iterator<EventFile> files() {
        return share;
    }

    /**
     * Claims a file; empty if another process was faster. With the first of a handful all of it is claimed: asking the
     * ledger takes longer than loading a small file. What is not begun when the sync ends is given back with all else.
     */
    Optional<FileProgress> claim(EventFile file) {
        if (!answers.containsKey(file)) {
            var files = share.from(file);
            var claimed = ledger.claim(files, sync.id());
            files.forEach(asked -> answers.put(asked, Optional.empty()));
            claimed.forEach(progress -> answers.put(progress.file(), Optional.of(progress)));
        }
        return answers.remove(file);
    }

    /** Reading a file has ended. */
    void ended(FileProgress file, End how, String why) {
        file.ended(how, why);
        addIfDone(file);
    }

    /** The rows of a chunk, and its lines that are no usable events; its successive lines for one namespace together. */
    List<MappedRows> map(Chunk chunk, Facts facts) {
        var all = new ArrayList<MappedRows>();
        var mapped = new MappedRows(namespace);
        var mapper = mapper(namespace);
        for (int i = 0; i < chunk.size(); i++) {
            var chosen = chunk.namespace(i).isEmpty() ? namespace : chunk.namespace(i);
            if (!chosen.equals(mapped.namespace())) {
                all.add(mapped);
                mapped = new MappedRows(chosen);
                mapper = mapper(chosen);
            }
            if (chunk.refusal(i).isEmpty()) {
                mapper.map(chunk.bytes(), chunk.start(i), chunk.end(i), chunk.line(i), facts, mapped);
            } else {
                mapper.reject(chunk.bytes(), chunk.start(i), chunk.end(i), chunk.line(i), chunk.refusal(i), mapped);
            }
        }
        all.add(mapped);
        return all;
    }

    private EventMapper mapper(String of) {
        if (mappers.size() > MOST_MAPPERS) {
            mappers.clear();
        }
        return mappers.computeIfAbsent(of, name -> new EventMapper(mapping));
    }

    /**
     * Takes over what a chunk became.
     *
     * @return the table batches that are full by that
     */
    List<TableBatch> gather(List<MappedRows> mapped, FileProgress file, Chunk chunk) {
        requireAllHandled();
        sync.stopped().ifPresent(why -> {
            throw new SyncStoppedException(why);
        });
        var full = batches.add(file, mapped);
        unhandled = full.size();
        int events = mapped.stream().mapToInt(MappedRows::events).sum();
        int rejects = mapped.stream().mapToInt(some -> some.rejects().size()).sum();
        int lines = chunk.size() + chunk.dropped();
        file.taken(chunk.lastLine(), lines, events, rejects, chunk.dropped());
        sync.tally().read(lines, events, rejects, chunk.dropped());
        return full;
    }

    /** All batches that are still open, when there are no more files. */
    List<TableBatch> lastBatches() {
        requireAllHandled();
        var last = batches.closeAll();
        unhandled = last.size();
        return last;
    }

    /**
     * A batch that a route has let fall would be missing, and a later one of the same table would move the marks beyond it.
     */
    private void requireAllHandled() {
        if (unhandled > 0) {
            sync.stop(
                    "a route has not loaded all table batches that it was given; see routes/map.camel.yaml and routes/load.camel.yaml");
        }
    }

    /**
     * Whether a batch is still worth loading: not if rows before it are missing, or nothing can be loaded at all. The
     * marks of its files would then say that more is loaded than is.
     */
    boolean wants(TableBatch batch) {
        var name = batch.name();
        var why = sync.stopped().or(() -> sync.failure(name.qualified()));
        if (name.table().equals("users")) {
            why = why.or(() -> sync.failure(new TableName(name.schema(), "identifies").qualified()));
        }
        why.ifPresent(reason -> close(batch, reason));
        if (why.isEmpty()) {
            sync.tally().loading(batch.toString());
            begun = Instant.now();
        }
        return why.isEmpty();
    }

    /** A batch is committed. */
    void loaded(Attempt attempt, Set<String> newColumns) {
        var batch = attempt.batch();
        sync.tally().table(batch.name().qualified(), Tally.Table.loaded(attempt, newColumns));
        sync.tally().loaded(Duration.between(begun, Instant.now()));
        batch.parts().forEach(part -> closed(part.file()));
        unhandled--;
    }

    /** A batch cannot be loaded, though it was tried again where that could help. */
    void refused(TableBatch batch, Exception error) {
        var why = Trouble.explain(error);
        if (Causes.first(error, SyncStoppedException.class).isPresent()
                || SqlTrouble.in(error).filter(SqlTrouble::concernsServer).isPresent()) {
            sync.stop(why);
        } else {
            LOG.error("{} cannot be loaded: {} Its rows are not lost: their files are tried again.", batch, why);
            LOG.debug("Where that happened", error);
            sync.failTable(batch.name().qualified(), why);
        }
        close(batch, why);
    }

    /** Something is the matter that keeps all loaders from going on. */
    void stop(Exception error) {
        LOG.debug("The sync stops", error);
        sync.stop(Trouble.explain(error));
    }

    /** Writes down the files of which nothing is open any more. */
    void settle() {
        var settled = ledger.settle(done, sync.id(), sync.stopped().isPresent());
        done.forEach(file -> report(file, settled.contains(file)));
        done.clear();
    }

    private void close(TableBatch batch, String why) {
        sync.tally().table(batch.name().qualified(), Tally.Table.heldBack(batch.rows(), why));
        batch.parts().forEach(part -> {
            part.file().tableFailed(batch.name().qualified(), why);
            closed(part.file());
        });
        unhandled--;
    }

    private void closed(FileProgress file) {
        file.batchClosed();
        addIfDone(file);
    }

    private void addIfDone(FileProgress file) {
        if (file.settled()) {
            done.add(file);
        }
    }

    /** @param settled whether the ledger has it; else the file is another process's now, which reports it */
    private void report(FileProgress file, boolean settled) {
        file.tables().forEach((table, count) -> sync.tally()
                .table(table, Tally.Table.found(count.mapped(), count.skipped())));
        var key = file.file().key();
        if (!settled && (file.trouble() == null || file.end() == End.DAMAGED)) {
            LOG.warn(
                    "{}: the lease on it has ended before it was; whoever takes it over goes on where this stopped.",
                    key);
        } else if (file.trouble() == null) {
            sync.tally().fileComplete();
            LOG.info("{}: {} events, {} rejects{}", key, file.events(), file.rejects(), dropped(file));
        } else if (file.end() == End.DAMAGED && file.tablesInTrouble().isEmpty()) {
            sync.tally().fileIncomplete();
            LOG.warn(
                    "{}: {} events, {} rejects{}, then {}. It is read on when a whole file takes its place.",
                    key,
                    file.events(),
                    file.rejects(),
                    dropped(file),
                    file.trouble());
        } else {
            sync.tally().fileFailed();
            LOG.warn(
                    file.givenUp()
                            ? "{}: not wholly loaded, and given up: {} The command retry has it tried again."
                            : "{}: not wholly loaded, will be tried again: {}",
                    key,
                    file.trouble());
        }
    }

    private static String dropped(FileProgress file) {
        return file.dropped() == 0 ? "" : ", " + file.dropped() + " dropped";
    }
}
