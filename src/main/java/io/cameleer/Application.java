package io.cameleer;

import io.cameleer.observe.ListenAddress;
import io.cameleer.replay.Replay;
import io.cameleer.replay.Selection;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import io.cameleer.sync.Report;
import io.cameleer.sync.SyncStoppedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** The routes at work, from the settings to the end of the program. */
public final class Application implements AutoCloseable {
    private final Main main = new Main();
    private final Beans beans;
    private final Optional<ListenAddress> observed;
    private volatile boolean closed;

    /**
     * @param settings what is to be loaded, where to and how
     * @param afterSync is told of every sync that has ended
     * @throws InvalidSettingException if the settings make no sense
     */
    public Application(Settings settings, Consumer<Report> afterSync) {
        checkRoutes(settings);
        main.setOverrideProperties(settings.properties());
        observed = ListenAddress.of(settings);
        if (settings.flag("routes.reload")) {
            main.addMainListener(new MainListenerSupport() {
                @Override
                public void afterConfigure(BaseMainSupport configured) {
                    addReload(Path.of(settings.text("routes.folder")));
                }
            });
        }
        beans = new Beans(settings, afterSync, main::bind);
        beans.announce(settings.flag("sync.scheduled"));
    }

    private void addReload(Path folder) {
        try {
            main.getCamelContext().addService(new RouteReload(folder));
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    /**
     * Whether the settings make sense, as far as that can be told without a connection.
     *
     * @throws InvalidSettingException if they do not
     */
    public static void check(Settings settings) {
        checkRoutes(settings);
        ListenAddress.of(settings);
        new Beans(settings, report -> {}, (name, bean) -> {}).close();
    }

    /** That the routes are there, and the kamelet that they read the storage by. */
    private static void checkRoutes(Settings settings) {
        var folder = Path.of(settings.text("routes.folder"));
        if (!Files.isDirectory(folder)) {
            throw new InvalidSettingException("routes.folder is %s, but there is no such folder.".formatted(folder));
        }
        var kamelet = folder.resolve("kamelets/storage-%s.kamelet.yaml".formatted(settings.text("storage.type")));
        if (!Files.exists(kamelet)) {
            throw new InvalidSettingException(
                    "storage.type is \"%s\", but there is no %s, which would say how to read it."
                            .formatted(settings.text("storage.type"), kamelet));
        }
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
            beans.release();
        }
    }
}
