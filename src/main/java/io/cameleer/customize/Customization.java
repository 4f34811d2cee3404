package io.cameleer.customize;

import io.cameleer.batch.TableBatch;
import io.cameleer.customize.CustomizedChunk.Customized;
import io.cameleer.customize.CustomizedChunk.Customized.Dropped;
import io.cameleer.customize.CustomizedChunk.Customized.Kept;
import io.cameleer.customize.CustomizedChunk.Customized.Refused;
import io.cameleer.error.Causes;
import io.cameleer.json.Tape;
import io.cameleer.naming.Namespace;
import io.cameleer.privacy.Privacy;
import io.cameleer.read.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.support.ExchangeHelper;

/** The user's own routes, as the others speak of them: those that begin with one of the names that are called. */
public final class Customization implements AggregationStrategy {
    private final boolean privateValues;

    /** @param privacy with any, what an error says of a value is not kept */
    public Customization(Privacy privacy) {
        privateValues = privacy.isOn();
    }

    /** Whether there is a route for each event. */
    public boolean isPresent(CamelContext context) {
        return context.getRoutes().stream()
                .anyMatch(route -> route.getEndpoint().getEndpointUri().equals("direct://customize"));
    }

    /** The rows of a batch as JSON lines. */
    public InputStream lines(@Body TableBatch batch) {
        return new JsonLines(batch);
    }

    /** The events of a chunk, each by the number of its line; lines that are no JSON objects are none. */
    public List<Event> events(@Body Chunk chunk) {
        var tape = new Tape();
        return IntStream.range(0, chunk.size())
                .filter(i -> chunk.refusal(i).isEmpty()
                        && tape.read(chunk.bytes(), chunk.start(i), chunk.end(i))
                        && tape.kind(0) == Tape.OBJECT)
                .mapToObj(line -> new Event(chunk, line))
                .toList();
    }

    /** An event of a chunk on its way to the steps. */
    public record Event(Chunk chunk, int line) {
        /** The map that the steps see. */
        public Map<String, Object> map() throws IOException {
            return EventText.read(chunk.bytes(), chunk.start(line), chunk.end(line));
        }
    }

    /**
     * An event has come through the steps.
     *
     * @param namespace the PostgreSQL schema that they want it in, or null
     * @throws NoEventException if it is no map any more
     * @throws io.cameleer.settings.InvalidSettingException if PostgreSQL would not take the namespace
     */
    public Object keep(
            @ExchangeProperty(Exchange.SPLIT_INDEX) int event,
            @Body Object changed,
            @Header("namespace") String namespace)
            throws IOException {
        if (!(changed instanceof Map<?, ?> map)) {
            throw new NoEventException(changed);
        }
        boolean chosen = namespace != null && !namespace.isBlank();
        return new Kept(event, EventText.write(map), chosen ? Namespace.usable("header.namespace", namespace) : "");
    }

    /** The steps have failed on an event. */
    public Object refuse(
            @ExchangeProperty(Exchange.SPLIT_INDEX) int event,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        return new Refused(event, "the customize route failed: " + reason(error));
    }

    /** Gathers what has become of the events of a chunk: one that has not come through was stopped. */
    @Override
    public Exchange aggregate(Exchange before, Exchange event, Exchange chunk) {
        // the chunk's own headers, whatever the steps have done to theirs
        var result = before == null ? ExchangeHelper.createCopy(chunk, true) : before;
        var gathered = before == null
                ? new CustomizedChunk(
                        chunk.getMessage().getBody(Chunk.class),
                        events(chunk.getMessage().getBody(Chunk.class)))
                : before.getMessage().getBody(CustomizedChunk.class);
        gathered.add(
                event.getMessage().getBody() instanceof Customized customized
                        ? customized
                        : new Dropped(event.getProperty(Exchange.SPLIT_INDEX, Integer.class)));
        result.getMessage().setBody(gathered);
        return result;
    }

    @Override
    public Exchange aggregate(Exchange before, Exchange event) {
        throw new UnsupportedOperationException("the chunk is needed");
    }

    /** The chunk as the steps have left it. */
    public Chunk chunk(@Body Object customized) {
        return customized instanceof CustomizedChunk events ? events.chunk() : (Chunk) customized;
    }

    /** What began it: the causes above only say that an expression or a bean could not be called. */
    private String reason(Throwable error) {
        var root = Causes.last(error, Throwable.class).orElseThrow();
        if (root instanceof NoEventException) {
            return root.getMessage();
        }
        var kind = root.getClass().getSimpleName();
        return privateValues ? kind : kind + ": " + root.getMessage();
    }
}
