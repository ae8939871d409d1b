package thunderpool.stratum;

import java.util.Arrays;

/**
 * Cuts a byte stream into lines: pipelined lines come out one by one, a split line is kept until its end arrives.
 * Holds no memory between complete lines, since most connections are idle most of the time. Not thread-safe.
 */
public final class LineAssembler {
    private static final byte[] NOTHING = {};

    /** Receives {@code bytes[from, to)}: a line without its end; never empty. Valid during the call only. */
    @FunctionalInterface
    public interface LineSink {
        /** Returns whether to go on; false discards what is left. */
        boolean line(byte[] bytes, int from, int to);
    }

    private final int maxLine;
    private byte[] kept = NOTHING;
    private int keptLength;

    /** @param maxLine longest line in bytes, its end not counted */
    public LineAssembler(int maxLine) {
        if (maxLine <= 0) {
            throw new IllegalArgumentException("maxLine must be positive");
        }
        this.maxLine = maxLine;
    }

    /**
     * Takes the next bytes of the stream. Empty lines are skipped, a carriage return before the line's end is dropped.
     *
     * @return false when a line is longer than allowed; the stream is of no use from there on
     */
    public boolean feed(byte[] bytes, int offset, int length, LineSink sink) {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            int newline = indexOfNewline(bytes, from, end);
            if (newline < 0) {
                return keep(bytes, from, end);
            }
            if (keptLength + (newline - from) > maxLine) {
                return false;
            }
            if (!deliver(bytes, from, newline, sink)) {
                return true;
            }
            from = newline + 1;
        }
        return true;
    }

    private boolean deliver(byte[] bytes, int from, int newline, LineSink sink) {
        if (keptLength == 0) {
            return emit(bytes, from, newline, sink);
        }
        keep(bytes, from, newline);
        byte[] line = kept;
        int lineLength = keptLength;
        kept = NOTHING;
        keptLength = 0;
        return emit(line, 0, lineLength, sink);
    }

    private static boolean emit(byte[] bytes, int from, int end, LineSink sink) {
        int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
        return to == from || sink.line(bytes, from, to);
    }

    private boolean keep(byte[] bytes, int from, int end) {
        int more = end - from;
        if (keptLength + more > maxLine) {
            return false;
        }
        if (keptLength + more > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(256, Math.min(maxLine, (keptLength + more) * 2)));
        }
        System.arraycopy(bytes, from, kept, keptLength, more);
        keptLength += more;
        return true;
    }

    private static int indexOfNewline(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
