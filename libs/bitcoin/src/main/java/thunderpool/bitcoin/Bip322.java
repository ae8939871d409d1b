package thunderpool.bitcoin;

import java.util.Arrays;
import java.util.List;
import thunderpool.bitcoin.SignedMessage.Outcome;

/**
 * The simple form of BIP322: the witness of a virtual transaction that spends a virtual output of the address.
 *
 * <p>Supports p2wpkh and taproot's key path; other scripts would need a script interpreter.
 */
final class Bip322 {
    private static final int SIGHASH_DEFAULT = 0;
    private static final int SIGHASH_ALL = 1;
    private static final int SCHNORR_SIZE = 64;
    private static final int COMPRESSED_KEY_SIZE = 33;
    private static final int PROGRAM_20 = 22;
    private static final int PROGRAM_32 = 34;

    private Bip322() {}

    /** {@code signature} is the serialized witness stack; throws MalformedException when it is not one. */
    static Outcome verifySimple(Script script, byte[] message, byte[] signature) {
        ByteReader in = new ByteReader(signature);
        List<byte[]> stack = Witness.read(in).items();
        in.expectEnd();
        Transaction toSpend = toSpend(script, message);
        Transaction toSign = toSign(toSpend);
        boolean keyHash = script.isWitness() && script.witnessVersion() == 0 && script.size() == PROGRAM_20;
        boolean taproot = script.isWitness() && script.witnessVersion() == 1 && script.size() == PROGRAM_32;
        if (!keyHash && !taproot) {
            return Outcome.UNSUPPORTED_ADDRESS;
        }
        boolean valid = keyHash ? verifyKeyHash(script, toSign, stack) : verifyTaproot(script, toSign, stack);
        return valid ? Outcome.VALID : Outcome.WRONG_SIGNATURE;
    }

    private static Transaction toSpend(Script script, byte[] message) {
        byte[] hash = Secp256k1.taggedHash("BIP0322-signed-message", message);
        Script scriptSig =
                new Script(new ByteWriter().uint8(0).bytes(Script.push(hash)).toByteArray());
        return new Transaction(
                0, List.of(new TxInput(OutPoint.NULL, scriptSig, 0)), List.of(new TxOutput(Sats.ZERO, script)), 0);
    }

    private static Transaction toSign(Transaction toSpend) {
        OutPoint spent = new OutPoint(toSpend.txid(), 0);
        return new Transaction(
                0,
                List.of(new TxInput(spent, Script.EMPTY, 0)),
                List.of(new TxOutput(Sats.ZERO, Script.opReturn())),
                0);
    }

    private static boolean verifyKeyHash(Script script, Transaction toSign, List<byte[]> stack) {
        if (stack.size() != 2 || stack.get(1).length != COMPRESSED_KEY_SIZE) {
            return false;
        }
        byte[] signature = stack.get(0);
        byte[] key = stack.get(1);
        if (!Script.p2wpkh(Hash160.of(key)).equals(script)
                || signature.length == 0
                || signature[signature.length - 1] != SIGHASH_ALL) {
            return false;
        }
        byte[] der = Arrays.copyOf(signature, signature.length - 1);
        return Secp256k1.verifyEcdsa(segwitDigest(script, toSign), der, key);
    }

    /** BIP143 for the one input of value zero, SIGHASH_ALL. */
    private static byte[] segwitDigest(Script script, Transaction toSign) {
        TxInput input = toSign.inputs().getFirst();
        byte[] prevout = prevout(input);
        byte[] scriptCode = Script.p2pkh(script.witnessProgram()).bytes();
        return Sha256d.of(new ByteWriter()
                        .int32(toSign.version())
                        .hash(Sha256d.of(prevout))
                        .hash(Sha256d.of(
                                new ByteWriter().int32(input.sequence()).toByteArray()))
                        .bytes(prevout)
                        .sizedBytes(scriptCode)
                        .int64(0)
                        .int32(input.sequence())
                        .hash(Sha256d.of(outputs(toSign)))
                        .int32(toSign.lockTime())
                        .int32(SIGHASH_ALL)
                        .toByteArray())
                .wire();
    }

    private static boolean verifyTaproot(Script script, Transaction toSign, List<byte[]> stack) {
        if (stack.size() != 1) {
            return false;
        }
        byte[] signature = stack.getFirst();
        // 64 bytes mean the default hash type; a 65th must then not repeat it (BIP341).
        boolean withType = signature.length == SCHNORR_SIZE + 1 && signature[SCHNORR_SIZE] == SIGHASH_ALL;
        if (signature.length != SCHNORR_SIZE && !withType) {
            return false;
        }
        byte[] digest = taprootDigest(script, toSign, withType ? SIGHASH_ALL : SIGHASH_DEFAULT);
        return Secp256k1.verifySchnorr(digest, Arrays.copyOf(signature, SCHNORR_SIZE), script.witnessProgram());
    }

    /** BIP341's common signature message for the one input of value zero, key path, no annex. */
    private static byte[] taprootDigest(Script script, Transaction toSign, int hashType) {
        TxInput input = toSign.inputs().getFirst();
        byte[] message = new ByteWriter()
                .uint8(0)
                .uint8(hashType)
                .int32(toSign.version())
                .int32(toSign.lockTime())
                .bytes(Sha256d.sha256(prevout(input)))
                .bytes(Sha256d.sha256(new ByteWriter().int64(0).toByteArray()))
                .bytes(Sha256d.sha256(
                        new ByteWriter().sizedBytes(script.bytes()).toByteArray()))
                .bytes(Sha256d.sha256(new ByteWriter().int32(input.sequence()).toByteArray()))
                .bytes(Sha256d.sha256(outputs(toSign)))
                .uint8(0)
                .int32(0)
                .toByteArray();
        return Secp256k1.taggedHash("TapSighash", message);
    }

    private static byte[] prevout(TxInput input) {
        return new ByteWriter()
                .hash(input.previous().txid())
                .int32(input.previous().index())
                .toByteArray();
    }

    private static byte[] outputs(Transaction transaction) {
        ByteWriter out = new ByteWriter();
        transaction.outputs().forEach(output -> output.write(out));
        return out.toByteArray();
    }
}
