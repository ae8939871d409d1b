package thunderpool.topics;

/**
 * The bytes of one record type. The first byte of every record is its version; a reader refuses versions it does not
 * know, because a guess about money is worse than a stop.
 *
 * @param <T> the record
 */
public interface Codec<T> {

    /** The version this code writes. */
    int version();

    void write(T value, RecordWriter out);

    /** @param version of the bytes, between 1 and {@link #version()} */
    T read(int version, RecordReader in);

    default byte[] encode(T value) {
        RecordWriter out = new RecordWriter();
        out.uint8(version());
        write(value, out);
        return out.toByteArray();
    }

    /** @throws CorruptRecordException for an unknown version, truncated or trailing bytes, or values out of range */
    default T decode(byte[] bytes) {
        RecordReader in = new RecordReader(bytes);
        int version = in.uint8();
        if (version < 1 || version > version()) {
            throw new CorruptRecordException("unknown record version " + version);
        }
        T value;
        try {
            value = read(version, in);
        } catch (IllegalArgumentException | ArithmeticException refused) {
            throw new CorruptRecordException("record holds a value out of range: " + refused.getMessage());
        }
        in.expectEnd();
        return value;
    }
}
