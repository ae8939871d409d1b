package thunderpool.bitcoin;

/**
 * The 80 bytes that are hashed for proof of work.
 *
 * @param time seconds since 1970, unsigned 32 bits
 * @param nbits the target in compact form
 * @param nonce unsigned 32 bits
 */
public record BlockHeader(int version, Hash256 previous, Hash256 merkleRoot, int time, int nbits, int nonce) {
    /** Bytes in a header. */
    public static final int SIZE = 80;

    /** Reads exactly 80 bytes. */
    public static BlockHeader parse(byte[] header) {
        ByteReader in = new ByteReader(header);
        BlockHeader parsed = read(in);
        in.expectEnd();
        return parsed;
    }

    static BlockHeader read(ByteReader in) {
        return new BlockHeader(in.int32(), in.hash(), in.hash(), in.int32(), in.int32(), in.int32());
    }

    public byte[] serialize() {
        return new ByteWriter(SIZE)
                .int32(version)
                .hash(previous)
                .hash(merkleRoot)
                .int32(time)
                .int32(nbits)
                .int32(nonce)
                .toByteArray();
    }

    /** The block's id: double SHA-256 on every chain of this package, whatever its proof of work is. */
    public Hash256 hash() {
        return Sha256d.of(serialize());
    }
}
