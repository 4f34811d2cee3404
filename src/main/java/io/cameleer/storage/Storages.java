package io.cameleer.storage;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The kinds of storage that there are. */
public final class Storages {
    private static final List<StorageType> TYPES =
            ServiceLoader.load(StorageType.class, StorageType.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private Storages() {}

    /**
     * The storage that the settings name.
     *
     * @throws InvalidSettingException if they name none
     */
    public static Storage of(Settings settings) {
        var name = settings.text("storage.type");
        return TYPES.stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidSettingException("storage.type is \"%s\", but must be %s."
                        .formatted(
                                name,
                                TYPES.stream().map(StorageType::name).sorted().collect(Collectors.joining(" or ")))))
                .storage(settings.only("storage.", "my."), settings.number("load.threads", 1, 64));
    }

    /** The {@linkplain Storage#location() location} of the storage that the settings name. */
    public static String location(Settings settings) {
        try (var storage = of(settings)) {
            return storage.location();
        }
    }

    static List<StorageType> types() {
        return TYPES;
    }
}
