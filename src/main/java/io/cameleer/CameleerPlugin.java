package io.cameleer;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import io.cameleer.storage.Storages;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Cameleer within a program that is not its own, such as one that Camel K builds: a Camel context that asks for it gets its
 * beans, and all its settings as properties. Routes that name them are for that program to bring. A context asks by its
 * properties: by any of the {@code warehouse.*} settings, or by {@code cameleer.enabled = true}, for which
 * {@code CAMELEER_ENABLED} may stand in the environment. To any other context nothing is done, whatever else its properties
 * are called and the environment holds. Of the settings, what the context's properties say counts; the environment counts
 * more.
 */
public final class CameleerPlugin implements ContextServicePlugin {
    /** Whether the program asks for Cameleer; blank: if it says something of the warehouse. */
    private static final String ENABLED = "cameleer.enabled";

    /** The settings that every load needs, and whose names a program is unlikely to have for something else. */
    private static final String WAREHOUSE = "warehouse.";

    /** Where its own routes are: the program has others. */
    private static final String ROUTES = "camel.main.routesIncludePattern";

    @Override
    public void load(CamelContext context) {
        if (context.getRegistry().lookupByName("syncs") != null) {
            return; // the program is Cameleer's own
        }
        try {
            var defaults = Settings.defaults();
            var own = own(context, defaults);
            var enabled = own.remove(ENABLED);
            if (isAskedFor(enabled == null ? "" : enabled, own)) {
                bind(
                        context,
                        defaults.with(own, "in the program's properties")
                                .withEnvironment(System.getenv())
                                .resolved());
            }
        } catch (InvalidSettingException e) {
            context.addLifecycleStrategy(new Refusal(e));
        }
    }

    /** What the program's properties say that is of Cameleer or of routes of the user's own. */
    private static Map<String, String> own(CamelContext context, Settings defaults) {
        return context
                .getPropertiesComponent()
                .loadProperties(key -> key.equals(ENABLED)
                        || key.startsWith("my.")
                        || defaults.keys().contains(key))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(property -> property.getKey().toString(), property -> property.getValue()
                        .toString()));
    }

    private static boolean isAskedFor(String property, Map<String, String> own) {
        var enabled = System.getenv()
                .getOrDefault(Settings.variable(ENABLED), property)
                .trim();
        return switch (enabled) {
            case "true" -> true;
            case "false" -> false;
            case "" -> own.keySet().stream().anyMatch(key -> key.startsWith(WAREHOUSE));
            default ->
                throw new InvalidSettingException(
                        "%s is \"%s\", but must be true or false.".formatted(ENABLED, enabled));
        };
    }

    private static void bind(CamelContext context, Settings settings) {
        // first, since that checks the settings: Camel would refuse some in its own words
        var beans =
                new Beans(Configuration.of(settings), Storages.of(settings), report -> {}, context.getRegistry()::bind);
        settings.properties().forEach((key, value) -> {
            if (!key.equals(ROUTES)) {
                context.getPropertiesComponent().addOverrideProperty(key.toString(), value.toString());
            }
        });
        beans.announce();
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext stopping) {
                beans.stopSync();
            }

            @Override
            public void onContextStopped(CamelContext stopped) {
                beans.release();
            }
        });
    }

    /** Camel would only warn of a plugin that fails, and run routes without their beans. */
    private static final class Refusal extends LifecycleStrategySupport {
        private final InvalidSettingException reason;

        Refusal(InvalidSettingException reason) {
            this.reason = reason;
        }

        @Override
        public void onContextInitializing(CamelContext context) throws VetoCamelContextStartException {
            throw new VetoCamelContextStartException(reason.getMessage(), reason, context, true);
        }
    }
}
