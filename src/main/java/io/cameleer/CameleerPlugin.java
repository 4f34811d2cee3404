package io.cameleer;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Cameleer within a program that is not its own, such as one that Camel K builds: where its jar is on the class path, a
 * Camel context gets its beans, and all its settings as properties. Routes that name them are for that program to bring.
 * What its own properties say of a setting counts; the environment counts more.
 */
public final class CameleerPlugin implements ContextServicePlugin {
    /** Where its own routes are: the program has others. */
    private static final String ROUTES = "camel.main.routesIncludePattern";

    @Override
    public void load(CamelContext context) {
        if (context.getRegistry().lookupByName("syncs") == null) { // else the program is Cameleer's own
            try {
                bind(context);
            } catch (InvalidSettingException e) {
                context.addLifecycleStrategy(new Refusal(e));
            }
        }
    }

    private static void bind(CamelContext context) {
        var settings = settings(context);
        settings.properties().forEach((key, value) -> {
            if (!key.equals(ROUTES)) {
                context.getPropertiesComponent().addOverrideProperty(key.toString(), value.toString());
            }
        });
        var beans = new Beans(settings, report -> {}, context.getRegistry()::bind);
        beans.announce(settings.flag("sync.scheduled"));
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

    private static Settings settings(CamelContext context) {
        var defaults = Settings.defaults();
        var own = context
                .getPropertiesComponent()
                .loadProperties(key -> defaults.keys().contains(key) || key.startsWith("my."))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(property -> property.getKey().toString(), property -> property.getValue()
                        .toString()));
        return defaults.with(own, "in the program's properties").withEnvironment(System.getenv());
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
