package thunderpool.lab.simulator.hash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Scrypt;
import thunderpool.bitcoin.Sha256d;
import thunderpool.bitcoin.Target;
import thunderpool.work.Algorithm;

/**
 * Tries nonces on one header. Holds scratch memory and belongs to one thread.
 *
 * <p>Double SHA-256 goes through the JDK's digest: with SHA instructions its three compressions a nonce take half the time
 * of two by hand from a midstate, so there is no midstate here. Scrypt takes half a millisecond a hash.
 */
public final class NonceScanner {
    /** Answer of {@link #find} when no nonce of the range meets the target. */
    public static final long NONE = -1;

    private static final int NONCE_OFFSET = 76;

    private interface ProofOfWork {
        void hash(byte[] header, byte[] out);
    }

    private final ProofOfWork proofOfWork;
    private final byte[] header = new byte[80];
    private final ByteBuffer view = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] out = new byte[Hash256.SIZE];

    private NonceScanner(ProofOfWork proofOfWork) {
        this.proofOfWork = proofOfWork;
    }

    public static NonceScanner of(Algorithm algorithm) {
        return switch (algorithm) {
            case SHA256D -> {
                Sha256d sha256d = new Sha256d();
                yield new NonceScanner((header, out) -> sha256d.hash(header, header.length, out));
            }
            case SCRYPT -> new NonceScanner(new Scrypt()::hash);
        };
    }

    /** Takes the work: 80 bytes, of which the last four (the nonce) are ignored. */
    public void load(byte[] loaded) {
        System.arraycopy(loaded, 0, header, 0, header.length);
    }

    /** The proof-of-work hash of the loaded header with this nonce. */
    public Hash256 hash(int nonce) {
        compute(nonce);
        return Hash256.ofWire(out);
    }

    /**
     * The first nonce of {@code from, from + 1, ...} that meets the target, as an unsigned number, or {@link #NONE}.
     *
     * @param from unsigned; the range may wrap around
     * @param count how many nonces to try at most
     */
    public long find(int from, int count, Target target) {
        for (int i = 0; i < count; i++) {
            compute(from + i);
            if (target.isMetBy(out, 0)) {
                return Integer.toUnsignedLong(from + i);
            }
        }
        return NONE;
    }

    private void compute(int nonce) {
        view.putInt(NONCE_OFFSET, nonce);
        proofOfWork.hash(header, out);
    }
}
