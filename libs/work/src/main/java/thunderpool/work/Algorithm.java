package thunderpool.work;

import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Scrypt;
import thunderpool.bitcoin.Sha256d;

/**
 * A proof-of-work algorithm as a value. Identity, work bytes, proof-of-work value and block id are four functions of
 * the algorithm; none is assumed to be the header's hash.
 */
public enum Algorithm {
    /** Bitcoin: double SHA-256 is identity, proof and id at once. */
    SHA256D("sha256d", JudgedAt.EDGE) {
        @Override
        public Hasher hasher() {
            return new Sha256dHasher();
        }
    },
    /** Litecoin: scrypt proves, double SHA-256 identifies. */
    SCRYPT("scrypt", JudgedAt.EDGE_POOL) {
        @Override
        public Hasher hasher() {
            return new ScryptHasher();
        }
    };

    /** Where a share's proof of work is judged before the miner is answered. */
    public enum JudgedAt {
        /** In the gateway, on the connection's own thread: microseconds a hash. */
        EDGE,
        /** In the gateway, on a bounded pool of threads: a fraction of a millisecond a hash. */
        EDGE_POOL
    }

    private final String label;
    private final JudgedAt judgedAt;

    Algorithm(String label, JudgedAt judgedAt) {
        this.label = label;
        this.judgedAt = judgedAt;
    }

    public String label() {
        return label;
    }

    public JudgedAt judgedAt() {
        return judgedAt;
    }

    /** A hasher with its own scratch memory; one per thread. */
    public abstract Hasher hasher();

    /** @throws IllegalArgumentException naming the known ones */
    public static Algorithm ofLabel(String label) {
        for (Algorithm algorithm : values()) {
            if (algorithm.label.equals(label)) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("unknown algorithm '" + label + "', known: sha256d, scrypt");
    }

    /** The functions over an 80-byte header. Not thread-safe. */
    public interface Hasher {
        /** What makes two shares the same share. */
        Hash256 identity(byte[] workBytes);

        /** Read as a little-endian number, compared with targets. */
        Hash256 proof(byte[] workBytes, Hash256 identity);

        Hash256 blockId(byte[] workBytes, Hash256 identity);
    }

    private static final class Sha256dHasher implements Hasher {
        private final Sha256d sha256d = new Sha256d();
        private final byte[] out = new byte[32];

        @Override
        public Hash256 identity(byte[] workBytes) {
            sha256d.hash(workBytes, 0, workBytes.length, out, 0);
            return Hash256.ofWire(out);
        }

        @Override
        public Hash256 proof(byte[] workBytes, Hash256 identity) {
            return identity;
        }

        @Override
        public Hash256 blockId(byte[] workBytes, Hash256 identity) {
            return identity;
        }
    }

    private static final class ScryptHasher implements Hasher {
        private final Sha256d sha256d = new Sha256d();
        private final Scrypt scrypt = new Scrypt();
        private final byte[] out = new byte[32];

        @Override
        public Hash256 identity(byte[] workBytes) {
            sha256d.hash(workBytes, 0, workBytes.length, out, 0);
            return Hash256.ofWire(out);
        }

        @Override
        public Hash256 proof(byte[] workBytes, Hash256 identity) {
            scrypt.hash(workBytes, out);
            return Hash256.ofWire(out);
        }

        @Override
        public Hash256 blockId(byte[] workBytes, Hash256 identity) {
            return identity;
        }
    }
}
