package io.cameleer.customize;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.json.Tape;
import io.cameleer.privacy.Privacy;
import io.cameleer.read.Chunk;
import io.cameleer.trouble.Causes;
import io.cameleer.warehouse.Namespace;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/** The user's own routes, as the others speak of them: those that begin with one of the names that are called. */
public final class Customization {
    private final boolean privateValues;

    /** @param privacy with any, what an error says of a value is not kept */
    public Customization(Privacy privacy) {
        privateValues = privacy.isOn();
    }

    /** Whether there is a route for each event. */
    public boolean wantsEvents(CamelContext context) {
        return has("customize", context);
    }

    /** Whether there is a route for each table batch that is committed. */
    public boolean wantsBatches(CamelContext context) {
        return has("loaded", context);
    }

    /** Whether there is a route for the report of each sync. */
    public boolean wantsReports(CamelContext context) {
        return has("synced", context);
    }

    private static boolean has(String direct, CamelContext context) {
        var uri = "direct://" + direct;
        return context.getRoutes().stream()
                .anyMatch(route -> route.getEndpoint().getEndpointUri().equals(uri));
    }

    /** The rows of a table batch as JSON lines. */
    public InputStream lines(@Body TableBatch batch) {
        return new JsonLines(batch);
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
     * @param namespace the PostgreSQL schema that they want it in, or null
     * @throws NoEventException if it is no map any more
     * @throws io.cameleer.settings.InvalidSettingException if PostgreSQL would not take the namespace
     */
    public void keep(
            @ExchangeProperty("customizing") Customizing customizing,
            @ExchangeProperty(Exchange.SPLIT_INDEX) int event,
            @Body Object changed,
            @Header("namespace") String namespace)
            throws IOException {
        if (!(changed instanceof Map<?, ?> map)) {
            throw new NoEventException(changed);
        }
        boolean chosen = namespace != null && !namespace.isBlank();
        customizing.keep(event, map, chosen ? Namespace.usable("header.namespace", namespace) : "");
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
        var root = Causes.last(error, Throwable.class).orElseThrow();
        if (root instanceof NoEventException) {
            return root.getMessage();
        }
        var kind = root.getClass().getSimpleName();
        return privateValues ? kind : kind + ": " + root.getMessage();
    }
}
