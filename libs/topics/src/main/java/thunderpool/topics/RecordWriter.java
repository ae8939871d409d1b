package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.work.Work;

/** Writes the binary form of records: fixed-width numbers big-endian, lengths before bytes. */
public final class RecordWriter {

    private byte[] buffer = new byte[256];
    private int size;

    public void uint8(int value) {
        if (value < 0 || value > 0xff) {
            throw new IllegalArgumentException("not a byte: " + value);
        }
        room(1)[size++] = (byte) value;
    }

    public void uint16(int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("not 16 bits: " + value);
        }
        uint8(value >>> 8);
        uint8(value & 0xff);
    }

    public void int32(int value) {
        byte[] into = room(4);
        into[size++] = (byte) (value >>> 24);
        into[size++] = (byte) (value >>> 16);
        into[size++] = (byte) (value >>> 8);
        into[size++] = (byte) value;
    }

    public void int64(long value) {
        int32((int) (value >>> 32));
        int32((int) value);
    }

    public void flag(boolean value) {
        uint8(value ? 1 : 0);
    }

    /** Length as 32 bits, then the bytes. */
    public void bytes(byte[] value) {
        int32(value.length);
        raw(value);
    }

    public void raw(byte[] value) {
        System.arraycopy(value, 0, room(value.length), size, value.length);
        size += value.length;
    }

    /** UTF-8, at most 65,535 bytes. */
    public void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        uint16(utf8.length);
        raw(utf8);
    }

    public void hash(Hash256 value) {
        value.writeWire(room(32), size);
        size += 32;
    }

    public void optionalHash(@Nullable Hash256 value) {
        flag(value != null);
        if (value != null) {
            hash(value);
        }
    }

    public void sats(Sats value) {
        int64(value.value());
    }

    public void script(Script value) {
        byte[] script = value.bytes();
        uint16(script.length);
        raw(script);
    }

    /** Sixteen bytes. */
    public void work(Work value) {
        int64(value.high());
        int64(value.low());
    }

    public <E> void list(List<E> values, BiConsumer<E, RecordWriter> each) {
        int32(values.size());
        for (E value : values) {
            each.accept(value, this);
        }
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    private byte[] room(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
        return buffer;
    }
}
