package thunderpool.dashboard.admin;

/** Base32 of RFC 4648 section 6 without padding: what people copy from paper, in capitals and digits that look different. */
final class Base32 {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte each : bytes) {
            buffer = (buffer << 8) | (each & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET.charAt((buffer >> bits) & 31));
            }
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt((buffer << (5 - bits)) & 31));
        }
        return text.toString();
    }

    /** In groups of five, for reading aloud. */
    static String grouped(byte[] bytes) {
        return text(bytes).replaceAll("(.{5})(?=.)", "$1-");
    }

    /** What {@link #grouped} gave, however it was typed. */
    static String typed(String text) {
        return text.replaceAll("[\\s-]", "").toUpperCase(java.util.Locale.ROOT);
    }
}
