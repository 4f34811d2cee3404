package io.cameleer;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the routes are, in a program of our own; a program that Cameleer is a guest in brings its routes itself.
 *
 * @param reload whether the routes of a file are loaded anew when it is saved
 */
record RouteFolder(Path path, boolean reload) {
    /**
     * What the settings say.
     *
     * @throws InvalidSettingException if the routes are not there, or not the kamelets by which they list and open what is in storage
     */
    static RouteFolder of(Settings settings) {
        var folder = Path.of(settings.text("routes.folder"));
        if (!Files.isDirectory(folder)) {
            throw new InvalidSettingException("routes.folder is %s, but there is no such folder.".formatted(folder));
        }
        var type = settings.text("storage.type");
        for (var action : List.of("list", "get")) {
            var kamelet = folder.resolve("kamelets/storage-%s-%s.kamelet.yaml".formatted(type, action));
            if (!Files.exists(kamelet)) {
                throw new InvalidSettingException(
                        "storage.type is \"%s\", but there is no %s, which would say how to read it."
                                .formatted(type, kamelet));
            }
        }
        return new RouteFolder(folder, settings.flag("routes.reload"));
    }
}
