package io.cameleer.sync;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.aggregate.TableBatches;
import io.cameleer.ledger.EventFile;
import io.cameleer.ledger.FileProgress;
import io.cameleer.ledger.FileProgress.End;
import io.cameleer.ledger.Ledger;
import io.cameleer.load.Attempt;
import io.cameleer.load.SchemaEvolution;
import io.cameleer.mapping.Facts;
import io.cameleer.mapping.MappedRows;
import io.cameleer.mapping.MappingOptions;
import io.cameleer.read.Chunk;
import io.cameleer.read.ChunkReader;
import io.cameleer.settings.Settings;
import io.cameleer.storage.StorageTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** The loaders of a sync, as the routes speak to them: the exchange says which one is at work, on which file. */
public final class Loaders {
    private final Ledger ledger;
    private final MappingOptions mapping;
    private final String namespace;
    private final int threads;
    private final TableBatches.Limits batchLimits;
    private final ChunkReader.Limits readLimits;

    public Loaders(Ledger ledger, MappingOptions mapping, String namespace, Settings settings) {
        this.ledger = ledger;
        this.mapping = mapping;
        this.namespace = namespace;
        threads = settings.number("load.threads", 1, 64);
        batchLimits = new TableBatches.Limits(
                settings.number("load.batch-rows", 1, Integer.MAX_VALUE),
                settings.size("load.batch-bytes"),
                settings.size("load.memory") / threads);
        readLimits = ChunkReader.Limits.of(settings);
    }

    /** As many loaders as {@code load.threads} says, each with a mapper and table batches of its own. */
    public List<Loader> of(@Body Sync sync) {
        return Stream.generate(() -> new Loader(sync, ledger, mapping, namespace, new TableBatches(batchLimits)))
                .limit(threads)
                .toList();
    }

    /** The files that the loader is to load. */
    public Iterator<EventFile> files(@ExchangeProperty("loader") Loader loader) {
        return loader.files();
    }

    /** The lines of an object in chunks, from the first that was not taken over yet. */
    public ChunkReader chunks(@Body InputStream object, @ExchangeProperty("file") FileProgress file) {
        return new ChunkReader(object, file.file().size(), file.line(), readLimits);
    }

    /**
     * Makes sure that an object was read to its end.
     *
     * @throws IOException what kept it from that
     */
    public void requireEnd(@ExchangeProperty("chunks") ChunkReader chunks) throws IOException {
        chunks.requireEnd();
    }

    /** The rows that a chunk becomes. */
    public List<MappedRows> map(
            @ExchangeProperty("loader") Loader loader, @Body Chunk chunk, @ExchangeProperty("facts") Facts facts) {
        return loader.map(chunk, facts);
    }

    /** Takes the rows of a chunk over into table batches, and gives out those that are full by that. */
    public List<TableBatch> gather(
            @ExchangeProperty("loader") Loader loader,
            @Body List<MappedRows> rows,
            @ExchangeProperty("file") FileProgress file,
            @ExchangeProperty("chunk") Chunk chunk) {
        return loader.gather(rows, file, chunk);
    }

    /** The batches that are still open when the loader has no more files. */
    public List<TableBatch> lastBatches(@ExchangeProperty("loader") Loader loader) {
        return loader.lastBatches();
    }

    /** Whether a batch is worth loading. */
    public boolean wants(@ExchangeProperty("loader") Loader loader, @Body TableBatch batch) {
        return loader.wants(batch);
    }

    /** A batch is committed. */
    public void loaded(
            @ExchangeProperty("loader") Loader loader,
            @ExchangeProperty("completed") Attempt attempt,
            @ExchangeProperty("change") SchemaEvolution.Change change) {
        loader.loaded(attempt, change.newColumns());
    }

    /** A batch cannot be loaded. */
    public void refused(
            @ExchangeProperty("loader") Loader loader,
            @ExchangeProperty("batch") TableBatch batch,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        loader.refused(batch, error);
    }

    /** A file cannot be read to its end. */
    public void unreadable(
            @ExchangeProperty("loader") Loader loader,
            @ExchangeProperty("file") FileProgress file,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        var damage = StorageTrouble.damage(error);
        if (damage.isPresent()) {
            file.ended(End.DAMAGED, damage.get());
        } else {
            file.ended(End.FAILED, Trouble.explain(error));
        }
    }

    /** The loader cannot go on, nor can the others. */
    public void stop(
            @ExchangeProperty("loader") Loader loader, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        loader.stop(error);
    }

    /** Writes down the loader's files of which nothing is open any more. */
    public void settle(@ExchangeProperty("loader") Loader loader) {
        loader.settle();
    }
}
