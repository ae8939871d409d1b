package thunderpool.bitcoin;

import java.util.Arrays;

/** Grows a byte array by Bitcoin's serialization: integers little-endian, lengths as compactSize. */
public final class ByteWriter {
    private byte[] buffer;
    private int size;

    public ByteWriter() {
        this(256);
    }

    public ByteWriter(int expectedSize) {
        buffer = new byte[Math.max(16, expectedSize)];
    }

    /** The low 8 bits of {@code value}. */
    public ByteWriter uint8(int value) {
        reserve(1);
        buffer[size++] = (byte) value;
        return this;
    }

    public ByteWriter int16(int value) {
        return uint8(value).uint8(value >>> 8);
    }

    public ByteWriter int32(int value) {
        return int16(value).int16(value >>> 16);
    }

    public ByteWriter int64(long value) {
        return int32((int) value).int32((int) (value >>> 32));
    }

    /** Core's CompactSize in its shortest form; {@code value} is not negative. */
    public ByteWriter compactSize(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a size is not negative: " + value);
        }
        if (value < 0xfd) {
            return uint8((int) value);
        }
        if (value <= 0xffff) {
            return uint8(0xfd).int16((int) value);
        }
        if (value <= 0xffff_ffffL) {
            return uint8(0xfe).int32((int) value);
        }
        return uint8(0xff).int64(value);
    }

    public ByteWriter bytes(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        return this;
    }

    /** Length as compactSize, then the bytes. */
    public ByteWriter sizedBytes(byte[] bytes) {
        return compactSize(bytes.length).bytes(bytes);
    }

    public ByteWriter hash(Hash256 hash) {
        reserve(Hash256.SIZE);
        hash.writeWire(buffer, size);
        size += Hash256.SIZE;
        return this;
    }

    /** Bytes written so far. */
    public int size() {
        return size;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(size, more), 2 * buffer.length));
        }
    }
}
