package thunderpool.bitcoin;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * Litecoin's proof of work: scrypt (RFC 7914) with N=1024, r=1, p=1 over the 80 bytes of a header, which are both
 * password and salt.
 *
 * <p>An instance holds 128 KiB of scratch, allocates nothing after construction, and belongs to one thread.
 */
public final class Scrypt {
    private static final int N = 1024;

    /** Ints in one block of the mixing function: 2 * r chunks of 16. */
    private static final int BLOCK = 32;

    private static final int HMAC_BLOCK = 64;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int[] memory = new int[N * BLOCK];
    private final int[] block = new int[BLOCK];
    private final MessageDigest sha256 = Sha256d.newSha256();
    private final byte[] innerPad = new byte[HMAC_BLOCK];
    private final byte[] outerPad = new byte[HMAC_BLOCK];
    private final byte[] counter = new byte[4];
    private final byte[] digest = new byte[Hash256.SIZE];
    private final byte[] bytes = new byte[4 * BLOCK];

    /**
     * Writes the proof-of-work hash of the first 80 bytes of {@code header} to the first 32 of {@code out}, in wire
     * order (a little-endian number, as targets compare it).
     */
    public void hash(byte[] header, byte[] out) {
        Objects.checkFromIndexSize(0, BlockHeader.SIZE, header.length);
        Objects.checkFromIndexSize(0, Hash256.SIZE, out.length);
        try {
            setKey(header);
            for (int i = 0; i < 4; i++) {
                pbkdf2Block(header, BlockHeader.SIZE, i + 1, bytes, i * Hash256.SIZE);
            }
            for (int i = 0; i < BLOCK; i++) {
                block[i] = (int) INT.get(bytes, 4 * i);
            }
            mix();
            for (int i = 0; i < BLOCK; i++) {
                INT.set(bytes, 4 * i, block[i]);
            }
            pbkdf2Block(bytes, bytes.length, 1, out, 0);
        } catch (DigestException impossible) {
            throw new IllegalStateException("there is room for 32 bytes", impossible);
        }
    }

    /** The key of every HMAC is the password; being longer than a block, it is hashed first (RFC 2104). */
    private void setKey(byte[] header) throws DigestException {
        sha256.update(header, 0, BlockHeader.SIZE);
        sha256.digest(digest, 0, Hash256.SIZE);
        for (int i = 0; i < HMAC_BLOCK; i++) {
            int key = i < Hash256.SIZE ? digest[i] : 0;
            innerPad[i] = (byte) (key ^ 0x36);
            outerPad[i] = (byte) (key ^ 0x5c);
        }
    }

    /** Block {@code index} of PBKDF2-HMAC-SHA256 with one iteration: HMAC(password, salt || index). */
    private void pbkdf2Block(byte[] salt, int saltLength, int index, byte[] out, int outOffset) throws DigestException {
        counter[3] = (byte) index;
        sha256.update(innerPad, 0, HMAC_BLOCK);
        sha256.update(salt, 0, saltLength);
        sha256.update(counter, 0, counter.length);
        sha256.digest(digest, 0, Hash256.SIZE);
        sha256.update(outerPad, 0, HMAC_BLOCK);
        sha256.update(digest, 0, Hash256.SIZE);
        sha256.digest(out, outOffset, Hash256.SIZE);
    }

    /** ROMix: fills the memory with N states, then walks it in an order that depends on what it reads. */
    private void mix() {
        for (int i = 0; i < N; i++) {
            System.arraycopy(block, 0, memory, i * BLOCK, BLOCK);
            salsa(block, 0, 16);
            salsa(block, 16, 0);
        }
        for (int i = 0; i < N; i++) {
            int at = (block[16] & (N - 1)) * BLOCK;
            for (int k = 0; k < BLOCK; k++) {
                block[k] ^= memory[at + k];
            }
            salsa(block, 0, 16);
            salsa(block, 16, 0);
        }
    }

    /** Xors the 16 ints at {@code other} into the 16 at {@code at}, and replaces these by their Salsa20/8. */
    private static void salsa(int[] b, int at, int other) {
        int x00 = b[at] ^= b[other];
        int x01 = b[at + 1] ^= b[other + 1];
        int x02 = b[at + 2] ^= b[other + 2];
        int x03 = b[at + 3] ^= b[other + 3];
        int x04 = b[at + 4] ^= b[other + 4];
        int x05 = b[at + 5] ^= b[other + 5];
        int x06 = b[at + 6] ^= b[other + 6];
        int x07 = b[at + 7] ^= b[other + 7];
        int x08 = b[at + 8] ^= b[other + 8];
        int x09 = b[at + 9] ^= b[other + 9];
        int x10 = b[at + 10] ^= b[other + 10];
        int x11 = b[at + 11] ^= b[other + 11];
        int x12 = b[at + 12] ^= b[other + 12];
        int x13 = b[at + 13] ^= b[other + 13];
        int x14 = b[at + 14] ^= b[other + 14];
        int x15 = b[at + 15] ^= b[other + 15];
        for (int doubleRound = 0; doubleRound < 4; doubleRound++) {
            x04 ^= Integer.rotateLeft(x00 + x12, 7);
            x09 ^= Integer.rotateLeft(x05 + x01, 7);
            x14 ^= Integer.rotateLeft(x10 + x06, 7);
            x03 ^= Integer.rotateLeft(x15 + x11, 7);
            x08 ^= Integer.rotateLeft(x04 + x00, 9);
            x13 ^= Integer.rotateLeft(x09 + x05, 9);
            x02 ^= Integer.rotateLeft(x14 + x10, 9);
            x07 ^= Integer.rotateLeft(x03 + x15, 9);
            x12 ^= Integer.rotateLeft(x08 + x04, 13);
            x01 ^= Integer.rotateLeft(x13 + x09, 13);
            x06 ^= Integer.rotateLeft(x02 + x14, 13);
            x11 ^= Integer.rotateLeft(x07 + x03, 13);
            x00 ^= Integer.rotateLeft(x12 + x08, 18);
            x05 ^= Integer.rotateLeft(x01 + x13, 18);
            x10 ^= Integer.rotateLeft(x06 + x02, 18);
            x15 ^= Integer.rotateLeft(x11 + x07, 18);
            x01 ^= Integer.rotateLeft(x00 + x03, 7);
            x06 ^= Integer.rotateLeft(x05 + x04, 7);
            x11 ^= Integer.rotateLeft(x10 + x09, 7);
            x12 ^= Integer.rotateLeft(x15 + x14, 7);
            x02 ^= Integer.rotateLeft(x01 + x00, 9);
            x07 ^= Integer.rotateLeft(x06 + x05, 9);
            x08 ^= Integer.rotateLeft(x11 + x10, 9);
            x13 ^= Integer.rotateLeft(x12 + x15, 9);
            x03 ^= Integer.rotateLeft(x02 + x01, 13);
            x04 ^= Integer.rotateLeft(x07 + x06, 13);
            x09 ^= Integer.rotateLeft(x08 + x11, 13);
            x14 ^= Integer.rotateLeft(x13 + x12, 13);
            x00 ^= Integer.rotateLeft(x03 + x02, 18);
            x05 ^= Integer.rotateLeft(x04 + x07, 18);
            x10 ^= Integer.rotateLeft(x09 + x08, 18);
            x15 ^= Integer.rotateLeft(x14 + x13, 18);
        }
        b[at] += x00;
        b[at + 1] += x01;
        b[at + 2] += x02;
        b[at + 3] += x03;
        b[at + 4] += x04;
        b[at + 5] += x05;
        b[at + 6] += x06;
        b[at + 7] += x07;
        b[at + 8] += x08;
        b[at + 9] += x09;
        b[at + 10] += x10;
        b[at + 11] += x11;
        b[at + 12] += x12;
        b[at + 13] += x13;
        b[at + 14] += x14;
        b[at + 15] += x15;
    }
}
