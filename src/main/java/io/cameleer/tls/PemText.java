package io.cameleer.tls;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.util.regex.Pattern;

/**
 * Text in PEM, in whatever form people have it: also pasted into one line. What it holds is for {@link Pem} to say, whose
 * library takes a quarter of a second to load, and most connections need none.
 */
final class PemText {
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern HEADERS =
            Pattern.compile("\\s*Proc-Type:\\s*(\\S+)\\s+DEK-Info:\\s*(\\S+)(.*)", Pattern.DOTALL);

    private PemText() {}

    /**
     * The text of a setting that is PEM or names a file with it; blank if it is not set.
     *
     * @throws InvalidSettingException if it is neither
     */
    static String of(Settings settings, String key) {
        var text = settings.content(key, BEGIN);
        if (!text.isBlank() && !BLOCK.matcher(text).find()) {
            throw new InvalidSettingException(
                    key + " is no PEM text: it has no whole block from -----BEGIN …----- to -----END …-----.");
        }
        return wellFormed(text);
    }

    /** The same with line ends where PEM wants them; white space and {@code \n} in two characters stand for one. */
    private static String wellFormed(String pem) {
        var text = new StringBuilder();
        var blocks = BLOCK.matcher(pem.replace("\\n", "\n").replace("\\r", ""));
        while (blocks.find()) {
            var body = blocks.group(2);
            text.append("-----BEGIN ").append(blocks.group(1)).append("-----\n");
            var headers = HEADERS.matcher(body);
            if (headers.matches()) {
                text.append("Proc-Type: %s\nDEK-Info: %s\n\n".formatted(headers.group(1), headers.group(2)));
                body = headers.group(3);
            }
            text.append(body.replaceAll("\\s", "").replaceAll("(.{64})", "$1\n").stripTrailing())
                    .append("\n-----END ")
                    .append(blocks.group(1))
                    .append("-----\n");
        }
        return text.toString();
    }
}
