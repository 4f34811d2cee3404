package io.cameleer.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerOptions;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class IdleTimeoutVertxTest {
    @Test
    void aConnectionThatSaysNothingIsEnded() throws Exception {
        var vertx = new IdleTimeoutVertx(1);
        try {
            var server = vertx.createHttpServer(new HttpServerOptions())
                    .requestHandler(asked -> asked.response().end())
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            try (var silent = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
                silent.setSoTimeout(60_000);

                assertThat(silent.getInputStream().read()).as("the end").isEqualTo(-1);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }
}
