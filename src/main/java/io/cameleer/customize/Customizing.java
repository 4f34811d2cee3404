package io.cameleer.customize;

import io.cameleer.json.Tape;
import io.cameleer.read.Chunk;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;

/** One chunk on its way through the user's steps: which events they keep, as what, and which they fail on. */
public final class Customizing {
    private final Chunk chunk;
    /** The numbers of the lines that are JSON objects; all others are left to the mapping, which rejects them. */
    private final int[] events;
    /** By number of an event: its text, or null as long as it is not kept. */
    private final byte[][] kept;
    /** By number of an event: where its rows are to go, blank where the steps do not say. */
    private final String[] namespaces;
    /** By number of an event: why the steps failed on it, or null. */
    private final String[] refusals;

    Customizing(Chunk chunk, Tape tape) {
        this.chunk = chunk;
        this.events = IntStream.range(0, chunk.size())
                .filter(i -> chunk.refusal(i).isEmpty()
                        && tape.read(chunk.bytes(), chunk.start(i), chunk.end(i))
                        && tape.kind(0) == Tape.OBJECT)
                .toArray();
        this.kept = new byte[events.length][];
        this.namespaces = new String[events.length];
        this.refusals = new String[events.length];
    }

    /** The numbers of its events, from 0. */
    public Iterator<Integer> events() {
        return IntStream.range(0, events.length).iterator();
    }

    Map<String, Object> event(int event) throws IOException {
        int line = events[event];
        return EventText.read(chunk.bytes(), chunk.start(line), chunk.end(line));
    }

    /** What has become of the chunk; events that were neither kept nor refused are dropped. */
    public Chunk chunk() {
        var result = new Chunk.Builder(chunk.size() == 0 ? 0 : chunk.end(chunk.size() - 1) - chunk.start(0));
        int event = 0;
        for (int line = 0; line < chunk.size(); line++) {
            if (event == events.length || events[event] != line) {
                copy(line, chunk.refusal(line), result);
                continue;
            }
            if (refusals[event] != null) {
                copy(line, refusals[event], result);
            } else if (kept[event] != null) {
                result.append(kept[event], 0, kept[event].length);
                result.endLine(chunk.line(line), "");
                if (!namespaces[event].isEmpty()) {
                    result.sendTo(namespaces[event]);
                }
            } else {
                result.drop();
            }
            event++;
        }
        result.passed(chunk.lastLine());
        return result.build();
    }

    void keep(int event, Map<?, ?> changed, String namespace) throws IOException {
        kept[event] = EventText.write(changed);
        namespaces[event] = namespace;
    }

    void refuse(int event, String why) {
        refusals[event] = why;
    }

    private void copy(int line, String refusal, Chunk.Builder into) {
        into.append(chunk.bytes(), chunk.start(line), chunk.end(line) - chunk.start(line));
        into.endLine(chunk.line(line), refusal);
    }
}
