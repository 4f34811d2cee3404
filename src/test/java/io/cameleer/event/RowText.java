package io.cameleer.event;

import static io.cameleer.event.GoldenCase.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cameleer.row.Cells;
import io.cameleer.row.MappedRows;
import io.cameleer.row.Row;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Rows in the form of the worked cases: a table, the columns' types, and the data as text. */
final class RowText {
    private RowText() {}

    static ObjectNode of(MappedRows mapped) {
        ObjectNode result = JSON.createObjectNode();
        mapped.rejects().forEach(reject -> result.put("reject", reject.reason()));
        if (mapped.rejects().isEmpty()) {
            ArrayNode rows = result.putArray("rows");
            mapped.rows().forEach(row -> rows.add(of(row)));
        }
        return result;
    }

    static ObjectNode of(Row row) {
        ObjectNode result = JSON.createObjectNode().put("table", row.layout().table());
        ObjectNode columns = result.putObject("columns");
        ObjectNode data = result.putObject("data");
        for (Cells cells = row.cells(); cells.next(); ) {
            String column = row.layout().column(cells.position());
            columns.put(column, cells.type().name().toLowerCase(Locale.ROOT));
            data.put(column, cells.text());
        }
        if (!row.discards().isEmpty()) {
            ArrayNode discards = result.putArray("discards");
            row.discards().forEach(discard -> discards.addObject()
                    .put("column", discard.column())
                    .put("value", discard.value())
                    .put("reason", discard.reason()));
        }
        return result;
    }

    /** Whether a cell's text is the value that is expected, numbers by value and JSON text by content. */
    static boolean isSame(String type, JsonNode expected, String text) {
        return switch (type) {
            case "int", "float" -> isSameNumber(expected, Double.parseDouble(text));
            case "json" -> tree(expected.asText()).equals(tree(text));
            case "string" ->
                expected.isContainerNode()
                        ? tree(expected.toString()).equals(tree(text))
                        : expected.asText().equals(text)
                                || text.startsWith("{")
                                        && tree(expected.asText()).equals(tree(text));
            // RudderStack cuts an instant to the millisecond; that the further digits are right DatetimesTest shows
            case "datetime" -> expected.asText().equals(text.replaceFirst("(\\.\\d{3})\\d{3}Z$", "$1Z"));
            default -> expected.asText().equals(text);
        };
    }

    private static boolean isSameNumber(JsonNode expected, double number) {
        // beyond what a double holds JavaScript writes null
        return expected.isNumber() ? expected.doubleValue() == number : expected.isNull() && Double.isInfinite(number);
    }

    private static JsonNode tree(String json) {
        try {
            return byValue(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All numbers as doubles, so that 1 equals 1.0 and 0 equals -0.0. */
    private static JsonNode byValue(JsonNode node) {
        if (node.isNumber()) {
            return JSON.getNodeFactory().numberNode(node.doubleValue() + 0.0);
        }
        if (node.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            node.forEach(each -> array.add(byValue(each)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            node.properties().forEach(field -> object.set(field.getKey(), byValue(field.getValue())));
            return object;
        }
        return node;
    }
}
