package thunderpool.bitcoin;

import java.util.Arrays;

/**
 * Reads Bitcoin's serialization from an array; every method throws MalformedException, naming the position, when the
 * bytes end early or claim more than there is.
 */
public final class ByteReader {
    private final byte[] source;
    private final int end;
    private int position;

    /** Reads the whole array, which must not change meanwhile. */
    public ByteReader(byte[] source) {
        this.source = source;
        this.end = source.length;
    }

    public int uint8() {
        need(1);
        return source[position++] & 0xff;
    }

    /** 16 bits, unsigned. */
    public int uint16() {
        need(2);
        return uint8() | (uint8() << 8);
    }

    public int int32() {
        need(4);
        return uint16() | (uint16() << 16);
    }

    public long int64() {
        need(8);
        return (int32() & 0xffff_ffffL) | ((long) int32() << 32);
    }

    /** A compactSize that must be in its shortest form, as Core demands, and at most 2^63-1. */
    public long compactSize() {
        int start = position;
        int first = uint8();
        long value =
                switch (first) {
                    case 0xfd -> uint16();
                    case 0xfe -> int32() & 0xffff_ffffL;
                    case 0xff -> int64();
                    default -> first;
                };
        long least =
                switch (first) {
                    case 0xfd -> 0xfdL;
                    case 0xfe -> 0x1_0000L;
                    case 0xff -> 0x1_0000_0000L;
                    default -> 0L;
                };
        if (value < least) {
            throw new MalformedException("a size in too long a form, or too large", start);
        }
        return value;
    }

    /**
     * A compactSize that counts things of at least {@code leastBytesEach} bytes: refused when so many cannot follow, so
     * that a lie cannot make the caller allocate.
     */
    public int count(int leastBytesEach) {
        int start = position;
        long count = compactSize();
        if (count > remaining() / Math.max(1, leastBytesEach)) {
            throw new MalformedException(
                    "a count of " + count + " does not fit the " + remaining() + " bytes left", start);
        }
        return (int) count;
    }

    public byte[] bytes(int length) {
        need(length);
        position += length;
        return Arrays.copyOfRange(source, position - length, position);
    }

    /** Length as compactSize, then as many bytes. */
    public byte[] sizedBytes() {
        return bytes(count(1));
    }

    public Hash256 hash() {
        need(Hash256.SIZE);
        position += Hash256.SIZE;
        return Hash256.ofWire(source, position - Hash256.SIZE);
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    /** Throws when something is left unread. */
    public void expectEnd() {
        if (remaining() != 0) {
            throw new MalformedException(remaining() + " bytes too many", position);
        }
    }

    private void need(int length) {
        if (length < 0 || length > remaining()) {
            throw new MalformedException("needs " + length + " bytes, has " + remaining(), position);
        }
    }
}
