package io.cameleer.privacy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;

/** What is done with a value. */
enum Treatment {
    /** It stays as it is. */
    KEEP,
    /** It becomes null. */
    DROP,
    /** It becomes its HMAC-SHA-256, in hexadecimal digits: the same for the same value. */
    HASH,
    /** It loses what tells people apart: of an e-mail address the domain is left, of an IP address the network. */
    MASK;

    /** The text in the place of a scalar's; only of {@link #HASH} and {@link #MASK}, and never one that JSON must escape. */
    String of(String text, Mac mac) {
        return this == HASH
                ? HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)))
                : Masking.masked(text);
    }
}
