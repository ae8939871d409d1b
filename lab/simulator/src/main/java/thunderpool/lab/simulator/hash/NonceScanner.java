package thunderpool.lab.simulator.hash;

import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Target;
import thunderpool.work.Algorithm;

/** Tries nonces on one header. Holds scratch memory and belongs to one thread. */
public interface NonceScanner {

    /** Answer of {@link #find} when no nonce of the range meets the target. */
    long NONE = -1;

    static NonceScanner of(Algorithm algorithm) {
        return switch (algorithm) {
            case SHA256D -> new Sha256dScanner();
            case SCRYPT -> new ScryptScanner();
        };
    }

    /** Takes the work: 80 bytes, of which the last four (the nonce) are ignored. */
    void load(byte[] header);

    /** The proof-of-work hash of the loaded header with this nonce. */
    Hash256 hash(int nonce);

    /**
     * The first nonce of {@code from, from + 1, ...} that meets the target, as an unsigned number, or {@link #NONE}.
     *
     * @param from unsigned; the range may wrap around
     * @param count how many nonces to try at most
     */
    long find(int from, int count, Target target);
}
