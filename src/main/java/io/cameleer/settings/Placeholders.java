package io.cameleer.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Values that stand elsewhere: <code>{{env:NAME}}</code>, <code>{{sys:name}}</code>, and whatever else Camel has a function
 * of properties for on the class path, such as those of its vaults; of our own is <code>{{file:/run/secrets/db}}</code>.
 * Other text between braces stays as it is.
 */
final class Placeholders implements AutoCloseable {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z][a-z0-9.-]*):([^{}]+)}}");

    /** Made when it is first needed: most settings have no placeholders. */
    private CamelContext camel;

    /** A placeholder stands for nothing. The message is the placeholder, and why. */
    static final class UnresolvedException extends Exception {
        private static final long serialVersionUID = 1L;

        private UnresolvedException(String placeholder, String why) {
            super(placeholder + ", " + why);
        }
    }

    /** The text with what its placeholders stand for, which is not looked through in turn. */
    String resolved(String text) throws UnresolvedException {
        var placeholder = PLACEHOLDER.matcher(text);
        var resolved = new StringBuilder();
        int copied = 0;
        while (placeholder.find()) {
            resolved.append(text, copied, placeholder.start())
                    .append(value(placeholder.group(), placeholder.group(1), placeholder.group(2)));
            copied = placeholder.end();
        }
        return resolved.append(text, copied, text.length()).toString();
    }

    private String value(String placeholder, String name, String of) throws UnresolvedException {
        if (camel == null) {
            camel = new BareContext();
            camel.getPropertiesComponent().addPropertiesFunction(new OfFile());
        }
        var function = camel.getPropertiesComponent().getPropertiesFunction(name);
        if (function == null) {
            throw new UnresolvedException(
                    placeholder,
                    "but there is no function \"%s\": its library is not on the class path.".formatted(name));
        }
        String value;
        try {
            value = function.apply(of);
        } catch (RuntimeException e) {
            throw new UnresolvedException(placeholder, "which cannot be resolved: " + e.getMessage());
        }
        if (value == null) {
            throw new UnresolvedException(placeholder, "which stands for nothing.");
        }
        return value;
    }

    @Override
    public void close() {
        if (camel != null) {
            camel.stop();
        }
    }

    /** What a file holds, without line ends behind it. */
    private static final class OfFile implements PropertiesFunction {
        @Override
        public String getName() {
            return "file";
        }

        @Override
        public String apply(String file) {
            try {
                return Files.readString(Path.of(file)).stripTrailing();
            } catch (IOException | InvalidPathException e) {
                throw new IllegalArgumentException("there is no such file that can be read.", e);
            }
        }
    }
}
