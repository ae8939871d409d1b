package thunderpool.bitcoin;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/** Checks signatures on Bitcoin's curve. It never sees a private key, so nothing here needs constant time. */
final class Secp256k1 {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
    private static final BigInteger ORDER = CURVE.getN();
    private static final BigInteger FIELD = CURVE.getCurve().getField().getCharacteristic();

    private Secp256k1() {}

    /**
     * The serialized public key that made an ECDSA signature (SEC 1, section 4.1.6); empty when there is none.
     *
     * @param recoveryId bit 0: the nonce point's y is odd; bit 1: its x exceeded the group order
     */
    static Optional<byte[]> recover(byte[] digest, byte[] r, byte[] s, int recoveryId, boolean compressed) {
        BigInteger rNumber = new BigInteger(1, r);
        BigInteger sNumber = new BigInteger(1, s);
        if (!isScalar(rNumber) || !isScalar(sNumber)) {
            return Optional.empty();
        }
        BigInteger x = (recoveryId & 2) == 0 ? rNumber : rNumber.add(ORDER);
        Optional<ECPoint> nonce = x.compareTo(FIELD) < 0 ? pointOf(x, (recoveryId & 1) != 0) : Optional.empty();
        if (nonce.isEmpty()) {
            return Optional.empty();
        }
        BigInteger inverse = rNumber.modInverse(ORDER);
        BigInteger minusDigest = new BigInteger(1, digest).negate().mod(ORDER);
        ECPoint key = ECAlgorithms.sumOfTwoMultiplies(
                        CURVE.getG(),
                        minusDigest.multiply(inverse).mod(ORDER),
                        nonce.get(),
                        sNumber.multiply(inverse).mod(ORDER))
                .normalize();
        return key.isInfinity() ? Optional.empty() : Optional.of(key.getEncoded(compressed));
    }

    /** ECDSA with a strict-DER signature and a low S, as the policy of Core wants signatures in witnesses. */
    static boolean verifyEcdsa(byte[] digest, byte[] der, byte[] publicKey) {
        try (ASN1InputStream in = new ASN1InputStream(der)) {
            if (!(in.readObject() instanceof ASN1Sequence sequence) || sequence.size() != 2 || in.available() > 0) {
                return false;
            }
            if (!Arrays.equals(sequence.getEncoded("DER"), der)) {
                return false;
            }
            BigInteger r = ASN1Integer.getInstance(sequence.getObjectAt(0)).getPositiveValue();
            BigInteger s = ASN1Integer.getInstance(sequence.getObjectAt(1)).getPositiveValue();
            if (!isScalar(r) || !isScalar(s) || s.compareTo(ORDER.shiftRight(1)) > 0) {
                return false;
            }
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, new ECPublicKeyParameters(CURVE.getCurve().decodePoint(publicKey), DOMAIN));
            return signer.verifySignature(digest, r, s);
        } catch (IOException | IllegalArgumentException notASignature) {
            return false;
        }
    }

    /** BIP340 verification of a 64-byte signature with an x-only key. */
    static boolean verifySchnorr(byte[] message, byte[] signature, byte[] key32) {
        BigInteger r = new BigInteger(1, Arrays.copyOf(signature, 32));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        BigInteger keyX = new BigInteger(1, key32);
        if (r.compareTo(FIELD) >= 0 || s.compareTo(ORDER) >= 0 || keyX.compareTo(FIELD) >= 0) {
            return false;
        }
        Optional<ECPoint> key = pointOf(keyX, false);
        if (key.isEmpty()) {
            return false;
        }
        byte[] challenge = taggedHash(
                "BIP0340/challenge",
                new ByteWriter()
                        .bytes(Arrays.copyOf(signature, 32))
                        .bytes(key32)
                        .bytes(message)
                        .toByteArray());
        BigInteger e = new BigInteger(1, challenge).mod(ORDER);
        ECPoint nonce = ECAlgorithms.sumOfTwoMultiplies(
                        CURVE.getG(), s, key.get(), e.negate().mod(ORDER))
                .normalize();
        return !nonce.isInfinity()
                && !nonce.getAffineYCoord().testBitZero()
                && nonce.getAffineXCoord().toBigInteger().equals(r);
    }

    /** SHA-256 bound to a purpose (BIP340). */
    static byte[] taggedHash(String tag, byte[] message) {
        byte[] tagHash = Sha256d.sha256(tag.getBytes(StandardCharsets.UTF_8));
        return Sha256d.sha256(
                new ByteWriter().bytes(tagHash).bytes(tagHash).bytes(message).toByteArray());
    }

    private static boolean isScalar(BigInteger number) {
        return number.signum() > 0 && number.compareTo(ORDER) < 0;
    }

    /** The point with this x, which is below the field's size; empty when the curve has none. */
    private static Optional<ECPoint> pointOf(BigInteger x, boolean odd) {
        byte[] encoded = new ByteWriter(33)
                .uint8(odd ? 3 : 2)
                .bytes(Target.ofBigInteger(x).bigEndian())
                .toByteArray();
        try {
            return Optional.of(CURVE.getCurve().decodePoint(encoded));
        } catch (IllegalArgumentException notOnTheCurve) {
            return Optional.empty();
        }
    }
}
