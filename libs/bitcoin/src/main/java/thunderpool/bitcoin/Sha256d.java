package thunderpool.bitcoin;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * Double SHA-256. An instance allocates nothing after construction and belongs to one thread.
 *
 * <p>Wraps the JDK's digest, whose compression function is a JIT intrinsic.
 */
public final class Sha256d {
    private final MessageDigest sha256 = newSha256();
    private final byte[] inner = new byte[Hash256.SIZE];

    /** Writes SHA-256(SHA-256(in[off..off+len))) to {@code out} at {@code outOff}; input and output may overlap. */
    public void hash(byte[] in, int off, int len, byte[] out, int outOff) {
        // First of all, so that a refused call leaves nothing behind in the digest.
        Objects.checkFromIndexSize(off, len, in.length);
        Objects.checkFromIndexSize(outOff, Hash256.SIZE, out.length);
        try {
            sha256.update(in, off, len);
            sha256.digest(inner, 0, Hash256.SIZE);
            sha256.update(inner, 0, Hash256.SIZE);
            sha256.digest(out, outOff, Hash256.SIZE);
        } catch (DigestException impossible) {
            throw new IllegalStateException("there is room for 32 bytes", impossible);
        }
    }

    /** Writes SHA-256(SHA-256(in[0..inLen))) to the first 32 bytes of {@code out}. */
    public void hash(byte[] in, int inLen, byte[] out) {
        hash(in, 0, inLen, out, 0);
    }

    /** Double SHA-256 of the whole array as a value. */
    public Hash256 hash(byte[] in) {
        byte[] out = new byte[Hash256.SIZE];
        hash(in, 0, in.length, out, 0);
        return Hash256.ofWire(out);
    }

    /** Double SHA-256 for callers that hash now and then: transaction ids, block ids. */
    public static Hash256 of(byte[] in) {
        return new Sha256d().hash(in);
    }

    /** Single SHA-256. */
    public static byte[] sha256(byte[] in) {
        return newSha256().digest(in);
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
