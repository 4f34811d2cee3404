package io.cameleer.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The text of a settings file: a setting a line, {@code name = value} or {@code name=value}. It looks like Java's properties
 * but a value is taken as it is written, to the end of its line: nothing is an escape, so that a password can be put there
 * without knowing any rules. Lines that begin with {@code #} or {@code !} are comments.
 *
 * @param values the settings in their order, blanks at both ends of their values included
 * @param problems the lines that are neither a setting nor a comment, each in a sentence without the name of the file
 */
record SettingsFile(Map<String, String> values, List<String> problems) {
    private static final Pattern COMMENT = Pattern.compile("\\s*([#!].*)?", Pattern.DOTALL);

    /** Where a blank is in front of the equals sign the one behind it belongs to the sign, not to the value. */
    private static final Pattern SETTING =
            Pattern.compile("\\s*([^\\s=:]+)(?:\\s+[=:][ \\t]?|[=:])(.*)", Pattern.DOTALL);

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    static SettingsFile of(String text) {
        var values = new LinkedHashMap<String, String>();
        var problems = new ArrayList<String>();
        var lines = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        int number = 0;
        for (var line : lines.split("\r?\n|\r", -1)) {
            number++;
            var setting = SETTING.matcher(line);
            if (COMMENT.matcher(line).matches()) {
                continue;
            }
            if (setting.matches()) {
                values.put(setting.group(1), setting.group(2));
            } else {
                // what stands there may be part of a secret
                problems.add(
                        "line %d is no setting: it has no equals sign. A value ends with its line.".formatted(number));
            }
        }
        return new SettingsFile(values, problems);
    }
}
