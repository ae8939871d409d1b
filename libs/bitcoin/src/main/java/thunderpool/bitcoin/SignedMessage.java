package thunderpool.bitcoin;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Proof that the owner of an address wrote a message.
 *
 * <p>Understands the 65-byte recoverable signatures of Bitcoin Core's {@code signmessage} and of BIP137, and the
 * simple form of BIP322 for p2wpkh and key-path taproot addresses. Of a 65-byte signature for a segwit address, any
 * header byte of a compressed key is taken, because wallets disagree on which to write (BIP137 says 35 to 42,
 * Electrum writes 31 to 34); what is proved is the same.
 */
public final class SignedMessage {
    private static final int COMPACT_SIZE = 65;
    private static final int FIRST_HEADER = 27;
    private static final int LAST_HEADER = 42;
    private static final int FIRST_COMPRESSED_HEADER = 31;

    /** Beyond any signature of these forms; bounds the work a stranger can ask for. */
    private static final int MAX_SIGNATURE_TEXT = 1_000;

    private SignedMessage() {}

    /** What came of checking a signature. Only {@link #VALID} proves anything. */
    public enum Outcome {
        VALID,
        /** The address is not one of the chain. */
        BAD_ADDRESS,
        /** The signature is not base64, or not of a form described here. */
        MALFORMED_SIGNATURE,
        /** This kind of address cannot be checked against this form of signature. */
        UNSUPPORTED_ADDRESS,
        /** A sound signature, but by another key, of another message, or for another chain. */
        WRONG_SIGNATURE
    }

    /** Checks a signature over the UTF-8 bytes of {@code message}, exactly as given: no trimming, no normalization. */
    public static Outcome verify(String address, String message, String base64Signature, Chain chain) {
        Script script;
        try {
            script = Address.parse(address, chain).script();
        } catch (AddressException notOne) {
            return Outcome.BAD_ADDRESS;
        }
        if (base64Signature.length() > MAX_SIGNATURE_TEXT) {
            return Outcome.MALFORMED_SIGNATURE;
        }
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] signature = Base64.getDecoder().decode(base64Signature);
            return signature.length == COMPACT_SIZE && isHeader(signature[0] & 0xff)
                    ? verifyCompact(script, digest(text, chain), signature)
                    : Bip322.verifySimple(script, text, signature);
        } catch (IllegalArgumentException | MalformedException notReadable) {
            return Outcome.MALFORMED_SIGNATURE;
        }
    }

    /**
     * What a 65-byte signature signs: the double SHA-256 of the chain's magic and the message, each with its length.
     */
    static Hash256 digest(byte[] message, Chain chain) {
        return Sha256d.of(new ByteWriter(message.length + 40)
                .sizedBytes(chain.messageMagic().getBytes(StandardCharsets.UTF_8))
                .sizedBytes(message)
                .toByteArray());
    }

    private static boolean isHeader(int header) {
        return header >= FIRST_HEADER && header <= LAST_HEADER;
    }

    private static Outcome verifyCompact(Script script, Hash256 digest, byte[] signature) {
        int header = signature[0] & 0xff;
        boolean compressed = header >= FIRST_COMPRESSED_HEADER;
        Optional<byte[]> key = Secp256k1.recover(
                digest.wire(),
                Arrays.copyOfRange(signature, 1, 33),
                Arrays.copyOfRange(signature, 33, COMPACT_SIZE),
                (header - FIRST_HEADER) & 3,
                compressed);
        if (key.isEmpty()) {
            return Outcome.WRONG_SIGNATURE;
        }
        byte[] keyHash = Hash160.of(key.get());
        if (script.equals(Script.p2pkh(keyHash))) {
            return Outcome.VALID;
        }
        // Segwit allows compressed keys only.
        Script segwit = Script.p2wpkh(keyHash);
        if (compressed
                && List.of(segwit, Script.p2sh(Hash160.of(segwit.bytes()))).contains(script)) {
            return Outcome.VALID;
        }
        boolean hashOfKey = script.p2pkhHash().length > 0
                || script.p2shHash().length > 0
                || (script.isWitness() && script.size() == 22);
        return hashOfKey ? Outcome.WRONG_SIGNATURE : Outcome.UNSUPPORTED_ADDRESS;
    }
}
