package io.cameleer;

import io.cameleer.settings.Settings;
import io.cameleer.sync.Report;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** The routes at work, from the settings to the end of the program. */
public final class Application implements AutoCloseable {
    private final Main main = new Main();

    /**
     * @param settings what is to be loaded, where to and how
     * @throws io.cameleer.settings.InvalidSettingException if the settings make no sense
     */
    public Application(Settings settings) {
        main.setOverrideProperties(settings.properties());
        var beans = new Beans(settings, main::bind);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStop(BaseMainSupport stopped) {
                beans.release();
            }
        });
    }

    /** Starts the routes; with {@code sync.scheduled} syncs run by themselves from here on. */
    public Application start() {
        main.start();
        return this;
    }

    /** Runs until the program is asked to end. */
    public void run() throws Exception {
        main.run();
    }

    /** Runs one sync, now. */
    public Report sync() {
        return main.getCamelContext()
                .createFluentProducerTemplate()
                .to("direct:sync")
                .request(Report.class);
    }

    /** Stops the routes; what is open is finished first, and what this process has claimed is given back. */
    @Override
    public void close() {
        main.stop();
    }
}
