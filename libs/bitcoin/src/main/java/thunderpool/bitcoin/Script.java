package thunderpool.bitcoin;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;

/** A script's bytes as an immutable value, with the standard forms a pool pays to. */
public final class Script {
    public static final Script EMPTY = new Script(new byte[0]);

    private static final int OP_0 = 0x00;
    private static final int OP_PUSHDATA1 = 0x4c;
    private static final int OP_PUSHDATA2 = 0x4d;
    private static final int OP_PUSHDATA4 = 0x4e;
    private static final int OP_1 = 0x51;
    private static final int OP_RETURN = 0x6a;
    private static final int OP_DUP = 0x76;
    private static final int OP_EQUAL = 0x87;
    private static final int OP_EQUALVERIFY = 0x88;
    private static final int OP_HASH160 = 0xa9;
    private static final int OP_CHECKSIG = 0xac;

    private final byte[] bytes;

    /** Copies the array. */
    public Script(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public static Script ofHex(String hex) {
        try {
            return new Script(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException notHex) {
            throw new MalformedException("not a hexadecimal script: " + notHex.getMessage());
        }
    }

    /** Pays to a public key's {@link Hash160}. */
    public static Script p2pkh(byte[] hash20) {
        return new Script(new ByteWriter(25)
                .uint8(OP_DUP)
                .uint8(OP_HASH160)
                .bytes(push(sized(hash20, 20)))
                .uint8(OP_EQUALVERIFY)
                .uint8(OP_CHECKSIG)
                .toByteArray());
    }

    /** Pays to a script's {@link Hash160} (BIP16). */
    public static Script p2sh(byte[] hash20) {
        return new Script(new ByteWriter(23)
                .uint8(OP_HASH160)
                .bytes(push(sized(hash20, 20)))
                .uint8(OP_EQUAL)
                .toByteArray());
    }

    /** Pays to a public key's {@link Hash160} as a version 0 witness program (BIP141). */
    public static Script p2wpkh(byte[] hash20) {
        return witness(0, sized(hash20, 20));
    }

    /** Pays to a script's SHA-256 as a version 0 witness program (BIP141). */
    public static Script p2wsh(byte[] hash32) {
        return witness(0, sized(hash32, 32));
    }

    /** Pays to an x-only output key (BIP341). */
    public static Script p2tr(byte[] key32) {
        return witness(1, sized(key32, 32));
    }

    /** A witness program (BIP141): version 0 to 16, 2 to 40 bytes, version 0 only 20 or 32. */
    public static Script witness(int version, byte[] program) {
        if (version < 0 || version > 16 || program.length < 2 || program.length > 40) {
            throw new IllegalArgumentException(
                    "no witness program: version " + version + ", " + program.length + " bytes");
        }
        if (version == 0 && program.length != 20 && program.length != 32) {
            throw new IllegalArgumentException("a version 0 witness program has 20 or 32 bytes, not " + program.length);
        }
        return new Script(new ByteWriter(42)
                .uint8(version == 0 ? OP_0 : OP_1 + version - 1)
                .bytes(push(program))
                .toByteArray());
    }

    /** An unspendable output that carries each array as one push. */
    public static Script opReturn(byte[]... pushes) {
        ByteWriter out = new ByteWriter().uint8(OP_RETURN);
        for (byte[] data : pushes) {
            out.bytes(push(data));
        }
        return new Script(out.toByteArray());
    }

    /**
     * The push of the block's height that a coinbase script starts with (BIP34), byte for byte as Core pushes a number:
     * OP_0, OP_1 to OP_16, then the shortest signed little-endian form.
     */
    public static byte[] pushHeight(int height) {
        if (height < 0) {
            throw new IllegalArgumentException("a height is not negative: " + height);
        }
        if (height == 0) {
            return new byte[] {OP_0};
        }
        if (height <= 16) {
            return new byte[] {(byte) (OP_1 + height - 1)};
        }
        // One bit more than the value needs, because the number's top bit is its sign.
        int length = (Integer.SIZE - Integer.numberOfLeadingZeros(height)) / 8 + 1;
        ByteWriter number = new ByteWriter(8);
        for (int i = 0; i < length; i++) {
            number.uint8((int) ((long) height >>> (8 * i)));
        }
        return push(number.toByteArray());
    }

    /** The push of these bytes with the shortest length prefix, as Core's {@code CScript << vector} (never OP_N). */
    public static byte[] push(byte[] data) {
        ByteWriter out = new ByteWriter(data.length + 5);
        if (data.length < OP_PUSHDATA1) {
            out.uint8(data.length);
        } else if (data.length <= 0xff) {
            out.uint8(OP_PUSHDATA1).uint8(data.length);
        } else if (data.length <= 0xffff) {
            out.uint8(OP_PUSHDATA2).int16(data.length);
        } else {
            out.uint8(OP_PUSHDATA4).int32(data.length);
        }
        return out.bytes(data).toByteArray();
    }

    /** A fresh copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    /** Lower-case hexadecimal. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** The 20 bytes a p2pkh script pays to, or an empty array for any other script. */
    byte[] p2pkhHash() {
        return payload(25, 3, 20, Script::p2pkh);
    }

    byte[] p2shHash() {
        return payload(23, 2, 20, Script::p2sh);
    }

    /** True for any witness program, also of versions without rules yet. */
    boolean isWitness() {
        return bytes.length >= 4
                && bytes.length <= 42
                && (bytes[1] & 0xff) == bytes.length - 2
                && witnessVersion() >= 0
                && (bytes[0] != OP_0 || bytes.length == 22 || bytes.length == 34);
    }

    /** The version when {@link #isWitness}; otherwise without meaning, -1 when not a number. */
    int witnessVersion() {
        int opcode = bytes[0] & 0xff;
        if (opcode == OP_0) {
            return 0;
        }
        return opcode >= OP_1 && opcode < OP_1 + 16 ? opcode - OP_1 + 1 : -1;
    }

    byte[] witnessProgram() {
        return Arrays.copyOfRange(bytes, 2, bytes.length);
    }

    private byte[] payload(int size, int offset, int length, Function<byte[], Script> form) {
        if (bytes.length != size) {
            return new byte[0];
        }
        byte[] payload = Arrays.copyOfRange(bytes, offset, offset + length);
        return form.apply(payload).equals(this) ? payload : new byte[0];
    }

    private static byte[] sized(byte[] payload, int size) {
        if (payload.length != size) {
            throw new IllegalArgumentException("needs " + size + " bytes, not " + payload.length);
        }
        return payload;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Script that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
