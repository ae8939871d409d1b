package thunderpool.work;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** The pool's mark in the coinbase: free bytes, compared by content. */
public final class Tag {

    private final byte[] bytes;

    private Tag(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException when longer than {@link Template#TAG_MAX} */
    public static Tag of(byte[] bytes) {
        if (bytes.length > Template.TAG_MAX) {
            throw new IllegalArgumentException("coinbase tag longer than " + Template.TAG_MAX + " bytes");
        }
        return new Tag(bytes.clone());
    }

    public static Tag ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tag tag && Arrays.equals(bytes, tag.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
