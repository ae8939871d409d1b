package thunderpool.bitcoin;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * A 256-bit hash, ordered as the little-endian number that proof of work compares with a target.
 *
 * <p>Four longs instead of an array: immutable without copies, and a map key without a wrapper. Word 0 holds wire bytes
 * 0..7, so word 3 is the most significant.
 */
public final class Hash256 implements Comparable<Hash256> {
    /** Bytes in a hash. */
    public static final int SIZE = 32;

    /** All bits zero: the previous hash of a genesis block and of a coinbase input. */
    public static final Hash256 ZERO = new Hash256(0, 0, 0, 0);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long word0;
    private final long word1;
    private final long word2;
    private final long word3;

    private Hash256(long word0, long word1, long word2, long word3) {
        this.word0 = word0;
        this.word1 = word1;
        this.word2 = word2;
        this.word3 = word3;
    }

    /** 64 bits of the number, word 0 the least significant; of a block hash, words 0 and 1 are evenly spread. */
    public long word(int index) {
        return switch (index) {
            case 0 -> word0;
            case 1 -> word1;
            case 2 -> word2;
            case 3 -> word3;
            default -> throw new IndexOutOfBoundsException(index);
        };
    }

    /** Reads exactly 32 bytes in wire order. */
    public static Hash256 ofWire(byte[] wire) {
        if (wire.length != SIZE) {
            throw new MalformedException("a hash has 32 bytes, not " + wire.length);
        }
        return ofWire(wire, 0);
    }

    /** Reads 32 bytes in wire order from {@code offset}; throws IndexOutOfBoundsException when they are not there. */
    public static Hash256 ofWire(byte[] source, int offset) {
        return new Hash256(
                (long) LONG.get(source, offset),
                (long) LONG.get(source, offset + 8),
                (long) LONG.get(source, offset + 16),
                (long) LONG.get(source, offset + 24));
    }

    /** Reads the 64 hexadecimal digits that nodes print (most significant first, either case). */
    public static Hash256 ofDisplayHex(String hex) {
        if (hex.length() != 2 * SIZE) {
            throw new MalformedException("a hash has 64 hexadecimal digits, not " + hex.length());
        }
        try {
            return new Hash256(
                    HexFormat.fromHexDigitsToLong(hex, 48, 64),
                    HexFormat.fromHexDigitsToLong(hex, 32, 48),
                    HexFormat.fromHexDigitsToLong(hex, 16, 32),
                    HexFormat.fromHexDigitsToLong(hex, 0, 16));
        } catch (NumberFormatException notHex) {
            throw new MalformedException("not a hexadecimal hash: " + notHex.getMessage());
        }
    }

    /** Compares a hash lying in a buffer (wire order) with this one as numbers, without making an object of it. */
    int compareToWire(byte[] source, int offset) {
        int order = Long.compareUnsigned(word3, (long) LONG.get(source, offset + 24));
        if (order == 0) {
            order = Long.compareUnsigned(word2, (long) LONG.get(source, offset + 16));
        }
        if (order == 0) {
            order = Long.compareUnsigned(word1, (long) LONG.get(source, offset + 8));
        }
        return order != 0 ? order : Long.compareUnsigned(word0, (long) LONG.get(source, offset));
    }

    /** A fresh array of the 32 bytes in wire order. */
    public byte[] wire() {
        byte[] out = new byte[SIZE];
        writeWire(out, 0);
        return out;
    }

    /** Writes 32 bytes in wire order at {@code offset}. */
    public void writeWire(byte[] destination, int offset) {
        LONG.set(destination, offset, word0);
        LONG.set(destination, offset + 8, word1);
        LONG.set(destination, offset + 16, word2);
        LONG.set(destination, offset + 24, word3);
    }

    /** The 64 lower-case digits that nodes print, most significant first. */
    public String displayHex() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(word3) + hex.toHexDigits(word2) + hex.toHexDigits(word1) + hex.toHexDigits(word0);
    }

    /** Hex of {@link #wire()}: how ids that are neither a block's nor a transaction's are shown to people. */
    public String wireHex() {
        return HexFormat.of().formatHex(wire());
    }

    @Override
    public int compareTo(Hash256 other) {
        int order = Long.compareUnsigned(word3, other.word3);
        if (order == 0) {
            order = Long.compareUnsigned(word2, other.word2);
        }
        if (order == 0) {
            order = Long.compareUnsigned(word1, other.word1);
        }
        return order != 0 ? order : Long.compareUnsigned(word0, other.word0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash256 that
                && word0 == that.word0
                && word1 == that.word1
                && word2 == that.word2
                && word3 == that.word3;
    }

    /** The least significant word is enough: proof of work leaves the low bits of a block's hash random. */
    @Override
    public int hashCode() {
        return Long.hashCode(word0);
    }

    @Override
    public String toString() {
        return displayHex();
    }
}
