package thunderpool.work;

import thunderpool.bitcoin.Hash256;

/**
 * A set of 128-bit fingerprints in two flat arrays: 32 bytes a share at worst, no objects. The fingerprint is the low
 * half of a block hash, the half that proof of work leaves evenly spread; two different shares with one fingerprint
 * would take 2^64 hashes to find, far more than a share is worth.
 */
final class Fingerprints {

    private static final int INITIAL = 1 << 8;

    private long[] first = new long[INITIAL];
    private long[] second = new long[INITIAL];
    private int size;

    boolean contains(Hash256 identity) {
        int at = find(first, second, key(identity), identity.word(1));
        return first[at] != 0;
    }

    void add(Hash256 identity) {
        if ((size + 1) * 2 > first.length) {
            grow();
        }
        int at = find(first, second, key(identity), identity.word(1));
        if (first[at] == 0) {
            first[at] = key(identity);
            second[at] = identity.word(1);
            size++;
        }
    }

    int size() {
        return size;
    }

    /** Zero marks an empty place, so the one fingerprint in 2^64 that begins with zero begins with one instead. */
    private static long key(Hash256 identity) {
        long word = identity.word(0);
        return word == 0 ? 1 : word;
    }

    private static int find(long[] first, long[] second, long key, long rest) {
        int mask = first.length - 1;
        int at = (int) (key ^ (key >>> 32)) & mask;
        while (first[at] != 0 && (first[at] != key || second[at] != rest)) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] wider = new long[first.length * 2];
        long[] widerSecond = new long[first.length * 2];
        for (int i = 0; i < first.length; i++) {
            if (first[i] != 0) {
                int at = find(wider, widerSecond, first[i], second[i]);
                wider[at] = first[i];
                widerSecond[at] = second[i];
            }
        }
        first = wider;
        second = widerSecond;
    }
}
