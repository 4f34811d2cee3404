package io.cameleer.sync;

import io.cameleer.batch.OpenBatches;
import io.cameleer.read.ChunkReader;
import io.cameleer.settings.Settings;

/**
 * How many loaders there are, and how large what they hold may become.
 *
 * @param threads loaders, each on a thread of its own
 * @param batches of one loader
 */
public record LoaderLimits(int threads, OpenBatches.Limits batches, ChunkReader.Limits chunks) {
    /**
     * What the settings say.
     *
     * @throws io.cameleer.settings.InvalidSettingException if they make no sense
     */
    public static LoaderLimits of(Settings settings) {
        int threads = settings.number("load.threads", 1, 64);
        return new LoaderLimits(
                threads,
                new OpenBatches.Limits(
                        settings.number("load.batch-rows", 1, Integer.MAX_VALUE),
                        settings.size("load.batch-bytes"),
                        settings.size("load.memory") / threads),
                ChunkReader.Limits.of(settings));
    }
}
