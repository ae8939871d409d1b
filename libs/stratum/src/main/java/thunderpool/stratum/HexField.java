package thunderpool.stratum;

/** Hex digits inside a line, read without making strings of them; either case. */
final class HexField {
    private static final int NOT_HEX = -1;

    private HexField() {}

    static boolean isHex(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (digit(bytes[i]) == NOT_HEX) {
                return false;
            }
        }
        return true;
    }

    /** The number that at most 16 checked hex digits write, most significant first. */
    static long value(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << 4 | digit(bytes[i]);
        }
        return value;
    }

    private static int digit(byte character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        int lower = character | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : NOT_HEX;
    }
}
