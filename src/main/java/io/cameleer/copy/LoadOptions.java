package io.cameleer.copy;

import io.cameleer.batch.LoadMode;
import io.cameleer.settings.Settings;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How rows are loaded. What the routes read by themselves is checked here, since Camel would say too late, or in words of
 * its own, what is wrong with it.
 *
 * @param method read by the routes
 * @param mergeWindow how far back from its own time a row with the same id is looked for, as PostgreSQL writes an interval;
 *     blank: all the way
 * @param maxRejected rows of one table batch that PostgreSQL may refuse
 * @param retries how often something is tried again after a transient error; read by the routes
 * @param retryDelay the first pause before that; read by the routes
 */
public record LoadOptions(
        LoadMethod method, LoadMode mode, String mergeWindow, int maxRejected, int retries, Duration retryDelay) {
    /** Of what PostgreSQL takes for an interval, what people mean by it. */
    private static final Pattern WINDOW = Pattern.compile("|\\d{1,6} (minute|hour|day|week|month|year)s?");

    /**
     * What the settings say.
     *
     * @throws io.cameleer.settings.InvalidSettingException if they make no sense
     */
    public static LoadOptions of(Settings settings) {
        return new LoadOptions(
                settings.choice("load.method", LoadMethod.class),
                settings.choice("load.mode", LoadMode.CHOICES),
                settings.text("load.merge-window", WINDOW, "blank, or a time such as 36 hours, 30 days or 2 years"),
                settings.number("load.max-rejected", 1, Integer.MAX_VALUE),
                settings.number("load.retries", 0, 10_000),
                Duration.ofMillis(settings.number("load.retry-delay", 0, 3_600_000)));
    }
}
