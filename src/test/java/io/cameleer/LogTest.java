package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The log of the distribution: senders choose names of tables, storages keys of objects, and all of them get there. */
class LogTest {
    @Test
    void noNameSteersTheTerminalOrPassesForALineOfItsOwn() throws Exception {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        try (var console = Console.open()) {
            var configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(Path.of("src/main/dist/conf/logback.xml").toFile());

            context.getLogger("cameleer")
                    .info("loaded {} rows of {}", 1, "a\u001b[31mred\r\n12:00:00Z INFO  all is well\u009b2J\u202eexe");

            assertThat(console.text().replaceFirst("^\\S+", "12:00:00Z"))
                    .isEqualTo("12:00:00Z INFO  loaded 1 rows of a\ufffd[31mred\n"
                            + "  12:00:00Z INFO  all is well\ufffd2J\ufffdexe\n");
        } finally {
            context.stop();
        }
    }
}
