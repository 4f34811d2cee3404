package io.cameleer.settings;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultContextServiceLoaderPlugin;
import org.apache.camel.spi.ContextServiceLoaderPluginResolver;

/** A Camel context for what is done outside of the routes, without plugins: Cameleer's own would add all its beans. */
public final class BareContext extends DefaultCamelContext {
    @Override
    protected ContextServiceLoaderPluginResolver createContextServiceLoaderPlugin() {
        return new DefaultContextServiceLoaderPlugin() {
            @Override
            protected void doStart() {}
        };
    }
}
