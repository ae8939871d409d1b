package thunderpool.bitcoin;

import java.util.Arrays;
import java.util.Locale;

/** Segwit addresses: bech32 for witness version 0 (BIP173), bech32m for all later ones (BIP350). */
final class Bech32 {
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int BECH32 = 1;
    private static final int BECH32M = 0x2bc8_30a3;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int MAX_LENGTH = 90;
    private static final int[] GENERATOR = {0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3};

    private Bech32() {}

    static String encode(String hrp, int version, byte[] program) {
        byte[] groups = regroup(program, 8, 5, true);
        byte[] data = new byte[1 + groups.length + CHECKSUM_LENGTH];
        data[0] = (byte) version;
        System.arraycopy(groups, 0, data, 1, groups.length);
        int checksum = polymod(hrp, data) ^ constantOf(version);
        StringBuilder text = new StringBuilder(hrp).append('1');
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            data[data.length - CHECKSUM_LENGTH + i] = (byte) ((checksum >>> (5 * (5 - i))) & 31);
        }
        for (byte group : data) {
            text.append(ALPHABET.charAt(group));
        }
        return text.toString();
    }

    /** The script of a segwit address whose human-readable part, in any case, is {@code hrp}. */
    static Script decode(String text, String hrp) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT))) {
            throw new AddressException("the address mixes upper and lower case");
        }
        int separator = lower.lastIndexOf('1');
        if (text.length() > MAX_LENGTH || separator != hrp.length() || !lower.startsWith(hrp)) {
            throw new AddressException("not a segwit address of the form " + hrp + "1...");
        }
        byte[] data = dataOf(lower, separator + 1);
        if (data.length <= CHECKSUM_LENGTH) {
            throw new AddressException("too short for an address");
        }
        int version = data[0];
        checkSum(polymod(hrp, data), version);
        byte[] program = regroup(Arrays.copyOfRange(data, 1, data.length - CHECKSUM_LENGTH), 5, 8, false);
        try {
            return Script.witness(version, program);
        } catch (IllegalArgumentException noProgram) {
            throw new AddressException("the address holds " + noProgram.getMessage());
        }
    }

    private static void checkSum(int sum, int version) {
        if (sum == constantOf(version)) {
            return;
        }
        if (sum == BECH32 || sum == BECH32M) {
            throw new AddressException("the address has the checksum form of another witness version than its own, "
                    + version + ": the wallet that wrote it predates BIP350");
        }
        throw new AddressException("the address's checksum is wrong: a character is mistyped or missing");
    }

    private static int constantOf(int version) {
        return version == 0 ? BECH32 : BECH32M;
    }

    private static byte[] dataOf(String lower, int from) {
        byte[] data = new byte[lower.length() - from];
        for (int i = 0; i < data.length; i++) {
            int group = ALPHABET.indexOf(lower.charAt(from + i));
            if (group < 0) {
                throw new AddressException("character " + (from + i + 1) + " does not occur in segwit addresses");
            }
            data[i] = (byte) group;
        }
        return data;
    }

    private static int polymod(String hrp, byte[] data) {
        int sum = 1;
        for (int i = 0; i < hrp.length(); i++) {
            sum = step(sum, hrp.charAt(i) >>> 5);
        }
        sum = step(sum, 0);
        for (int i = 0; i < hrp.length(); i++) {
            sum = step(sum, hrp.charAt(i) & 31);
        }
        for (byte group : data) {
            sum = step(sum, group);
        }
        return sum;
    }

    private static int step(int sum, int group) {
        int next = ((sum & 0x1ff_ffff) << 5) ^ group;
        for (int i = 0; i < GENERATOR.length; i++) {
            if (((sum >>> (25 + i)) & 1) != 0) {
                next ^= GENERATOR[i];
            }
        }
        return next;
    }

    /** Without padding, what is left over must be shorter than a group and all zero (BIP173). */
    private static byte[] regroup(byte[] in, int fromBits, int toBits, boolean pad) {
        ByteWriter out = new ByteWriter(in.length * 2);
        int bits = 0;
        int held = 0;
        for (byte group : in) {
            held = ((held << fromBits) | (group & 0xff)) & 0xfff;
            bits += fromBits;
            while (bits >= toBits) {
                bits -= toBits;
                out.uint8((held >>> bits) & ((1 << toBits) - 1));
            }
        }
        int rest = (held << (toBits - bits)) & ((1 << toBits) - 1);
        if (pad && bits > 0) {
            out.uint8(rest);
        }
        if (!pad && (bits >= fromBits || rest != 0)) {
            throw new AddressException("the address's padding is wrong");
        }
        return out.toByteArray();
    }
}
