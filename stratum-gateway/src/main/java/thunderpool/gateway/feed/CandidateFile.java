package thunderpool.gateway.feed;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.bitcoin.Hash256;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.Codec;
import thunderpool.topics.CorruptRecordException;

/**
 * The first road home: solved blocks in a local file, synced before anything else happens to them, until a
 * template-service has confirmed that it holds them. Survives a crash at any byte: an entry is length, kind, bytes and
 * checksum, and a torn one at the end is dropped. Not thread-safe.
 */
public final class CandidateFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CandidateFile.class);
    private static final byte SOLVED = 1;
    private static final byte CONFIRMED = 2;
    private static final int ENTRY_MAX = 1 << 20;

    private final FileChannel channel;
    private final Map<Hash256, BlockSolved> open;

    private CandidateFile(FileChannel channel, Map<Hash256, BlockSolved> open) {
        this.channel = channel;
        this.open = Collections.synchronizedMap(open);
    }

    /** Reads what is not confirmed, and rewrites the file with only that. */
    public static CandidateFile open(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Map<Hash256, BlockSolved> open = Files.exists(file) ? read(file) : new LinkedHashMap<>();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (BlockSolved block : open.values()) {
                write(channel, entry(SOLVED, codec().encode(block)));
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return new CandidateFile(channel, open);
    }

    /** Blocks no template-service confirmed, oldest first. */
    public List<BlockSolved> unconfirmed() {
        synchronized (open) {
            return List.copyOf(open.values());
        }
    }

    /** Returns once the block is on the disk; false when it was there before. */
    public boolean add(BlockSolved block) throws IOException {
        if (open.putIfAbsent(block.blockId(), block) != null) {
            return false;
        }
        write(channel, entry(SOLVED, codec().encode(block)));
        channel.force(true);
        return true;
    }

    /** A template-service holds it: it need not be sent again. */
    public void confirm(Hash256 blockId) throws IOException {
        if (open.remove(blockId) != null) {
            write(channel, entry(CONFIRMED, blockId.wire()));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static Codec<BlockSolved> codec() {
        return BlockSolved.TOPIC.codec();
    }

    private static ByteBuffer entry(byte kind, byte[] body) {
        CRC32 checksum = new CRC32();
        checksum.update(kind);
        checksum.update(body);
        return ByteBuffer.allocate(4 + 1 + body.length + 4)
                .putInt(body.length)
                .put(kind)
                .put(body)
                .putInt((int) checksum.getValue())
                .flip();
    }

    private static void write(FileChannel channel, ByteBuffer entry) throws IOException {
        while (entry.hasRemaining()) {
            if (channel.write(entry) < 0) {
                throw new EOFException("the file of solved blocks takes no more");
            }
        }
    }

    private static Map<Hash256, BlockSolved> read(Path file) throws IOException {
        Map<Hash256, BlockSolved> open = new LinkedHashMap<>();
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        while (in.remaining() >= 9) {
            int length = in.getInt();
            if (length < 0 || length > ENTRY_MAX || length + 5 > in.remaining()) {
                break;
            }
            byte kind = in.get();
            byte[] body = new byte[length];
            in.get(body);
            if (entry(kind, body).getInt(5 + length) != in.getInt()) {
                break;
            }
            apply(kind, body, open);
        }
        if (in.hasRemaining()) {
            LOG.warn("{} ends in a torn entry of {} bytes, which was never acted upon", file, in.remaining());
        }
        return open;
    }

    private static void apply(byte kind, byte[] body, Map<Hash256, BlockSolved> open) {
        try {
            if (kind == SOLVED) {
                BlockSolved block = codec().decode(body);
                open.put(block.blockId(), block);
            } else if (kind == CONFIRMED) {
                open.remove(Hash256.ofWire(body));
            }
        } catch (CorruptRecordException newer) {
            LOG.error(
                    "a solved block in the local file cannot be read: it needs a newer version of the gateway", newer);
        }
    }
}
