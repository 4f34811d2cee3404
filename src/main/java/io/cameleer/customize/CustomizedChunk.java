package io.cameleer.customize;

import io.cameleer.read.Chunk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A chunk whose events come back from the user's steps, one after the other. What does not come back was dropped. */
final class CustomizedChunk {
    private final Chunk chunk;
    private final List<Customization.Event> inOrder;
    /** By the number of its line, what has become of an event. */
    private final Map<Integer, Customized> events = new HashMap<>();

    /** What has become of an event. */
    sealed interface Customized {
        /** Its number among the events of the chunk, from 0: steps may remove all headers, but this is Camel's own. */
        int event();

        /**
         * The steps have kept it.
         *
         * @param text its text, as the steps have left it
         * @param namespace where its rows are to go; blank where the steps do not say
         */
        record Kept(int event, byte[] text, String namespace) implements Customized {}

        /** The steps have failed on it. */
        record Refused(int event, String reason) implements Customized {}

        /** The steps have stopped it. */
        record Dropped(int event) implements Customized {}
    }

    CustomizedChunk(Chunk chunk, List<Customization.Event> inOrder) {
        this.chunk = chunk;
        this.inOrder = inOrder;
    }

    void add(Customized event) {
        events.put(inOrder.get(event.event()).line(), event);
    }

    /** The chunk as the steps have left it; lines that are no events are left to the mapping, which rejects them. */
    Chunk chunk() {
        var result = new Chunk.Builder(chunk.size() == 0 ? 0 : chunk.end(chunk.size() - 1) - chunk.start(0));
        for (int line = 0; line < chunk.size(); line++) {
            var event = events.get(line);
            if (event instanceof Customized.Kept kept) {
                result.append(kept.text(), 0, kept.text().length);
                result.endLine(chunk.line(line), "");
                if (!kept.namespace().isEmpty()) {
                    result.sendTo(kept.namespace());
                }
            } else if (event instanceof Customized.Dropped) {
                result.drop();
            } else {
                var refusal = event instanceof Customized.Refused refused ? refused.reason() : chunk.refusal(line);
                result.append(chunk.bytes(), chunk.start(line), chunk.end(line) - chunk.start(line));
                result.endLine(chunk.line(line), refusal);
            }
        }
        result.madeOf(chunk);
        result.context(chunk.context());
        return result.build();
    }
}
