package thunderpool.lab.devnode.chain;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What happened to the chain, in order, on disk: replaying it gives the same chain. A record is
 * {@code length (4) | kind (1) | payload | crc32 of kind and payload (4)}, big-endian, synced when it is appended. A torn
 * or damaged tail, as kill -9 or a power cut leaves it, is cut off when the log is opened.
 */
final class BlockLog implements Closeable {
    private static final int MAX_RECORD = 8_000_000;
    private static final int OVERHEAD = 9;

    private final FileChannel channel;

    private BlockLog(FileChannel channel) {
        this.channel = channel;
    }

    /** Kinds of record and their letter on disk. */
    enum Kind {
        CHAIN('C'),
        BLOCK('B'),
        FAILED('F'),
        INVALIDATED('I'),
        RECONSIDERED('R'),
        PRECIOUS('P');

        private final byte letter;

        Kind(char letter) {
            this.letter = (byte) letter;
        }

        static @Nullable Kind of(byte letter) {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** One record; {@code payload} is a serialized block, a block id in display order, or the chain's description. */
    record Entry(Kind kind, Payload payload) {}

    /** Bytes that nobody changes. */
    static final class Payload {
        private final byte[] bytes;

        Payload(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }

    /** An open log with all that it held. */
    record Opened(BlockLog log, List<Entry> entries) {}

    static Opened open(Path file, String chain) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new IllegalStateException("another node uses " + file);
            }
            ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
            List<Entry> entries = new ArrayList<>();
            long valid = 0;
            for (Entry entry = next(content); entry != null; entry = next(content)) {
                entries.add(entry);
                valid = content.position();
            }
            channel.truncate(valid);
            channel.position(valid);
            BlockLog log = new BlockLog(channel);
            log.checkChain(entries, chain, file);
            return new Opened(log, entries);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the block log " + file, e);
        }
    }

    private void checkChain(List<Entry> entries, String chain, Path file) {
        if (entries.isEmpty()) {
            append(Kind.CHAIN, chain.getBytes(StandardCharsets.UTF_8));
            return;
        }
        Entry first = entries.removeFirst();
        String kept = new String(first.payload().bytes(), StandardCharsets.UTF_8);
        if (first.kind() != Kind.CHAIN || !kept.equals(chain)) {
            throw new IllegalStateException(
                    file + " holds another chain (" + kept + ") than the one configured (" + chain + ")");
        }
    }

    private static @Nullable Entry next(ByteBuffer content) {
        int start = content.position();
        if (content.remaining() < OVERHEAD) {
            return null;
        }
        int length = content.getInt();
        if (length < 1 || length > MAX_RECORD || content.remaining() < length + 4) {
            content.position(start);
            return null;
        }
        byte[] body = new byte[length];
        content.get(body);
        Kind kind = Kind.of(body[0]);
        if (content.getInt() != crc(body) || kind == null) {
            content.position(start);
            return null;
        }
        byte[] payload = new byte[length - 1];
        System.arraycopy(body, 1, payload, 0, payload.length);
        return new Entry(kind, new Payload(payload));
    }

    void append(Kind kind, byte[] payload) {
        byte[] body = new byte[payload.length + 1];
        body[0] = kind.letter;
        System.arraycopy(payload, 0, body, 1, payload.length);
        ByteBuffer record = ByteBuffer.allocate(body.length + 8);
        record.putInt(body.length).put(body).putInt(crc(body)).flip();
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot append to the block log", e);
        }
    }

    private static int crc(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
