package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.work.Work;

/** Reads what {@link RecordWriter} wrote; every length is checked against the bytes that are there. */
public final class RecordReader {

    private final byte[] bytes;
    private int position;

    public RecordReader(byte[] bytes) {
        this.bytes = bytes;
    }

    public int uint8() {
        return bytes[take(1)] & 0xff;
    }

    public int uint16() {
        return uint8() << 8 | uint8();
    }

    public int int32() {
        int at = take(4);
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    public long int64() {
        long high = int32();
        return high << 32 | (int32() & 0xffff_ffffL);
    }

    public boolean flag() {
        int value = uint8();
        if (value > 1) {
            throw new CorruptRecordException("a flag holds " + value);
        }
        return value == 1;
    }

    public byte[] bytes() {
        return raw(length(int32()));
    }

    public byte[] raw(int count) {
        int at = take(count);
        return Arrays.copyOfRange(bytes, at, at + count);
    }

    public String text() {
        return new String(raw(uint16()), StandardCharsets.UTF_8);
    }

    public Hash256 hash() {
        return Hash256.ofWire(bytes, take(32));
    }

    public @Nullable Hash256 optionalHash() {
        return flag() ? hash() : null;
    }

    public Sats sats() {
        return Sats.of(int64());
    }

    public Script script() {
        return new Script(raw(uint16()));
    }

    public Work work() {
        return new Work(int64(), int64());
    }

    public <E> List<E> list(Function<RecordReader, E> each) {
        int count = length(int32());
        List<E> values = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            values.add(each.apply(this));
        }
        return values;
    }

    void expectEnd() {
        if (position != bytes.length) {
            throw new CorruptRecordException((bytes.length - position) + " bytes behind the record's end");
        }
    }

    /** No element is smaller than a byte, so a count beyond the bytes left is corrupt, not large. */
    private int length(int count) {
        if (count < 0 || count > bytes.length - position) {
            throw new CorruptRecordException("length " + count + " beyond the record's end");
        }
        return count;
    }

    private int take(int count) {
        if (count > bytes.length - position) {
            throw new CorruptRecordException("record ends after " + bytes.length + " bytes");
        }
        int at = position;
        position += count;
        return at;
    }
}
