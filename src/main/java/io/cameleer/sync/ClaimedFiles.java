package io.cameleer.sync;

import io.cameleer.batch.NormalizedChunk;
import io.cameleer.batch.TableBatch;
import io.cameleer.batch.TableBatch.Part;
import io.cameleer.error.Causes;
import io.cameleer.ledger.EventFile;
import io.cameleer.ledger.FileProgress;
import io.cameleer.ledger.FileProgress.End;
import io.cameleer.ledger.GapException;
import io.cameleer.ledger.Ledger;
import io.cameleer.ledger.LoadedMeanwhileException;
import io.cameleer.ledger.Marks;
import io.cameleer.ledger.OtherContentException;
import io.cameleer.message.Headers;
import io.cameleer.naming.Printable;
import io.cameleer.read.Lines;
import io.cameleer.storage.StorageErrors;
import java.io.IOException;
import java.io.InputStream;
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
import org.slf4j.event.Level;

/**
 * The files that this process has claimed, and how far each of them is. A file is settled when its reading has ended and
 * none of its rows is on its way any more. Each loader is one thread, and has its files to itself.
 */
public final class ClaimedFiles {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.file");

    private final Syncs syncs;
    private final Ledger ledger;
    private final int maxRejects;
    private final Lines lines;
    private final boolean newVersions;
    private final Map<Long, FileProgress> files = new ConcurrentHashMap<>();
    private final Map<Integer, Loader> loaders = new ConcurrentHashMap<>();

    /** What one loader has claimed in the running sync. */
    private static final class Loader {
        private long last;
        private boolean exhausted;
        private final Set<FileProgress> open = new LinkedHashSet<>();
    }

    /**
     * @param newVersions whether an object that was replaced by other content is loaded from its start; where every line is
     *     a row, what both contents hold would be there twice
     * @param maxRejects how many rejected lines a file may have
     */
    public ClaimedFiles(Syncs syncs, Ledger ledger, Lines lines, boolean newVersions, int maxRejects) {
        this.syncs = syncs;
        this.maxRejects = maxRejects;
        this.ledger = ledger;
        this.lines = lines;
        this.newVersions = newVersions;
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
        return syncs.isGoingOn() && syncs.isNeeded(loader) && !loaders.get(loader).exhausted;
    }

    /** The ledger's id of the last file that a loader has claimed; 0 if it has claimed none. */
    public long last(@Header(Headers.LOADER) int loader) {
        return loaders.get(loader).last;
    }

    /**
     * Whether a loader has a file on which a process has died. Its rows are loaded before it claims another: they would else
     * be in one batch with those of others, which would be blamed as well if this process died of it.
     */
    public boolean areSuspect(@Header(Headers.LOADER) int loader) {
        return loaders.get(loader).open.stream().anyMatch(file -> file.file().isSuspect());
    }

    /** A loader has claimed files: each is as far as the ledger says. */
    public List<EventFile> claimed(@Body List<EventFile> claimed, @Header(Headers.LOADER) int loader) {
        var of = loaders.get(loader);
        of.exhausted = claimed.isEmpty();
        var marks = ledger.marks(claimed.stream().map(EventFile::id).toList());
        for (var file : claimed) {
            var progress = new FileProgress(file, marks.getOrDefault(file.id(), Marks.NONE), maxRejects);
            files.put(file.id(), progress);
            of.open.add(progress);
            of.last = Math.max(of.last, file.id());
        }
        return claimed;
    }

    /** Whether some of a file is loaded, and it is yet to be seen whether that still stands in it. */
    public boolean isBegun(@Header(Headers.FILE) long file) {
        return files.get(file).toCompare().isPresent();
    }

    /**
     * Makes sure that a file still begins with the text that is loaded of it, whatever its etag: an object may have been
     * encrypted anew, or completed.
     *
     * @throws OtherContentException if it does not
     * @throws IOException if it cannot be read now
     */
    public void requireSame(@Body InputStream object, @Header(Headers.FILE) long file, @Header(Headers.SIZE) long size)
            throws IOException {
        var progress = files.get(file);
        long line = progress.toCompare().orElseThrow().line();
        progress.compared(lines.checksum(object, size, line));
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
        files.get(file).taken(chunk);
        syncs.tally().read(chunk);
    }

    /** A file was read to its end. */
    public void read(@Header(Headers.FILE) long file) {
        files.get(file).read();
        syncs.tally().fileRead();
    }

    /** A file cannot be read to its end. */
    public void unreadable(
            @Header(Headers.FILE) long file, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        LOG.debug("Where that happened", error);
        files.get(file).ended(end(error), ErrorClassification.explain(error));
    }

    private static End end(Exception error) {
        if (Causes.first(error, OtherContentException.class).isPresent()) {
            return End.REPLACED;
        }
        return switch (StorageErrors.of(error).kind()) {
            case DAMAGED -> End.DAMAGED;
            case MISSING -> End.VANISHED;
            case TRANSIENT, REPLACED, ARCHIVED, DENIED, MISCONFIGURED, OTHER -> End.FAILED;
        };
    }

    /**
     * Makes sure that the mark of each file of a batch was moved by it.
     *
     * @param marks how many were
     * @throws LoadedMeanwhileException if an earlier attempt had moved those that were not
     * @throws GapException if they are elsewhere
     */
    void requireMoved(TableBatch batch, long marks) {
        if (marks == batch.parts().size()) {
            return;
        }
        var table = batch.name().qualified();
        var found = ledger.marks(batch.parts().stream().map(Part::file).toList());
        for (var part : batch.parts()) {
            long line = found.getOrDefault(part.file(), Marks.NONE).tables().getOrDefault(table, 0L);
            if (line != part.after() && line != part.lastLine()) {
                throw new GapException(files.get(part.file()).file().key(), line, part.after());
            }
        }
        throw new LoadedMeanwhileException("an earlier attempt, whose answer was lost, has loaded the rows after all");
    }

    /** The rows of a batch are loaded. */
    void loaded(TableBatch batch) {
        batch.parts().forEach(part -> files.get(part.file()).closed(part.rows()));
    }

    /**
     * The rows of a batch are not to be loaded now.
     *
     * @param waits whether it is only that somebody holds a lock on their table
     */
    void heldBack(TableBatch batch, String why, boolean waits) {
        batch.parts().forEach(part -> {
            files.get(part.file()).tableFailed(batch.name().qualified(), why, waits);
            files.get(part.file()).closed(part.rows());
        });
    }

    /** Writes down the files of a loader of which nothing is on its way any more. */
    public void settle(@Header(Headers.LOADER) int loader) {
        var of = loaders.get(loader);
        var ended = of.open.stream().filter(FileProgress::settled).toList();
        var settled = ledger.settle(ended, syncs.id(), newVersions, !syncs.isGoingOn());
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
                    "a route has not loaded all rows that it was given; see routes/load-file.camel.yaml and"
                            + " routes/load-batch.camel.yaml");
        }
    }

    /** @param settled whether the ledger has it; else the file is another process's now, which reports it */
    private void report(FileProgress file, boolean settled) {
        var tally = syncs.tally();
        file.tables().forEach((table, count) -> tally.table(table, Tally.Table.found(count.mapped(), count.skipped())));
        var key = Printable.of(file.file().key());
        if (!settled && (file.error() == null || file.end() == End.DAMAGED)) {
            LOG.warn(
                    "{}: the lease on it has ended before it was; whoever takes it over goes on where this stopped.",
                    key);
        } else if (file.error() == null) {
            tally.fileComplete();
            say(Level.INFO, "{}: {} events, {} rejects{}", key, file.events(), file.rejects(), leftOut(file));
        } else if (file.end() == End.REPLACED && newVersions) {
            say(Level.WARN, "{}: {}. All of it is loaded, as a new file.", key, file.error());
        } else if (file.end() == End.REPLACED) {
            tally.fileFailed();
            say(
                    Level.WARN,
                    "{}: {}. It is not loaded, since with load.mode = append what both contents hold would be there twice; to load it all the same: cameleer reload '{}'",
                    key,
                    file.error(),
                    key);
        } else if (file.end() == End.VANISHED) {
            tally.fileFailed();
            say(Level.WARN, "{}: {}", key, file.error());
        } else if (file.end() == End.DAMAGED && file.failedTables().isEmpty()) {
            tally.fileIncomplete();
            say(
                    Level.WARN,
                    "{}: {} events, {} rejects{}, then {}. It is read on when a whole file takes its place.",
                    key,
                    file.events(),
                    file.rejects(),
                    leftOut(file),
                    file.error());
        } else {
            tally.fileFailed();
            say(
                    Level.WARN,
                    file.givenUp()
                            ? "{}: not wholly loaded, and given up: {} The command retry has it tried again."
                            : "{}: not wholly loaded, will be tried again: {}",
                    key,
                    file.error());
        }
    }

    /** Says it of the first files of a sync, of which there may be tens of thousands; what is to be mended, the ledger has. */
    private void say(Level level, String what, Object... values) {
        LOG.atLevel(syncs.tally().isWorthALine(level == Level.INFO) ? level : Level.DEBUG)
                .log(what, values);
    }

    private static String leftOut(FileProgress file) {
        return (file.dropped() == 0 ? "" : ", " + file.dropped() + " dropped")
                + (file.excluded() == 0 ? "" : ", " + file.excluded() + " excluded");
    }
}
