package thunderpool.bitcoin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The witness stack of one input (BIP141) as an immutable value. */
public final class Witness {
    public static final Witness EMPTY = new Witness(List.of());

    private final List<byte[]> items;

    private Witness(List<byte[]> items) {
        this.items = items;
    }

    /** Copies the items, bottom of the stack first. */
    public static Witness of(byte[]... items) {
        return new Witness(Arrays.stream(items).map(byte[]::clone).toList());
    }

    /** Fresh copies, bottom of the stack first. */
    public List<byte[]> items() {
        return items.stream().map(byte[]::clone).toList();
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    static Witness read(ByteReader in) {
        int count = in.count(1);
        List<byte[]> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(in.sizedBytes());
        }
        return new Witness(List.copyOf(items));
    }

    void write(ByteWriter out) {
        out.compactSize(items.size());
        items.forEach(out::sizedBytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Witness that && Arrays.deepEquals(items.toArray(), that.items.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(items.toArray());
    }

    @Override
    public String toString() {
        return items.size() + " witness items";
    }
}
