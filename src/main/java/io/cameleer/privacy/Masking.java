package io.cameleer.privacy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * What masking leaves of a text. A text too long for an address is none before anything is looked for in it, and of the
 * others each character is looked at a fixed number of times.
 */
final class Masking {
    static final String MASKED = "***";

    /** An e-mail address has at most 64 characters, an {@code @} and 255 characters (RFC 3696). */
    static final int LONGEST_EMAIL = 320;
    /** An IPv6 address that ends with an IPv4 address. */
    private static final int LONGEST_ADDRESS = 45;
    /** What a local part without quotes cannot have (RFC 5322); a blank or a control character neither. */
    private static final String NOT_LOCAL = "\"\\,:;<>()[]";

    private Masking() {}

    /** Of an e-mail address the domain, of an IP address the network, of all else nothing; JSON need escape none of it. */
    static String masked(String text) {
        if (text.length() > LONGEST_EMAIL) {
            return MASKED;
        }
        int at = text.indexOf('@');
        if (at >= 0) {
            return isLocalPart(text, at) && isDomain(text, at + 1) ? MASKED + text.substring(at) : MASKED;
        }
        if (text.length() > LONGEST_ADDRESS) {
            return MASKED;
        }
        return text.indexOf(':') < 0 ? networkOfIpv4(text) : networkOfIpv6(text);
    }

    private static boolean isLocalPart(String text, int end) {
        return end > 0
                && text.substring(0, end)
                        .chars()
                        .noneMatch(c -> c <= ' '
                                || Character.isWhitespace(c)
                                || Character.isSpaceChar(c)
                                || Character.isISOControl(c)
                                || NOT_LOCAL.indexOf(c) >= 0);
    }

    /** Letters, digits and hyphens with dots between, and a last name that is no number. */
    private static boolean isDomain(String text, int from) {
        int start = from;
        boolean hasDot = false;
        boolean hasLetter = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (i == start) {
                    return false;
                }
                hasDot = true;
                hasLetter = false;
                start = i + 1;
            } else if (Character.isLetter(c)) {
                hasLetter = true;
            } else if (!(c >= '0' && c <= '9') && c != '-') {
                return false;
            }
        }
        return hasDot && hasLetter;
    }

    /** The first 24 bits. */
    private static String networkOfIpv4(String text) {
        int numbers = 1;
        int digits = 0;
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && digits > 0) {
                numbers++;
                digits = 0;
                number = 0;
            } else if (c >= '0' && c <= '9' && digits < 3) {
                digits++;
                number = number * 10 + c - '0';
            } else {
                return MASKED;
            }
            if (number > 255) {
                return MASKED;
            }
        }
        return numbers == 4 && digits > 0 ? text.substring(0, text.lastIndexOf('.') + 1) + "0" : MASKED;
    }

    /** The first 48 bits, which are a site's. */
    private static String networkOfIpv6(String text) {
        // one that begins otherwise would be asked of a name server
        boolean isNumeric = text.charAt(0) != '.' && text.chars().allMatch(c -> c == ':' || c == '.' || isHexDigit(c));
        if (!isNumeric) {
            return MASKED;
        }
        try {
            var bytes = ByteBuffer.wrap(InetAddress.getByName(text).getAddress());
            return bytes.capacity() != 16
                    ? MASKED
                    : "%x:%x:%x::".formatted(bytes.getShort(), bytes.getShort(), bytes.getShort());
        } catch (UnknownHostException e) {
            return MASKED;
        }
    }

    private static boolean isHexDigit(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
