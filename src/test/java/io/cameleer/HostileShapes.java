package io.cameleer;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Random;

/** Events that have a marked e-mail address, card number and address of their sender in any shape that reaches a column. */
public final class HostileShapes {
    private static final String PATHS =
            "properties.email,properties.contact.email,traits.email,traits.contact.email,context.traits.email,context.traits.contact.email,context.ip,properties.card.number";

    /** All of them drop, hash or mask what is marked; mapped rows of users have nothing to be merged by without their id. */
    public static final List<String> RULES = List.of(
            "privacy.drop=" + PATHS + " privacy.hash=userId",
            "privacy.hash=userId," + PATHS,
            "privacy.mask=userId," + PATHS);

    private static final List<String> TYPES = List.of(
            "track",
            "identify",
            "page",
            "screen",
            "group",
            "alias",
            "extract",
            "merge",
            "Track",
            "poem",
            "",
            "staging");
    private static final List<String> EMAILS = List.of(
            "email",
            "Email",
            "EMAIL",
            " email",
            "email ",
            "-email",
            "_email",
            "email\\ud800",
            "e\\u0000mail",
            "em\\u0061il",
            "email.",
            ".email",
            "email!",
            "email_address",
            "emailAddress",
            "email.work",
            "eMail",
            "e-mail",
            "\\u200bemail",
            "email\\ufeff",
            "contact.email",
            "contact_email",
            "Contact Email",
            "contactEmail");
    private static final List<String> ADDRESSES = List.of(
            "\"request_ip\":%s",
            "\"requestIP\":%s",
            "\"Request_IP\":%s",
            "\"request_ip\":%s,\"request_ip\":\"\"",
            "\"context.ip\":%s",
            "\"context_passed_ip\":%s");
    private static final List<String> USERS =
            List.of("userId", "user_id", "UserId", "USERID", "user.id", " userId", "userId\\u0000");
    private static final List<String> PARTS =
            List.of("properties", "userProperties", "traits", "Properties", "user_properties", " traits", "PROPERTIES");

    /** Rules as settings, with the key that they need. */
    public static String[] settings(String rules) {
        return (rules + " privacy.hash-key=0123456789abcdef").split(" ");
    }

    private final Random random;
    private final String marked;

    private HostileShapes(Random random, String marked) {
        this.random = random;
        this.marked = marked;
    }

    /**
     * A line.
     *
     * @param marked a word that the address, number and id of each have in them
     */
    public static String line(Random random, String marked) {
        var shapes = new HostileShapes(random, marked);
        var type = one(random, TYPES);
        return type.equals("staging") ? shapes.mapped() : shapes.event(type);
    }

    private String mapped() {
        var table = one(random, List.of("users", "identifies", "groups", "tracks", "shown", "pages", ""));
        var ofTraits = List.of("users", "identifies", "groups").contains(table);
        var columns = List.of(
                "email",
                "email_work",
                "contact_email",
                "context_traits_email",
                "context_ip",
                "context_request_ip",
                "context_passed_ip",
                "user_id",
                ofTraits ? "email_2" : "card_number",
                table.equals("users") ? "id" : "email_x");
        var data = new StringBuilder("\"id_x\":1");
        var types = new StringBuilder("\"id_x\":\"int\"");
        for (var column : columns) {
            if (random.nextInt(3) == 0) {
                data.append(",\"%s\":%s".formatted(column, value()));
                types.append(
                        ",\"%s\":\"%s\"".formatted(column, one(random, List.of("string", "json", "int", "datetime"))));
            }
        }
        data.append(",\"contact\":%s".formatted(contact(0)));
        types.append(",\"contact\":\"json\"");
        if (random.nextBoolean()) {
            data.append(",\"rudder_event\":%s".formatted(quoted(event("track"))));
            types.append(",\"rudder_event\":\"json\"");
        }
        var row = "{" + data + "}";
        return "{\"data\":%s,\"metadata\":{%s\"columns\":{%s}}}"
                .formatted(
                        random.nextInt(5) == 0 ? quoted(row) : row,
                        table.isEmpty() ? "" : "\"table\":\"" + table + "\",",
                        types);
    }

    private String event(String type) {
        var event =
                new StringBuilder("\"event\":\"Shown\",\"recordId\":\"r\",\"receivedAt\":\"2024-03-05T00:00:00.000Z\"");
        if (!type.isEmpty()) {
            event.append(",\"type\":\"%s\"".formatted(type));
        }
        event.append(",\"%s\":%s".formatted(one(random, USERS), value()));
        if (random.nextBoolean()) {
            event.append(",").append(one(random, ADDRESSES).formatted(value()));
        }
        if (random.nextInt(3) == 0) {
            event.append(",\"%s.%s\":%s".formatted(one(random, PARTS), one(random, EMAILS), value()));
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            event.append(",\"%s\":%s".formatted(one(random, PARTS), part()));
        }
        if (random.nextInt(8) == 0) {
            event.append(
                    ",\"integrations\":{\"POSTGRES\":{\"options\":{\"useBlendoCasing\":true,\"jsonPaths\":[\"contact\"]}}}");
        }
        event.append(",\"context\":%s".formatted(context()));
        return "{" + event + "}";
    }

    private String context() {
        var inside = "{\"ip\":%s,\"%s\":%s,\"locale\":\"en\"}"
                .formatted(value(), one(random, List.of("traits", "Traits", " traits")), part());
        return switch (random.nextInt(8)) {
            case 0 -> quoted(inside);
            case 1 -> "[" + inside + "]";
            case 2 -> "{\"ip\":%s,\"IP\":%1$s,\"traits\":%s}".formatted(value(), spread());
            case 3 -> "\"ip=" + marked + "\"";
            default -> inside;
        };
    }

    /** A text, spread into an object of its characters. */
    private String spread() {
        var object = new StringBuilder("{");
        var text = "email=" + marked;
        for (int i = 0; i < text.length(); i++) {
            object.append("%s\"%d\":\"%s\"".formatted(i > 0 ? "," : "", i, text.charAt(i)));
        }
        return object.append("}").toString();
    }

    private String part() {
        var fields = "\"%s\":%s,\"contact\":%s,\"shown\":1".formatted(one(random, EMAILS), value(), contact(0));
        var object = "{" + fields + "}";
        return switch (random.nextInt(9)) {
            case 0 -> quoted(object);
            case 1 -> quoted(quoted(object));
            case 2 -> "[%s,\"%s\",[%1$s]]".formatted(object, marked);
            case 3 -> "\"email=" + marked + "\"";
            case 4 -> quoted(object.substring(0, object.length() - 1));
            case 5 -> "{%s,\"email\":%s,\"email\":\"\"}".formatted(fields, value());
            default -> object;
        };
    }

    private String contact(int depth) {
        var contact = "{\"%s\":%s,\"since\":2020}".formatted(one(random, EMAILS.subList(0, 16)), value());
        return switch (random.nextInt(depth > 2 ? 1 : 6)) {
            case 0 -> contact;
            case 1 -> "[%s,%1$s]".formatted(contact);
            case 2 -> quoted(contact);
            case 3 -> "[[%s],%s]".formatted(contact(depth + 1), quoted(contact));
            case 4 -> quoted("[%s]".formatted(contact(depth + 1)));
            default -> "{\"email\":%s,\"%s\":{\"a\":[%1$s]}}".formatted(value(), one(random, EMAILS.subList(0, 16)));
        };
    }

    /** What is under a rule: of any kind, in any depth. */
    private String value() {
        var text = "\"%s-%d\"".formatted(marked, random.nextInt(1000));
        return switch (random.nextInt(8)) {
            case 0 -> "[%s,[%1$s]]".formatted(text);
            case 1 -> "{\"a\":%s,\"b\":[{\"c\":%1$s}]}".formatted(text);
            case 2 -> quoted("{\"a\":%s}".formatted(text));
            case 3 -> "\"%s-%s\"".formatted(marked, "x".repeat(random.nextInt(500)));
            default -> text;
        };
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
