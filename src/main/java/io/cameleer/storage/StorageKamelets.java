package io.cameleer.storage;

import io.cameleer.message.Headers;
import io.cameleer.settings.BareContext;
import io.cameleer.settings.Settings;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.kamelet.KameletComponent;

/** The kamelets of the storage in use, as routes call them, for whoever is outside a route. */
public final class StorageKamelets implements AutoCloseable {
    private final Storage storage;
    private final BareContext context;
    private final ProducerTemplate camel;
    private final String type;

    /**
     * @param settings those of the storage, and {@code routes.folder}, which holds the kamelets
     * @throws io.cameleer.settings.InvalidSettingException if they make no sense
     */
    public StorageKamelets(Settings settings) {
        type = settings.text("storage.type");
        storage = Storages.of(settings);
        context = new BareContext();
        context.getRegistry().bind("storage", storage);
        storage.beans().forEach(context.getRegistry()::bind);
        context.getPropertiesComponent().setOverrideProperties(settings.properties());
        context.setStartupSummaryLevel(StartupSummaryLevel.Off);
        context.setStreamCaching(false);
        context.getComponent("kamelet", KameletComponent.class)
                .setLocation(context.resolvePropertyPlaceholders("{{camel.component.kamelet.location}}"));
        context.start();
        camel = context.createProducerTemplate();
    }

    /** The objects that there are, by the kamelet {@code storage-<type>-list}. */
    @SuppressWarnings("unchecked")
    public Iterator<StoredObject> list(String recentSince) {
        return (Iterator<StoredObject>) ask("list", Map.of(Headers.RECENT_SINCE, recentSince), Iterator.class);
    }

    /** The bytes of an object, by the kamelet {@code storage-<type>-get}. */
    public InputStream open(StoredObject object) {
        return ask("get", Map.of(Headers.KEY, object.key(), Headers.ETAG, object.etag()), InputStream.class);
    }

    private <T> T ask(String action, Map<String, Object> headers, Class<T> type) {
        return camel.requestBodyAndHeaders("kamelet:storage-%s-%s".formatted(this.type, action), null, headers, type);
    }

    @Override
    public void close() {
        try (storage) {
            context.close();
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }
}
