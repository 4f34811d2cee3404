package io.cameleer;

import io.cameleer.message.Headers;
import io.cameleer.observe.HealthEndpoint;
import io.cameleer.observe.IdleTimeoutVertx;
import io.cameleer.observe.ListenAddress;
import io.cameleer.replay.Replay;
import io.cameleer.replay.Selection;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import io.cameleer.storage.StorageKamelets;
import io.cameleer.storage.Storages;
import io.cameleer.sync.Report;
import io.cameleer.sync.SyncStoppedException;
import io.cameleer.validate.Validation;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** The routes at work, from the settings to the end of the program. */
public final class Application implements AutoCloseable {
    private final Main main = new Main();
    private final Beans beans;
    private final Optional<ListenAddress> observed;
    private final Optional<Vertx> vertx;
    private volatile boolean closed;

    /**
     * @param settings what is to be loaded, where to and how
     * @param afterSync is told of every sync that has ended
     * @throws InvalidSettingException if the settings make no sense
     */
    public Application(Settings settings, Consumer<Report> afterSync) {
        var setup = settings.read(Setup::of);
        var routes = setup.routes;
        var configuration = setup.configuration;
        // the settings are all that counts, whatever else is on the class path
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setOverrideProperties(settings.properties());
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport configured) {
                lookNowhereElse(configured.getCamelContext());
            }
        });
        observed = configuration.observed();
        if (routes.reload()) {
            main.addMainListener(new MainListenerSupport() {
                @Override
                public void afterConfigure(BaseMainSupport configured) {
                    addReload(routes.path());
                }
            });
        }
        beans = new Beans(configuration, Storages.of(settings), afterSync, main::bind);
        vertx = observed.map(address -> new IdleTimeoutVertx());
        vertx.ifPresent(server -> main.bind("vertx", server));
        beans.announce();
    }

    /** A placeholder that is no setting is an error: the environment has secrets, which a route could be brought to send. */
    private static void lookNowhereElse(CamelContext context) {
        var placeholders = (PropertiesComponent) context.getPropertiesComponent();
        placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        placeholders.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
    }

    private void addReload(Path folder) {
        try {
            main.getCamelContext().addService(new RouteReload(folder));
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    /** What the settings say to a program of our own. */
    private record Setup(RouteFolder routes, Configuration configuration) {
        static Setup of(Settings settings) {
            return new Setup(settings.read(RouteFolder::of), settings.read(Configuration::of));
        }
    }

    /**
     * What the command validate tries out.
     *
     * @throws InvalidSettingException if the settings make no sense, as far as that can be told without a connection
     */
    static Validation.Subject subject(Settings settings) {
        var configuration = settings.read(Setup::of).configuration;
        return new Validation.Subject(
                configuration.connection(),
                configuration.namespace(),
                () -> new StorageKamelets(settings),
                configuration.remarks());
    }

    /**
     * Starts the routes; with {@code sync.scheduled} syncs run by themselves from here on.
     *
     * @throws BrokenRouteException if a route cannot be run as it is written
     * @throws InvalidSettingException if others listen where it is to, or Camel does not take a setting of its own
     */
    public Application start() {
        observed.ifPresent(ListenAddress::requireFree);
        try {
            main.start();
        } catch (PropertyBindingException e) {
            throw new InvalidSettingException("Camel has no setting %s%s, or does not take its value."
                    .formatted(e.getOptionPrefix(), e.getOptionKey()));
        } catch (RuntimeException e) {
            throw BrokenRouteException.in(e, main.getCamelContext())
                    .<RuntimeException>map(broken -> broken)
                    .orElse(e);
        }
        observed.ifPresent(address -> HealthEndpoint.serve(main.getCamelContext(), address.port()));
        return this;
    }

    /** Runs until the program is asked to end. */
    public void run() throws Exception {
        try {
            start();
            main.run();
        } finally {
            close();
        }
    }

    /**
     * Runs one sync, now.
     *
     * @throws SyncStoppedException if the program is asked to end meanwhile, and the sync does not end in time
     */
    public Report sync() {
        try {
            return main.getCamelContext()
                    .createFluentProducerTemplate()
                    .to("direct:sync")
                    .withHeader(Headers.LIST_ALL, true)
                    .request(Report.class);
        } catch (CamelExecutionException e) {
            if (closed) {
                throw new SyncStoppedException("the program has ended before its sync; the next sync goes on");
            }
            throw e;
        }
    }

    /** Loads rejected rows once more. */
    public Replay replay(Selection selection) {
        return main.getCamelContext()
                .createFluentProducerTemplate()
                .to("direct:replay")
                .withBody(selection)
                .request(Replay.class);
    }

    /**
     * Ends. A sync that is running ends with the transactions that are under way, and what this process has claimed is
     * given back.
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            beans.stopSync();
            main.stop();
            vertx.ifPresent(Vertx::close);
            beans.release();
        }
    }
}
