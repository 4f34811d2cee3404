package io.cameleer.sync;

import io.cameleer.batch.OpenBatches;
import io.cameleer.read.ChunkReader;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;

/**
 * How many loaders there are, and how large what they hold may become.
 *
 * @param threads loaders, each on a thread of its own
 * @param batches of one loader
 * @param maxRejects how many rejected lines a file may have
 */
public record LoaderLimits(int threads, OpenBatches.Limits batches, ChunkReader.Limits chunks, int maxRejects) {
    private static final int MEGABYTE = 1 << 20;

    /** What the program takes besides, in bytes. */
    private static final long BASE = 32 * MEGABYTE;

    /**
     * How often a loader may hold its longest line: two chunks of it, which may have room for two each, its row in a batch,
     * and what is sent of that. With less, lines as long as they may be ran out of memory.
     */
    private static final int COPIES = 6;

    /**
     * What the settings say.
     *
     * @throws InvalidSettingException if they make no sense, or may need more memory than Java has
     */
    public static LoaderLimits of(Settings settings) {
        return of(settings, Runtime.getRuntime().maxMemory());
    }

    /** @param heap the bytes that Java has for objects */
    static LoaderLimits of(Settings settings, long heap) {
        int threads = settings.number("load.threads", 1, 64);
        long longestLine = ChunkReader.Limits.of(settings).lineBytes();
        long needed = BASE + settings.size("load.memory") + threads * COPIES * longestLine;
        if (needed > heap) {
            throw new InvalidSettingException(
                    "load.memory = %s, and load.threads = %d with lines of up to read.max-line-bytes = %s each, may need %d MB of memory, but Java has %d MB: give it more (-Xmx%dm), or lower one of these."
                            .formatted(
                                    settings.text("load.memory"),
                                    threads,
                                    settings.text("read.max-line-bytes"),
                                    needed / MEGABYTE,
                                    heap / MEGABYTE,
                                    // of which Java keeps some for itself
                                    (needed / MEGABYTE / 60 + 1) * 64));
        }
        return new LoaderLimits(
                threads,
                new OpenBatches.Limits(
                        settings.number("load.batch-rows", 1, Integer.MAX_VALUE),
                        settings.size("load.batch-bytes"),
                        settings.size("load.memory") / threads),
                ChunkReader.Limits.of(settings),
                settings.number("read.max-rejects", 0, Integer.MAX_VALUE));
    }
}
