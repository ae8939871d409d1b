package thunderpool.lab.simulator.hash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Target;

/**
 * Double SHA-256 (FIPS 180-4) of headers that differ only in the nonce.
 *
 * <p>The first 64 bytes are compressed once (the midstate), so a nonce costs two compressions instead of three. The most
 * significant word of the result is compared first; nearly every hash ends there, before any byte is written.
 */
final class Sha256dScanner implements NonceScanner {

    private static final int[] K = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
    };
    private static final int[] INITIAL = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
    };
    private static final int PADDING = 0x80000000;
    private static final int HEADER_BITS = 640;
    private static final int HASH_BITS = 256;

    private final int[] midstate = new int[8];
    private final int[] state = new int[8];
    private final int[] schedule = new int[64];
    private final int[] tail = new int[3];
    private final byte[] out = new byte[Hash256.SIZE];

    @Override
    public void load(byte[] header) {
        ByteBuffer words = ByteBuffer.wrap(header).order(ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < 16; i++) {
            schedule[i] = words.getInt(4 * i);
        }
        System.arraycopy(INITIAL, 0, midstate, 0, 8);
        compress(midstate);
        for (int i = 0; i < 3; i++) {
            tail[i] = words.getInt(64 + 4 * i);
        }
    }

    @Override
    public Hash256 hash(int nonce) {
        compute(nonce);
        return write();
    }

    @Override
    public long find(int from, int count, Target target) {
        // Word 7 holds the hash's most significant bytes, reversed.
        int limit = mostSignificantWord(target);
        for (int i = 0; i < count; i++) {
            compute(from + i);
            if (Integer.compareUnsigned(Integer.reverseBytes(state[7]), limit) <= 0 && target.isMetBy(write())) {
                return Integer.toUnsignedLong(from + i);
            }
        }
        return NONE;
    }

    private static int mostSignificantWord(Target target) {
        return target.toBigInteger().shiftRight(HASH_BITS - 32).intValue();
    }

    private Hash256 write() {
        ByteBuffer bytes = ByteBuffer.wrap(out).order(ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < 8; i++) {
            bytes.putInt(4 * i, state[i]);
        }
        return Hash256.ofWire(out);
    }

    /** Leaves the double hash in {@link #state}. */
    private void compute(int nonce) {
        System.arraycopy(tail, 0, schedule, 0, 3);
        schedule[3] = Integer.reverseBytes(nonce);
        schedule[4] = PADDING;
        for (int i = 5; i < 15; i++) {
            schedule[i] = 0;
        }
        schedule[15] = HEADER_BITS;
        System.arraycopy(midstate, 0, state, 0, 8);
        compress(state);
        System.arraycopy(state, 0, schedule, 0, 8);
        schedule[8] = PADDING;
        for (int i = 9; i < 15; i++) {
            schedule[i] = 0;
        }
        schedule[15] = HASH_BITS;
        System.arraycopy(INITIAL, 0, state, 0, 8);
        compress(state);
    }

    /** One compression of the block in the first 16 words of the schedule. */
    private void compress(int[] chain) {
        int[] w = schedule;
        for (int t = 16; t < 64; t++) {
            int w15 = w[t - 15];
            int w2 = w[t - 2];
            int sigma0 = Integer.rotateRight(w15, 7) ^ Integer.rotateRight(w15, 18) ^ (w15 >>> 3);
            int sigma1 = Integer.rotateRight(w2, 17) ^ Integer.rotateRight(w2, 19) ^ (w2 >>> 10);
            w[t] = w[t - 16] + sigma0 + w[t - 7] + sigma1;
        }
        int a = chain[0];
        int b = chain[1];
        int c = chain[2];
        int d = chain[3];
        int e = chain[4];
        int f = chain[5];
        int g = chain[6];
        int h = chain[7];
        for (int t = 0; t < 64; t++) {
            int sum1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
            int temp1 = h + sum1 + ((e & f) ^ (~e & g)) + K[t] + w[t];
            int sum0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
            int temp2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + temp1;
            d = c;
            c = b;
            b = a;
            a = temp1 + temp2;
        }
        chain[0] += a;
        chain[1] += b;
        chain[2] += c;
        chain[3] += d;
        chain[4] += e;
        chain[5] += f;
        chain[6] += g;
        chain[7] += h;
    }
}
