package dev.mqttra.protocol.topic;

import java.nio.charset.StandardCharsets;

/** Strict UTF-8 as the standard wants it: no surrogates, no overlong forms, no U+0000 [MQTT-1.5.4-1, MQTT-1.5.4-2]. */
public final class Utf8 {
    private Utf8() {}

    /**
     * Encodes strictly: String.getBytes would write '?' for a lone surrogate.
     *
     * @param what the thing in an error's words
     * @throws IllegalArgumentException for a lone surrogate, U+0000, or more than 65,535 bytes
     */
    public static byte[] encode(String text, String what) {
        length(text, what);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * How many bytes {@link #encode} would give, without making them.
     *
     * @throws IllegalArgumentException as {@link #encode} does
     */
    public static int length(String text, String what) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException("U+0000 is not allowed in a " + what);
            } else if (c >= 0x800 && !Character.isSurrogate(c)) {
                length += 2;
            } else if (c >= 0x800) {
                // A pair is four bytes: two more than its two chars.
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException("a " + what + " has no lone surrogates");
                }
                length += 2;
                i++;
            } else if (c >= 0x80) {
                length++;
            }
        }
        if (length > 65_535) {
            throw new IllegalArgumentException("a " + what + " has at most 65,535 bytes in UTF-8, this one " + length);
        }
        return length;
    }

    /** Whether the bytes are well-formed UTF-8 without U+0000. */
    public static boolean isValid(byte[] b, int offset, int length) {
        int i = offset;
        int end = offset + length;
        while (i < end) {
            int c = b[i++];
            if (c > 0) {
                continue;
            }
            int more = continuationBytes(b, i, end, c & 0xFF);
            if (more < 0) {
                return false;
            }
            i += more;
        }
        return true;
    }

    /** How many bytes follow a lead byte that is not ASCII, -1 where the sequence is ill-formed. */
    private static int continuationBytes(byte[] b, int i, int end, int lead) {
        int more = lead >= 0xC2 && lead <= 0xDF
                ? 1
                : lead >= 0xE0 && lead <= 0xEF ? 2 : lead >= 0xF0 && lead <= 0xF4 ? 3 : -1;
        if (more < 0 || i + more > end) {
            return -1;
        }
        int second = b[i] & 0xFF;
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            return -1;
        }
        for (int k = 1; k < more; k++) {
            if ((b[i + k] & 0xC0) != 0x80) {
                return -1;
            }
        }
        return more;
    }

    static int hash(byte[] b, int offset, int length) {
        int h = 1;
        for (int i = offset; i < offset + length; i++) {
            h = 31 * h + b[i];
        }
        return h;
    }
}
