package thunderpool.work;

import thunderpool.bitcoin.Hash256;

/**
 * How good a share's hash was, whatever was asked of it: the beginning of its proof-of-work value, a 256-bit number. Exact and five
 * bytes; compared as what it is, a difficulty is made of it only on a screen. It earns nothing: credit is the work announced.
 *
 * @param zeroBits leading zero bits of the value, 0 to 255
 * @param following the 32 bits from the first set one on, unsigned and so at least 2^31; zeros behind the value's end. The value is
 *     {@code following * 2^(224 - zeroBits)}, or above it by less than one part in 2^31
 */
public record Achieved(int zeroBits, int following) implements Comparable<Achieved> {

    /** Of the value 1, and of 0, which nobody will ever find. */
    private static final Achieved BEST = new Achieved(255, Integer.MIN_VALUE);

    public Achieved {
        if (zeroBits < 0 || zeroBits > 255 || following >= 0) {
            throw new IllegalArgumentException("not the beginning of a hash: " + zeroBits + " zero bits, then "
                    + Integer.toUnsignedString(following, 16));
        }
    }

    /** @param proof the proof-of-work value, as {@link Algorithm.Hasher#proof} gives it */
    public static Achieved of(Hash256 proof) {
        int index = 3;
        while (index > 0 && proof.word(index) == 0) {
            index--;
        }
        long word = proof.word(index);
        if (word == 0) {
            return BEST;
        }
        int zeros = Long.numberOfLeadingZeros(word);
        long behind = index == 0 || zeros == 0 ? 0 : proof.word(index - 1) >>> (64 - zeros);
        return new Achieved(64 * (3 - index) + zeros, (int) ((word << zeros | behind) >>> 32));
    }

    /** The better share is the greater. */
    @Override
    public int compareTo(Achieved other) {
        int byZeros = Integer.compare(zeroBits, other.zeroBits);
        return byZeros != 0 ? byZeros : Integer.compareUnsigned(other.following, following);
    }
}
