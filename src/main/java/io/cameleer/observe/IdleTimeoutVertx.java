package io.cameleer.observe;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;

/**
 * Vert.x whose HTTP servers end connections of which nothing is heard: otherwise whoever can connect can use up the
 * process's open files. Camel's server has no setting for it, but takes the Vert.x that it finds in the registry.
 */
public final class IdleTimeoutVertx extends VertxWrapper {
    /** Longer than the intervals in which Kubernetes and Prometheus usually ask. */
    private static final int IDLE_SECONDS = 75;

    private final int idleSeconds;

    public IdleTimeoutVertx() {
        this(IDLE_SECONDS);
    }

    IdleTimeoutVertx(int idleSeconds) {
        super((VertxInternal) Vertx.vertx());
        this.idleSeconds = idleSeconds;
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        return super.createHttpServer(options.setIdleTimeout(idleSeconds));
    }
}
