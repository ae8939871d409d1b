package thunderpool.lab.simulator;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sha256d;
import thunderpool.lab.simulator.hash.NonceScanner;

/**
 * One header of a job with the nonces tried so far. When its time is over, the next unit rolls extranonce2, version and
 * ntime, as firmware does. Belongs to the hashing thread.
 */
final class WorkUnit {
    private static final long NONCES = 1L << 32;

    /** Firmware rolls ntime with the clock; pools take at least this much of it. */
    private static final long NTIME_AHEAD_MAX_SECONDS = 7000;

    private final MinerJob job;
    private final byte[] header;
    private final long extranonce2;
    private final int ntime;
    private final int version;
    private long tried;

    private WorkUnit(MinerJob job, long extranonce2, int ntime, int version) {
        this.job = job;
        this.extranonce2 = extranonce2;
        this.ntime = ntime;
        this.version = version;
        this.header = job.header(extranonce2, ntime, version);
    }

    /**
     * @param mask version bits that may be rolled
     * @param ageSeconds of the job
     */
    static WorkUnit of(MinerJob job, int mask, long ageSeconds, RandomGenerator random) {
        long extranonce2 = random.nextLong();
        if (job.extranonce2Bytes() < Long.BYTES) {
            extranonce2 &= (1L << (8 * job.extranonce2Bytes())) - 1;
        }
        int ntime = job.work().ntime() + (int) Math.min(ageSeconds, NTIME_AHEAD_MAX_SECONDS);
        int version = (job.work().version() & ~mask) | (random.nextInt() & mask);
        return new WorkUnit(job, extranonce2, ntime, version);
    }

    boolean isOf(MinerJob other) {
        return job.equals(other);
    }

    boolean isExhausted() {
        return tried >= NONCES;
    }

    /** Tries up to {@code count} nonces; the share found, or null. What was tried is added to {@code spent[0]}. */
    @Nullable
    FoundShare scan(NonceScanner scanner, int count, int[] spent) {
        int tries = (int) Math.min(count, NONCES - tried);
        scanner.load(header);
        long nonce = scanner.find((int) tried, tries, job.target());
        if (nonce == NonceScanner.NONE) {
            tried += tries;
            spent[0] += tries;
            return null;
        }
        spent[0] += (int) (nonce - tried + 1);
        tried = nonce + 1;
        return new FoundShare(job, extranonce2, ntime, version, (int) nonce, identity((int) nonce));
    }

    private Hash256 identity(int nonce) {
        byte[] whole = header.clone();
        for (int i = 0; i < 4; i++) {
            whole[76 + i] = (byte) (nonce >>> (8 * i));
        }
        return Sha256d.of(whole);
    }
}
