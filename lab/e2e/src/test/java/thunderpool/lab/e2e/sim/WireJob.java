package thunderpool.lab.e2e.sim;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.base.internal.ByteUtils;
import thunderpool.stratum.ServerMessage.Notify;

/**
 * A job as a miner understands it: headers are put together from the words on the wire alone, as firmware does it, and
 * targets come from the announced difficulty.
 *
 * @param target that a share's hash may not exceed
 */
record WireJob(Notify words, BigInteger target) {

    /** Bitcoin's target of difficulty one: ffff and 26 zero bytes. */
    private static final BigInteger DIFFICULTY_ONE = BigInteger.valueOf(0xffff).shiftLeft(208);

    private static final BigInteger HIGHEST = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    private static final HexFormat HEX = HexFormat.of();

    static WireJob of(Notify words, BigDecimal difficulty) {
        BigInteger target =
                new BigDecimal(DIFFICULTY_ONE).divideToIntegralValue(difficulty).toBigInteger();
        return new WireJob(words, target.min(HIGHEST));
    }

    /** Work of one share of it: 2^256 / (target + 1), as Core counts a block's. */
    BigInteger work() {
        return BigInteger.ONE.shiftLeft(256).divide(target.add(BigInteger.ONE));
    }

    BigInteger networkTarget() {
        return ByteUtils.decodeCompactBits(Integer.toUnsignedLong(words.nbits()));
    }

    /** The 80 bytes a miner hashes. */
    byte[] header(String extranonce1, long extranonce2, int ntime, int nonce, int version) {
        ByteArrayOutputStream coinbase = new ByteArrayOutputStream();
        coinbase.writeBytes(HEX.parseHex(words.coinbase1()));
        coinbase.writeBytes(HEX.parseHex(extranonce1));
        coinbase.writeBytes(ByteBuffer.allocate(8).putLong(extranonce2).array());
        coinbase.writeBytes(HEX.parseHex(words.coinbase2()));
        byte[] root = Sha256Hash.hashTwice(coinbase.toByteArray());
        for (String step : words.merkleBranch()) {
            byte[] both = new byte[64];
            System.arraycopy(root, 0, both, 0, 32);
            System.arraycopy(HEX.parseHex(step), 0, both, 32, 32);
            root = Sha256Hash.hashTwice(both);
        }
        return ByteBuffer.allocate(80)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(version)
                .put(previous())
                .put(root)
                .putInt(ntime)
                .putInt(words.nbits())
                .putInt(nonce)
                .array();
    }

    /** Stratum sends the previous hash as eight words, each with its bytes the wrong way round. */
    private byte[] previous() {
        ByteBuffer wire = ByteBuffer.wrap(HEX.parseHex(words.previousHash()));
        ByteBuffer header = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        while (wire.hasRemaining()) {
            header.putInt(wire.getInt());
        }
        return header.array();
    }
}
