package thunderpool.bitcoin;

import java.math.BigInteger;
import java.util.Arrays;

/** Base58Check: a version byte and a payload, protected by four bytes of double SHA-256. */
final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);
    private static final int CHECKSUM_SIZE = 4;

    /** Beyond any address; bounds the quadratic cost of decoding what strangers send. */
    private static final int MAX_LENGTH = 64;

    private Base58() {}

    static String encodeChecked(int version, byte[] payload) {
        byte[] body = new ByteWriter().uint8(version).bytes(payload).toByteArray();
        byte[] all = new ByteWriter().bytes(body).bytes(checksum(body)).toByteArray();
        StringBuilder text = new StringBuilder();
        BigInteger rest = new BigInteger(1, all);
        while (rest.signum() > 0) {
            BigInteger[] step = rest.divideAndRemainder(BASE);
            text.append(ALPHABET.charAt(step[1].intValue()));
            rest = step[0];
        }
        for (int i = 0; i < all.length && all[i] == 0; i++) {
            text.append(ALPHABET.charAt(0));
        }
        return text.reverse().toString();
    }

    /** The version byte and the payload behind it. */
    static byte[] decodeChecked(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new AddressException("too long for an address");
        }
        byte[] all = decode(text);
        if (all.length <= CHECKSUM_SIZE) {
            throw new AddressException("too short for an address");
        }
        byte[] body = Arrays.copyOf(all, all.length - CHECKSUM_SIZE);
        if (!Arrays.equals(checksum(body), Arrays.copyOfRange(all, body.length, all.length))) {
            throw new AddressException("the address's checksum is wrong: a character is mistyped or missing");
        }
        return body;
    }

    private static byte[] decode(String text) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new AddressException("character " + (i + 1) + " does not occur in addresses");
            }
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        // Each leading 1 is a zero byte, which the number cannot show.
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == ALPHABET.charAt(0)) {
            zeros++;
        }
        byte[] magnitude = number.signum() == 0 ? new byte[0] : number.toByteArray();
        int sign = magnitude.length > 0 && magnitude[0] == 0 ? 1 : 0;
        byte[] all = new byte[zeros + magnitude.length - sign];
        System.arraycopy(magnitude, sign, all, zeros, magnitude.length - sign);
        return all;
    }

    private static byte[] checksum(byte[] body) {
        return Arrays.copyOf(Sha256d.of(body).wire(), CHECKSUM_SIZE);
    }
}
