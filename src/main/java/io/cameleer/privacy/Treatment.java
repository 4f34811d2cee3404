package io.cameleer.privacy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;

/** What becomes of a value at a path. */
enum Treatment {
    /** It stays, and all that is within it. */
    KEEP,
    /** It stays, but something within it may not. */
    DESCEND,
    /** It becomes null. */
    DROP,
    /** It becomes its HMAC-SHA-256, in hexadecimal digits: the same for the same value. */
    HASH,
    /** It loses what tells people apart: of an e-mail address the domain is left, of an IP address the network. */
    MASK;

    private static final String MASKED = "***";
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+(@[^@\\s]+)");
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.)\\d{1,3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    /** The text in the place of a scalar's; only of {@link #HASH} and {@link #MASK}, and never one that JSON must escape. */
    String of(String text, Mac mac) {
        return this == HASH
                ? HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)))
                : masked(text);
    }

    /** What masking leaves of a text. */
    static String masked(String text) {
        var email = EMAIL.matcher(text);
        if (email.matches() && text.chars().noneMatch(c -> c == '"' || c == '\\' || c < ' ')) {
            return MASKED + email.group(1);
        }
        var address = IPV4.matcher(text);
        if (address.matches()) {
            return address.group(1) + "0";
        }
        return IPV6.matcher(text).matches() ? network(text) : MASKED;
    }

    /** The first 48 bits, which are a site's. */
    private static String network(String address) {
        try {
            var bytes = ByteBuffer.wrap(InetAddress.getByName(address).getAddress());
            return bytes.capacity() != 16
                    ? MASKED
                    : "%x:%x:%x::".formatted(bytes.getShort(), bytes.getShort(), bytes.getShort());
        } catch (UnknownHostException e) {
            return MASKED;
        }
    }
}
