package thunderpool.lab.devnode.mempool;

import java.util.Optional;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutput;
import org.bitcoinj.script.Script;
import org.bitcoinj.script.ScriptException;
import org.bitcoinj.script.ScriptPattern;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.chain.TransactionRules;

/** Which transactions a node relays (Core's policy.cpp); stricter than which ones a block may hold. */
public final class Policy {
    /** Default -minrelaytxfee and -incrementalrelayfee, satoshis per 1000 virtual bytes. */
    public static final long MIN_RELAY_SATS_PER_KVB = 1_000;

    private static final long DUST_RELAY_SATS_PER_KVB = 3_000;
    private static final int MAX_STANDARD_WEIGHT = 400_000;
    private static final int MIN_STANDARD_SIZE = 65;
    private static final int MAX_SCRIPT_SIG = 1_650;
    private static final int MAX_OP_RETURN_SCRIPT = 83;
    private static final int SIGOP_BYTES = 20;

    private Policy() {}

    /** Empty when the form is standard, else Core's reason. */
    static Optional<String> standard(Transaction tx) {
        if (tx.getVersion() < 1 || tx.getVersion() > 3) {
            return Optional.of("version");
        }
        if (tx.getWeight() > MAX_STANDARD_WEIGHT) {
            return Optional.of("tx-size");
        }
        if (TransactionRules.strippedSize(tx) < MIN_STANDARD_SIZE) {
            return Optional.of("tx-size-small");
        }
        for (TransactionInput input : tx.getInputs()) {
            if (input.getScriptBytes().length > MAX_SCRIPT_SIG) {
                return Optional.of("scriptsig-size");
            }
        }
        return outputs(tx);
    }

    private static Optional<String> outputs(Transaction tx) {
        int opReturns = 0;
        for (TransactionOutput output : tx.getOutputs()) {
            Script script = parse(output.getScriptBytes());
            if (script == null || !isStandardOutput(script)) {
                return Optional.of("scriptpubkey");
            }
            if (ScriptPattern.isOpReturn(script)) {
                opReturns++;
            } else if (output.getValue().value < dustSats(script)) {
                return Optional.of("dust");
            }
        }
        return opReturns > 1 ? Optional.of("multi-op-return") : Optional.empty();
    }

    private static @Nullable Script parse(byte[] script) {
        try {
            return Script.parse(script);
        } catch (ScriptException e) {
            return null;
        }
    }

    private static boolean isStandardOutput(Script script) {
        if (ScriptPattern.isOpReturn(script)) {
            return script.program().length <= MAX_OP_RETURN_SCRIPT;
        }
        return ScriptPattern.isP2PKH(script)
                || ScriptPattern.isP2SH(script)
                || ScriptPattern.isP2WPKH(script)
                || ScriptPattern.isP2WSH(script)
                || ScriptPattern.isP2TR(script)
                || ScriptPattern.isP2PK(script)
                || ScriptPattern.isSentToMultisig(script);
    }

    /** Core's GetDustThreshold: what spending this output would cost at the dust rate; 294 for P2WPKH, 546 for P2PKH. */
    public static long dustSats(Script script) {
        int output = 8 + 1 + script.program().length;
        boolean segwit = ScriptPattern.isP2WH(script) || ScriptPattern.isP2TR(script);
        int spend = segwit ? 32 + 4 + 1 + 107 / 4 + 4 : 32 + 4 + 1 + 107 + 4;
        return (output + spend) * DUST_RELAY_SATS_PER_KVB / 1_000;
    }

    static int vsize(Transaction tx, int sigOpsCost) {
        return (Math.max(tx.getWeight(), sigOpsCost * SIGOP_BYTES) + 3) / 4;
    }

    static long minRelaySats(long vsize) {
        return (MIN_RELAY_SATS_PER_KVB * vsize + 999) / 1_000;
    }
}
