package io.cameleer.observe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/**
 * Says by HTTP which check is up or down, and PostgreSQL's code for its error. In the place of Camel's own answers, whose
 * asker can choose to be told all details, down to a stack trace.
 */
public final class HealthEndpoint {
    private static final String HEALTH = "/observe/health";
    private static final String METRICS = "/observe/metrics";

    /** Camel's word for: also those that are up. */
    private static final String ALL = "full";

    private HealthEndpoint() {}

    /**
     * Answers from here on, until the context's server ends.
     *
     * @param camel its management server listens already
     * @param port the one that it listens on
     */
    public static void serve(CamelContext camel, int port) {
        var router = VertxPlatformHttpRouter.lookup(camel, VertxPlatformHttpRouter.getRouterNameFromPort(port));
        answer(router, HEALTH, () -> HealthCheckHelper.invoke(camel, ALL), false);
        answer(router, HEALTH + "/live", () -> HealthCheckHelper.invokeLiveness(camel, ALL), false);
        answer(router, HEALTH + "/ready", () -> HealthCheckHelper.invokeReadiness(camel, ALL), true);
        // Camel answers to GET alone
        router.route(HttpMethod.HEAD, METRICS).handler(asked -> asked.response().end());
    }

    /** @param ready whether a check whose state is not known counts as down */
    private static void answer(
            VertxPlatformHttpRouter router,
            String path,
            Supplier<Collection<HealthCheck.Result>> checks,
            boolean ready) {
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .blockingHandler(asked -> answer(asked, checks.get(), ready), false);
    }

    private static void answer(RoutingContext asked, Collection<HealthCheck.Result> results, boolean ready) {
        boolean up = HealthCheckHelper.isResultsUp(results, ready);
        var body = JsonNodeFactory.instance.objectNode();
        body.put("status", up ? "UP" : "DOWN");
        var checks = body.putArray("checks");
        results.stream()
                .filter(HealthEndpoint::isOfInterest)
                .sorted(Comparator.comparing(result -> result.getCheck().getId()))
                .forEach(result -> checks.add(check(result)));
        var response = asked.response().setStatusCode(up ? 200 : 503).putHeader("content-type", "application/json");
        if (asked.request().method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(body + "\n");
        }
    }

    /** One for each route and consumer would hide the others as long as all is well. */
    private static boolean isOfInterest(HealthCheck.Result result) {
        return result.getState() != HealthCheck.State.UP
                || !result.getCheck().getId().contains(":");
    }

    private static ObjectNode check(HealthCheck.Result result) {
        var check = JsonNodeFactory.instance.objectNode();
        check.put("name", result.getCheck().getId());
        check.put("status", result.getState().name());
        if (result.getDetails().get(Backlog.SQLSTATE) instanceof String sqlstate && !sqlstate.isEmpty()) {
            check.put("sqlstate", sqlstate);
        }
        return check;
    }
}
