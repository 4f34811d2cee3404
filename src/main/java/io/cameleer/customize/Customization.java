package io.cameleer.customize;

import io.cameleer.json.Tape;
import io.cameleer.privacy.Privacy;
import io.cameleer.read.Chunk;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** The user's own steps, as the routes speak of them. */
public final class Customization {
    private static final String STEPS = "direct://customize";

    private final boolean privateValues;

    /** @param privacy with any, what an error says of a value is not kept */
    public Customization(Privacy privacy) {
        privateValues = privacy.isOn();
    }

    /** Whether there are such steps: a route that begins with {@code direct:customize}. */
    public boolean wanted(CamelContext context) {
        return context.getRoutes().stream()
                .anyMatch(route -> STEPS.equals(route.getEndpoint().getEndpointUri()));
    }

    /** A chunk begins its way through them. */
    public Customizing begin(@Body Chunk chunk) {
        return new Customizing(chunk, new Tape());
    }

    /** One of its events, as the map that the steps see. */
    public Map<String, Object> event(
            @ExchangeProperty("customizing") Customizing customizing, @ExchangeProperty(Exchange.SPLIT_INDEX) int event)
            throws IOException {
        return customizing.event(event);
    }

    /**
     * An event has come through the steps.
     *
     * @throws NoEventException if it is no map any more
     */
    public void keep(
            @ExchangeProperty("customizing") Customizing customizing,
            @ExchangeProperty(Exchange.SPLIT_INDEX) int event,
            @Body Object changed)
            throws IOException {
        if (!(changed instanceof Map<?, ?> map)) {
            throw new NoEventException(changed);
        }
        customizing.keep(event, map);
    }

    /** The steps have failed on an event. */
    public void refuse(
            @ExchangeProperty("customizing") Customizing customizing,
            @ExchangeProperty(Exchange.SPLIT_INDEX) int event,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        customizing.refuse(event, "the customize route failed: " + reason(error));
    }

    /** What began it: the causes above only say that an expression or a bean could not be called. */
    private String reason(Throwable error) {
        var root = Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .reduce((above, cause) -> cause)
                .orElseThrow();
        if (root instanceof NoEventException) {
            return root.getMessage();
        }
        var kind = root.getClass().getSimpleName();
        return privateValues ? kind : kind + ": " + root.getMessage();
    }
}
