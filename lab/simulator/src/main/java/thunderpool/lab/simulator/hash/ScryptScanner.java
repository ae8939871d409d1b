package thunderpool.lab.simulator.hash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Scrypt;
import thunderpool.bitcoin.Target;

/** Litecoin's proof of work: half a millisecond a hash. */
final class ScryptScanner implements NonceScanner {
    private static final int NONCE_OFFSET = 76;

    private final Scrypt scrypt = new Scrypt();
    private final byte[] header = new byte[80];
    private final ByteBuffer view = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] out = new byte[Hash256.SIZE];

    @Override
    public void load(byte[] loaded) {
        System.arraycopy(loaded, 0, header, 0, header.length);
    }

    @Override
    public Hash256 hash(int nonce) {
        compute(nonce);
        return Hash256.ofWire(out);
    }

    @Override
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
        scrypt.hash(header, out);
    }
}
