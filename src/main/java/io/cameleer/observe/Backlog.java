package io.cameleer.observe;

import io.cameleer.postgres.SqlErrors;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the ledger says is left to do, as it was when it was last asked; and by that whether this process is ready: it is
 * if the ledger's database answers.
 */
public final class Backlog extends AbstractHealthCheck {
    /** The detail of a result that is down: PostgreSQL's code for its error, five letters and digits. */
    static final String SQLSTATE = "sqlstate";

    private static final Logger LOG = LoggerFactory.getLogger("cameleer");
    private static final Answer NOTHING_KNOWN = new Answer(Map.of(), true, "");

    private volatile Answer last = new Answer(Map.of(), false, "");

    /**
     * One answer of the ledger.
     *
     * @param numbers by their column in {@code backlog.sql}
     * @param answers whether the database has answered, if only that there is no ledger yet
     * @param sqlstate if it has not, the code of its error; blank if there is none
     */
    private record Answer(Map<String, Number> numbers, boolean answers, String sqlstate) {
        double number(String name) {
            var number = numbers.get(name);
            return number == null ? Double.NaN : number.doubleValue();
        }
    }

    /** @param registry gets a gauge of each number */
    public Backlog(MeterRegistry registry) {
        super("cameleer", "warehouse");
        gauge(registry, "cameleer.files.waiting", "Files that are known and not wholly loaded", "files");
        gauge(registry, "cameleer.lag.seconds", "How long ago the oldest of the files that wait was written", "lag");
        gauge(registry, "cameleer.last.sync.end.timestamp.seconds", "When the last sync ended", "ended_at");
        gauge(registry, "cameleer.last.sync.success", "1 if the last sync loaded all that was due, else 0", "success");
    }

    /** The ledger has answered. */
    public void found(@Body Map<String, Number> numbers) {
        last = new Answer(numbers, true, "");
    }

    /** The ledger has not answered; before the first sync there is none, which is no error. */
    public void unknown(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        var noServer = SqlErrors.in(error).filter(SqlErrors::concernsServer);
        if (noServer.isPresent() && last.answers()) {
            LOG.warn("Not ready: {}", SqlErrors.explain(noServer.get()));
        }
        last = noServer.map(sql -> new Answer(Map.of(), false, Objects.requireNonNullElse(sql.getSQLState(), "")))
                .orElse(NOTHING_KNOWN);
    }

    /** Only readiness: what is wrong with the database is not put right by a restart of this process. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        var answer = last;
        if (answer.answers()) {
            result.up();
        } else {
            result.down().detail(SQLSTATE, answer.sqlstate());
        }
    }

    private void gauge(MeterRegistry registry, String name, String description, String column) {
        ToDoubleFunction<Backlog> value = backlog -> backlog.last.number(column);
        Gauge.builder(name, this, value).description(description).register(registry);
    }
}
