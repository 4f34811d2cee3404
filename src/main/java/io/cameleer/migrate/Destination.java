package io.cameleer.migrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A destination as some file of RudderStack's describes it.
 *
 * @param id blank if the file does not say
 * @param name blank if the file does not say
 * @param type such as {@code POSTGRES}; blank if the file does not say
 * @param enabled whether RudderStack sends events there
 * @param config its own settings, by the names that RudderStack's forms and API have for them
 * @param sources those that are connected to it, as far as the file says
 */
record Destination(
        String id, String name, String type, boolean enabled, ObjectNode config, List<DestinationSource> sources) {
    /** A source that is connected to a destination; what the file does not say is blank. */
    record DestinationSource(String id, String name, String type, String category) {
        boolean isCalled(String text) {
            return text.equals(id) || text.equals(name);
        }

        @Override
        public String toString() {
            return shown(name, id);
        }
    }

    boolean isPostgres() {
        return type.isBlank() || type.equalsIgnoreCase("POSTGRES");
    }

    boolean isCalled(String text) {
        return text.equals(id) || text.equals(name);
    }

    Destination with(List<DestinationSource> some) {
        return new Destination(id, name, type, enabled, config, some);
    }

    /** For people: what it is called, and what it takes to choose it. */
    @Override
    public String toString() {
        return shown(name, id)
                + (enabled ? "" : ", switched off")
                + (sources.isEmpty()
                        ? ""
                        : sources.stream()
                                .map(DestinationSource::toString)
                                .collect(Collectors.joining(", ", ", from ", "")));
    }

    private static String shown(String name, String id) {
        return name.isBlank() ? id : id.isBlank() ? "\"" + name + "\"" : "\"%s\" (%s)".formatted(name, id);
    }
}
