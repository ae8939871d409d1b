package thunderpool.bitcoin;

import org.bouncycastle.crypto.digests.RIPEMD160Digest;

/** RIPEMD-160 of SHA-256: what addresses hold of public keys and scripts. */
public final class Hash160 {
    /** Bytes in such a hash. */
    public static final int SIZE = 20;

    private Hash160() {}

    /** The 20 bytes in the order scripts carry them. */
    public static byte[] of(byte[] data) {
        byte[] sha256 = Sha256d.sha256(data);
        RIPEMD160Digest ripemd160 = new RIPEMD160Digest();
        ripemd160.update(sha256, 0, sha256.length);
        byte[] out = new byte[SIZE];
        ripemd160.doFinal(out, 0);
        return out;
    }
}
