package io.cameleer.storage.folder;

import io.cameleer.settings.Settings;
import io.cameleer.storage.Storage;
import io.cameleer.storage.StorageType;
import java.nio.file.Path;

/** The storage type {@code folder}. Its errors say themselves what they mean. */
public final class FolderStorageType implements StorageType {
    @Override
    public String name() {
        return "folder";
    }

    @Override
    public Storage storage(Settings settings, int readers) {
        return new FolderStorage(
                Path.of(settings.required("storage.folder", "the folder that holds the event files")),
                settings.text("storage.prefix"));
    }
}
