package io.cameleer.sync;

import io.cameleer.batch.NormalizedChunk;
import io.cameleer.batch.TableBatch;
import io.cameleer.ledger.EventFile;
import io.cameleer.ledger.FileProgress;
import io.cameleer.ledger.FileProgress.End;
import io.cameleer.ledger.Ledger;
import io.cameleer.message.Headers;
import io.cameleer.storage.StorageError;
import io.cameleer.storage.StorageErrors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that this process has claimed, and how far each of them is. A file is settled when its reading has ended and
 * none of its rows is on its way any more. Each loader is one thread, and has its files to itself.
 */
public final class ClaimedFiles {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.file");

    private final Syncs syncs;
    private final Ledger ledger;
    private final Map<Long, FileProgress> files = new ConcurrentHashMap<>();
    private final Map<Integer, Loader> loaders = new ConcurrentHashMap<>();

    /** What one loader has claimed in the running sync. */
    private static final class Loader {
        private long last;
        private boolean exhausted;
        private final Set<FileProgress> open = new LinkedHashSet<>();
    }

    public ClaimedFiles(Syncs syncs, Ledger ledger) {
        this.syncs = syncs;
        this.ledger = ledger;
    }

    /** A loader begins: it has claimed nothing yet. */
    public void begin(@Header(Headers.LOADER) int loader) {
        var before = loaders.put(loader, new Loader());
        if (before != null) {
            before.open.forEach(file -> files.remove(file.file().id()));
        }
    }

    /** Whether there may be more files for a loader to claim. */
    public boolean areLeft(@Header(Headers.LOADER) int loader) {
        return syncs.isGoingOn() && !loaders.get(loader).exhausted;
    }

    /** The ledger's id of the last file that a loader has claimed; 0 if it has claimed none. */
    public long last(@Header(Headers.LOADER) int loader) {
        return loaders.get(loader).last;
    }

    /** A loader has claimed files: each is as far as the ledger says. */
    public List<EventFile> claimed(@Body List<EventFile> claimed, @Header(Headers.LOADER) int loader) {
        var of = loaders.get(loader);
        of.exhausted = claimed.isEmpty();
        var marks = ledger.marks(claimed.stream().map(EventFile::id).toList());
        for (var file : claimed) {
            var progress = new FileProgress(file, marks.getOrDefault(file.id(), Map.of()));
            files.put(file.id(), progress);
            of.open.add(progress);
            of.last = Math.max(of.last, file.id());
        }
        return claimed;
    }

    /** The last line of a file that was taken over. */
    public long line(@Header(Headers.FILE) long file) {
        return files.get(file).line();
    }

    /** The rows of a chunk without those that an earlier attempt has loaded. */
    public NormalizedChunk unloaded(@Body NormalizedChunk chunk, @Header(Headers.FILE) long file) {
        var progress = files.get(file);
        return chunk.unloaded(chunk.slices().stream()
                .flatMap(slice -> progress.unloaded(slice).stream())
                .toList());
    }

    /** All of a chunk is taken over. */
    public void taken(@Body NormalizedChunk chunk, @Header(Headers.FILE) long file) {
        files.get(file).taken(chunk.lastLine(), chunk.lines(), chunk.events(), chunk.rejects(), chunk.dropped());
        syncs.tally().read(chunk.lines(), chunk.events(), chunk.rejects(), chunk.dropped());
    }

    /** A file was read to its end. */
    public void read(@Header(Headers.FILE) long file) {
        files.get(file).ended(End.WHOLE, "");
    }

    /** A file cannot be read to its end. */
    public void unreadable(
            @Header(Headers.FILE) long file, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        LOG.debug("Where that happened", error);
        var progress = files.get(file);
        var end = StorageErrors.of(error).kind() == StorageError.Kind.DAMAGED ? End.DAMAGED : End.FAILED;
        progress.ended(end, ErrorClassification.explain(error));
    }

    /** The rows of a batch are loaded. */
    void loaded(TableBatch batch) {
        batch.parts().forEach(part -> files.get(part.file()).closed(part.rows()));
    }

    /** The rows of a batch are not to be loaded now. */
    void heldBack(TableBatch batch, String why) {
        batch.parts().forEach(part -> {
            files.get(part.file()).tableFailed(batch.name().qualified(), why);
            files.get(part.file()).closed(part.rows());
        });
    }

    /** Writes down the files of a loader of which nothing is on its way any more. */
    public void settle(@Header(Headers.LOADER) int loader) {
        var of = loaders.get(loader);
        var ended = of.open.stream().filter(FileProgress::settled).toList();
        var settled = ledger.settle(ended, syncs.id(), !syncs.isGoingOn());
        ended.forEach(file -> report(file, settled.contains(file)));
        of.open.removeAll(new ArrayList<>(ended));
        ended.forEach(file -> files.remove(file.file().id()));
    }

    /**
     * Makes sure that a loader that has ended leaves nothing on its way: rows that a route has let fall would be missing.
     *
     * @throws SyncStoppedException if it does
     */
    public void requireAllSettled(@Header(Headers.LOADER) int loader) {
        if (!loaders.get(loader).open.isEmpty() && syncs.isGoingOn()) {
            throw new SyncStoppedException(
                    "a route has not loaded all rows that it was given; see routes/load-file.camel.yaml and routes/load-batch.camel.yaml");
        }
    }

    /** @param settled whether the ledger has it; else the file is another process's now, which reports it */
    private void report(FileProgress file, boolean settled) {
        var tally = syncs.tally();
        file.tables().forEach((table, count) -> tally.table(table, Tally.Table.found(count.mapped(), count.skipped())));
        var key = file.file().key();
        if (!settled && (file.error() == null || file.end() == End.DAMAGED)) {
            LOG.warn(
                    "{}: the lease on it has ended before it was; whoever takes it over goes on where this stopped.",
                    key);
        } else if (file.error() == null) {
            tally.fileComplete();
            LOG.info("{}: {} events, {} rejects{}", key, file.events(), file.rejects(), dropped(file));
        } else if (file.end() == End.DAMAGED && file.failedTables().isEmpty()) {
            tally.fileIncomplete();
            LOG.warn(
                    "{}: {} events, {} rejects{}, then {}. It is read on when a whole file takes its place.",
                    key,
                    file.events(),
                    file.rejects(),
                    dropped(file),
                    file.error());
        } else {
            tally.fileFailed();
            LOG.warn(
                    file.givenUp()
                            ? "{}: not wholly loaded, and given up: {} The command retry has it tried again."
                            : "{}: not wholly loaded, will be tried again: {}",
                    key,
                    file.error());
        }
    }

    private static String dropped(FileProgress file) {
        return file.dropped() == 0 ? "" : ", " + file.dropped() + " dropped";
    }
}
