package io.cameleer.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Sample events as the files that RudderStack's object storage destinations write: about 6,000 events of two sources
 * over five days, in {@code rudder-logs/<source id>/<day>/<seconds>.<source id>.<uuid>.json.gz}. Always the same.
 */
public final class SampleFiles {
    private static final long SEED = 2026;
    private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    private static final int FILES_PER_SOURCE = 20;
    private static final int LINES_PER_FILE = 150;

    /**
     * One file.
     *
     * @param key the object's key
     * @param lines the text, each line with a line feed behind it
     */
    public record SampleFile(String key, String lines) {
        /** The text as it is stored. */
        public byte[] gzip() {
            var packed = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(packed)) {
                gzip.write(lines.getBytes(UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return packed.toByteArray();
        }
    }

    private SampleFiles() {}

    /** All files, in the order in which RudderStack would have written those of each source. */
    public static List<SampleFile> all() {
        var files = new ArrayList<SampleFile>();
        for (var source : SampleSource.values()) {
            var events = new SampleEvents(SEED, source, START, SampleEvents.Flaws.FEW);
            var names = new Dice(SEED + source.ordinal());
            for (var file = 0; file < FILES_PER_SOURCE; file++) {
                files.add(next(source, events, names));
            }
        }
        return files;
    }

    /**
     * Puts all files into a bucket.
     *
     * @return how many they are
     * @throws software.amazon.awssdk.core.exception.SdkException if the storage refuses one
     */
    public static int put(S3Client storage, String bucket) {
        var files = all();
        for (var file : files) {
            storage.putObject(
                    request -> request.bucket(bucket).key(file.key()).contentType("application/gzip"),
                    RequestBody.fromBytes(file.gzip()));
        }
        return files.size();
    }

    private static SampleFile next(SampleSource source, SampleEvents events, Dice names) {
        var lines = new StringBuilder();
        for (var line = 0; line < LINES_PER_FILE; line++) {
            events.next(lines);
            lines.append('\n');
        }
        // a file is written when its last event has come
        var key = new StringBuilder("rudder-logs/").append(source.id()).append('/');
        key.append(new SampleTime().date(events.now())).append('/').append(events.now() / 1000);
        key.append('.').append(source.id()).append('.');
        names.uuid(key);
        return new SampleFile(key.append(".json.gz").toString(), lines.toString());
    }
}
