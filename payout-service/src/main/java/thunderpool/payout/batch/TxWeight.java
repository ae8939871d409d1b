package thunderpool.payout.batch;

import java.util.Collection;
import thunderpool.bitcoin.Script;

/**
 * Upper bounds of a transaction's weight before it is signed (BIP141: four times the size without witnesses, plus the
 * witnesses). Never below the real weight, so a planned fee rate is never missed.
 */
final class TxWeight {

    /** Outpoint, empty script's length, sequence. */
    private static final int INPUT_BYTES = 41;

    private static final int SCALE = 4;

    /** Count of items, length and 72 bytes of signature, length and 33 bytes of key. */
    private static final int P2WPKH_WITNESS = 1 + 1 + 72 + 1 + 33;

    /** Count of items, length and 65 bytes of Schnorr signature with its hash type. */
    private static final int P2TR_WITNESS = 1 + 1 + 65;

    private TxWeight() {}

    /** Whether an input locked by this script is native segwit of a form whose size we know: p2wpkh, or p2tr by key. */
    static boolean isKnownInput(Script script) {
        return isP2wpkh(script.bytes()) || isP2tr(script.bytes());
    }

    static int ofTransaction(Collection<Script> inputs, Collection<Script> outputs) {
        int weight = SCALE * (4 + countSize(inputs.size()) + countSize(outputs.size()) + 4) + 2;
        for (Script input : inputs) {
            weight += SCALE * INPUT_BYTES + (isP2tr(input.bytes()) ? P2TR_WITNESS : P2WPKH_WITNESS);
        }
        for (Script output : outputs) {
            weight += SCALE * (8 + countSize(output.size()) + output.size());
        }
        return weight;
    }

    /** Virtual bytes: a quarter of the weight, rounded up. */
    static int vsize(int weight) {
        return (weight + SCALE - 1) / SCALE;
    }

    private static boolean isP2wpkh(byte[] script) {
        return script.length == 22 && script[0] == 0x00 && script[1] == 20;
    }

    private static boolean isP2tr(byte[] script) {
        return script.length == 34 && script[0] == 0x51 && script[1] == 32;
    }

    private static int countSize(int count) {
        return count < 0xfd ? 1 : count <= 0xffff ? 3 : 5;
    }
}
