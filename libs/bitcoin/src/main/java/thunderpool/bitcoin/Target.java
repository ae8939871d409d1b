package thunderpool.bitcoin;

import java.math.BigInteger;
import java.util.HexFormat;

/**
 * The largest value a proof-of-work hash may have, an unsigned 256-bit number: 0 to {@link #EASIEST}.
 *
 * <p>Ordered as a number: a greater target is easier.
 */
public final class Target implements Comparable<Target> {
    /** 2^256 - 1: every hash meets it. */
    public static final Target EASIEST = new Target(Hash256.ofDisplayHex("f".repeat(64)));

    private static final int COMPACT_SIGN = 0x0080_0000;
    private static final int COMPACT_MANTISSA = 0x007f_ffff;

    private final Hash256 limit;

    private Target(Hash256 limit) {
        this.limit = limit;
    }

    /**
     * Reads a header's nBits as Bitcoin Core does (arith_uint256::SetCompact and the checks of DeriveTarget).
     *
     * @throws MalformedException for a negative, overflowing or zero target
     */
    public static Target ofCompact(int nbits) {
        int size = nbits >>> 24;
        int word = nbits & COMPACT_MANTISSA;
        if (size <= 3) {
            word >>>= 8 * (3 - size);
        }
        if (word == 0) {
            throw new MalformedException("nbits " + hex(nbits) + " is a zero target");
        }
        if ((nbits & COMPACT_SIGN) != 0) {
            throw new MalformedException("nbits " + hex(nbits) + " is a negative target");
        }
        if (size > 34 || (word > 0xff && size > 33) || (word > 0xffff && size > 32)) {
            throw new MalformedException("nbits " + hex(nbits) + " is beyond 256 bits");
        }
        return ofBigInteger(BigInteger.valueOf(word).shiftLeft(Math.max(0, 8 * (size - 3))));
    }

    /** The compact form (arith_uint256::GetCompact), which keeps the highest 23 bits or so and drops the rest. */
    public int toCompact() {
        BigInteger value = toBigInteger();
        int size = (value.bitLength() + 7) / 8;
        int word = size <= 3
                ? value.intValueExact() << (8 * (3 - size))
                : value.shiftRight(8 * (size - 3)).intValueExact();
        if ((word & COMPACT_SIGN) != 0) {
            // The mantissa's top bit is the sign: move it down one byte.
            word >>>= 8;
            size++;
        }
        return word | (size << 24);
    }

    /** Throws IllegalArgumentException outside 0 to 2^256 - 1. */
    public static Target ofBigInteger(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 256) {
            throw new IllegalArgumentException("a target has 0 to 256 bits: " + value.toString(16));
        }
        String digits = value.toString(16);
        return new Target(Hash256.ofDisplayHex("0".repeat(64 - digits.length()) + digits));
    }

    /** Reads the 64 hexadecimal digits of a template's {@code target}. */
    public static Target ofDisplayHex(String hex) {
        return new Target(Hash256.ofDisplayHex(hex));
    }

    public BigInteger toBigInteger() {
        return new BigInteger(limit.displayHex(), 16);
    }

    /** True when the hash, as a little-endian number, is not above this target. */
    public boolean isMetBy(Hash256 hash) {
        return hash.compareTo(limit) <= 0;
    }

    /** The same for the 32 bytes (wire order) at {@code offset}, allocation-free. */
    public boolean isMetBy(byte[] hashes, int offset) {
        return limit.compareToWire(hashes, offset) >= 0;
    }

    /** 32 bytes, most significant first. */
    byte[] bigEndian() {
        return HexFormat.of().parseHex(limit.displayHex());
    }

    /** 64 hexadecimal digits, most significant first. */
    public String displayHex() {
        return limit.displayHex();
    }

    @Override
    public int compareTo(Target other) {
        return limit.compareTo(other.limit);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Target that && limit.equals(that.limit);
    }

    @Override
    public int hashCode() {
        // Targets are high bits followed by zeros, so the hash's low word would be the same for most of them.
        return toCompact();
    }

    @Override
    public String toString() {
        return displayHex();
    }

    private static String hex(int nbits) {
        return "%08x".formatted(nbits);
    }
}
