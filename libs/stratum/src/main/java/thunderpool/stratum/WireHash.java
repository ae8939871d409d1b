package thunderpool.stratum;

import java.util.HexFormat;

/**
 * The previous block's hash as {@code mining.notify} spells it: the internal bytes with each four-byte word reversed,
 * which is the displayed hash cut in eight words, last word first.
 */
public final class WireHash {
    private static final int BYTES = 32;

    private WireHash() {}

    /** @param internal 32 bytes in the order in which a header holds them */
    public static String ofInternal(byte[] internal) {
        return HexFormat.of().formatHex(swapWords(internal));
    }

    /**
     * Back to the header's order.
     *
     * @throws IllegalArgumentException when the text is not 64 hex digits
     */
    public static byte[] toInternal(String wire) {
        return swapWords(HexFormat.of().parseHex(wire));
    }

    private static byte[] swapWords(byte[] from) {
        if (from.length != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + from.length);
        }
        byte[] to = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            to[i] = from[i ^ 3];
        }
        return to;
    }
}
