package thunderpool.lab.simulator;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sha256d;
import thunderpool.bitcoin.Target;
import thunderpool.stratum.ServerMessage.Notify;
import thunderpool.stratum.WireHash;

/**
 * A job as a miner holds it: the notify, the extranonce and the difficulty that were in force when it came. Immutable.
 *
 * @param work as it came
 * @param extranonce1 hex
 * @param difficulty as the pool announced it before this job
 * @param target the hash of a share must not be above it
 */
public record MinerJob(Notify work, String extranonce1, int extranonce2Bytes, BigDecimal difficulty, Target target) {

    /** The target of difficulty one for algorithms whose miners count from bdiff 1 (sha256d), and for scrypt. */
    private static final Target SHA256D_ONE = Target.ofCompact(0x1d00ffff);

    private static final Target SCRYPT_ONE = Target.ofCompact(0x1f00ffff);
    private static final BigInteger EASIEST = Target.EASIEST.toBigInteger();

    static MinerJob of(
            Notify work, String extranonce1, int extranonce2Bytes, BigDecimal difficulty, MinerSettings settings) {
        Target one =
                switch (settings.algorithm()) {
                    case SHA256D -> SHA256D_ONE;
                    case SCRYPT -> SCRYPT_ONE;
                };
        return new MinerJob(work, extranonce1, extranonce2Bytes, difficulty, target(one, difficulty));
    }

    /** floor(one / difficulty), at most 2^256 - 1. */
    static Target target(Target one, BigDecimal difficulty) {
        BigDecimal exact = new BigDecimal(one.toBigInteger());
        BigInteger quotient = exact.divideToIntegralValue(difficulty).toBigInteger();
        return Target.ofBigInteger(quotient.min(EASIEST));
    }

    /** The 80 bytes to be hashed, nonce zero. */
    public byte[] header(long extranonce2, int ntime, int version) {
        HexFormat hex = HexFormat.of();
        byte[] head = hex.parseHex(work.coinbase1());
        byte[] foot = hex.parseHex(work.coinbase2());
        byte[] session = hex.parseHex(extranonce1);
        ByteBuffer coinbase = ByteBuffer.allocate(head.length + session.length + extranonce2Bytes + foot.length);
        coinbase.put(head).put(session);
        for (int i = extranonce2Bytes - 1; i >= 0; i--) {
            coinbase.put(i >= Long.BYTES ? 0 : (byte) (extranonce2 >>> (8 * i)));
        }
        coinbase.put(foot);
        byte[] node = new byte[2 * Hash256.SIZE];
        Sha256d sha256d = new Sha256d();
        sha256d.hash(coinbase.array(), 0, coinbase.capacity(), node, 0);
        for (String sibling : work.merkleBranch()) {
            System.arraycopy(hex.parseHex(sibling), 0, node, Hash256.SIZE, Hash256.SIZE);
            sha256d.hash(node, 0, node.length, node, 0);
        }
        return ByteBuffer.allocate(80)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(version)
                .put(WireHash.toInternal(work.previousHash()))
                .put(node, 0, Hash256.SIZE)
                .putInt(ntime)
                .putInt(work.nbits())
                .putInt(0)
                .array();
    }
}
