package thunderpool.lab.devnode.chain;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.base.Coin;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutput;
import org.bitcoinj.core.TransactionWitness;
import org.bitcoinj.core.VerificationException;
import org.bitcoinj.crypto.ECKey;
import org.bitcoinj.crypto.SignatureDecodeException;
import org.bitcoinj.crypto.TransactionSignature;
import org.bitcoinj.crypto.internal.CryptoUtils;
import org.bitcoinj.script.Script;
import org.bitcoinj.script.ScriptBuilder;
import org.bitcoinj.script.ScriptChunk;
import org.bitcoinj.script.ScriptException;
import org.bitcoinj.script.ScriptPattern;

/**
 * Whether an input may spend its coin, and the signature operations it costs.
 *
 * <p>Single-key spends (P2PKH, P2WPKH and P2WPKH inside P2SH) are checked here over bitcoinj's signature hashes and
 * curve: bitcoinj's own shortcut for them takes any key's signature, because it never compares the key with the
 * script. Other legacy scripts run in bitcoinj's interpreter. Segwit scripts that bitcoinj cannot run (P2WSH, P2TR) are
 * refused rather than believed.
 */
public final class SpendRules {
    private static final int WITNESS_SCALE = 4;

    private SpendRules() {}

    /** Empty when input {@code index} of {@code tx} may spend {@code coin}, else what is wrong. */
    public static Optional<String> check(Transaction tx, int index, UnspentOutput coin) {
        TransactionInput input = tx.getInput(index);
        try {
            Script script = Script.parse(HexFormat.of().parseHex(coin.scriptHex()));
            if (ScriptPattern.isP2WPKH(script)) {
                if (input.getScriptBytes().length != 0) {
                    return Optional.of("Witness requires empty scriptSig");
                }
                return witnessKey(tx, index, ScriptPattern.extractHashFromP2WH(script), coin.sats());
            }
            if (ScriptPattern.isP2SH(script)) {
                return scriptHash(tx, index, script, coin.sats());
            }
            if (ScriptPattern.isP2WH(script) || ScriptPattern.isP2TR(script) || isFutureWitness(script)) {
                return Optional.of("this node cannot run this witness program");
            }
            if (input.hasWitness()) {
                return Optional.of("Witness provided for non-witness script");
            }
            return ScriptPattern.isP2PKH(script) ? key(tx, index, script) : interpret(tx, index, script);
        } catch (VerificationException | IllegalArgumentException e) {
            return Optional.of("Script failed: " + e.getMessage());
        }
    }

    private static Optional<String> scriptHash(Transaction tx, int index, Script script, long sats) {
        TransactionInput input = tx.getInput(index);
        List<ScriptChunk> pushes = input.getScriptSig().chunks();
        byte[] redeem = pushes.isEmpty() ? null : pushes.getLast().data;
        if (redeem == null
                || !Arrays.equals(CryptoUtils.sha256hash160(redeem), ScriptPattern.extractHashFromP2SH(script))) {
            return Optional.of("Script evaluated without error but finished with a false/empty top stack element");
        }
        Script inner = Script.parse(redeem);
        if (ScriptPattern.isP2WPKH(inner)) {
            return pushes.size() == 1
                    ? witnessKey(tx, index, ScriptPattern.extractHashFromP2WH(inner), sats)
                    : Optional.of("Witness requires only-redeemscript scriptSig");
        }
        if (ScriptPattern.isP2WH(inner) || isFutureWitness(inner)) {
            return Optional.of("this node cannot run this witness program");
        }
        return input.hasWitness()
                ? Optional.of("Witness provided for non-witness script")
                : interpret(tx, index, script);
    }

    private static Optional<String> interpret(Transaction tx, int index, Script script) {
        tx.getInput(index)
                .getScriptSig()
                .correctlySpends(tx, index, TransactionWitness.EMPTY, Coin.ZERO, script, Script.ALL_VERIFY_FLAGS);
        return Optional.empty();
    }

    private static Optional<String> witnessKey(Transaction tx, int index, byte[] keyHash, long sats) {
        TransactionWitness witness = tx.getInput(index).getWitness();
        if (witness.getPushCount() != 2) {
            return Optional.of("Witness program hash mismatch");
        }
        byte[] signature = witness.getPush(0);
        byte[] pubKey = witness.getPush(1);
        if (!Arrays.equals(CryptoUtils.sha256hash160(pubKey), keyHash)) {
            return Optional.of("Script failed an OP_EQUALVERIFY operation");
        }
        if (!ECKey.isPubKeyCompressed(pubKey)) {
            return Optional.of("Using non-compressed keys in segwit");
        }
        byte[] code = ScriptBuilder.createP2PKHOutputScript(keyHash).program();
        return signature.length == 0
                ? Optional.of("Signature must be zero for failed CHECK(MULTI)SIG operation")
                : verify(
                        signature,
                        pubKey,
                        tx.hashForWitnessSignature(index, code, Coin.valueOf(sats), signature[signature.length - 1]));
    }

    private static Optional<String> key(Transaction tx, int index, Script script) {
        List<ScriptChunk> pushes = tx.getInput(index).getScriptSig().chunks();
        byte[] signature = pushes.size() == 2 ? pushes.get(0).data : null;
        byte[] pubKey = pushes.size() == 2 ? pushes.get(1).data : null;
        if (signature == null || pubKey == null || signature.length == 0) {
            return Optional.of("Script evaluated without error but finished with a false/empty top stack element");
        }
        if (!Arrays.equals(CryptoUtils.sha256hash160(pubKey), ScriptPattern.extractHashFromP2PKH(script))) {
            return Optional.of("Script failed an OP_EQUALVERIFY operation");
        }
        return verify(signature, pubKey, tx.hashForSignature(index, script.program(), signature[signature.length - 1]));
    }

    private static Optional<String> verify(byte[] signature, byte[] pubKey, Sha256Hash hash) {
        try {
            TransactionSignature decoded = TransactionSignature.decodeFromBitcoin(signature, true, true);
            return ECKey.fromPublicOnly(pubKey).verify(hash, decoded)
                    ? Optional.empty()
                    : Optional.of("Signature must be zero for failed CHECK(MULTI)SIG operation");
        } catch (SignatureDecodeException e) {
            return Optional.of("Non-canonical DER signature");
        }
    }

    private static boolean isFutureWitness(Script script) {
        byte[] program = script.program();
        return program.length >= 4
                && program.length <= 42
                && (program[0] == 0 || (program[0] >= 0x51 && program[0] <= 0x60))
                && program[1] == program.length - 2;
    }

    /** BIP 141's cost: four for every legacy operation, one for a witness key. */
    public static int sigOpsCost(Transaction tx, CoinSource coins) {
        int cost = WITNESS_SCALE * legacySigOps(tx);
        if (tx.isCoinBase()) {
            return cost;
        }
        for (TransactionInput input : tx.getInputs()) {
            UnspentOutput coin = coins.find(OutPoint.spentBy(input));
            if (coin != null) {
                cost += inputSigOps(input, Script.parse(HexFormat.of().parseHex(coin.scriptHex())));
            }
        }
        return cost;
    }

    private static int inputSigOps(TransactionInput input, Script spent) {
        if (ScriptPattern.isP2WPKH(spent)) {
            return 1;
        }
        if (!ScriptPattern.isP2SH(spent)) {
            return 0;
        }
        byte[] scriptSig = input.getScriptBytes();
        boolean nestedKey = scriptSig.length == 23 && scriptSig[0] == 22 && scriptSig[1] == 0 && scriptSig[2] == 20;
        return nestedKey ? 1 : WITNESS_SCALE * (int) Script.getP2SHSigOpCount(scriptSig);
    }

    private static int legacySigOps(Transaction tx) {
        int count = 0;
        for (TransactionInput input : tx.getInputs()) {
            count += countIn(input.getScriptBytes());
        }
        for (TransactionOutput output : tx.getOutputs()) {
            count += countIn(output.getScriptBytes());
        }
        return count;
    }

    private static int countIn(byte[] script) {
        try {
            return Script.getSigOpCount(script);
        } catch (ScriptException e) {
            return 0; // a coinbase input is free bytes and need not be a script
        }
    }
}
