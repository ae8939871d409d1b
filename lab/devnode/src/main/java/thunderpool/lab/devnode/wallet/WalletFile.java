package thunderpool.lab.devnode.wallet;

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
import org.jspecify.annotations.Nullable;

/**
 * The wallet on disk: one line of text a fact, synced when it is appended. A last line without its line feed is a torn
 * write and is cut off. Without a path nothing is kept.
 */
final class WalletFile implements Closeable {
    private final @Nullable FileChannel channel;

    private WalletFile(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /** An open file and the lines it held. */
    record Opened(WalletFile file, List<String> lines) {}

    static Opened open(@Nullable Path path) {
        if (path == null) {
            return new Opened(new WalletFile(null), List.of());
        }
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            String text = Files.readString(path, StandardCharsets.US_ASCII);
            int whole = text.lastIndexOf('\n') + 1;
            channel.truncate(whole);
            channel.position(whole);
            List<String> lines = new ArrayList<>();
            text.substring(0, whole).lines().forEach(lines::add);
            return new Opened(new WalletFile(channel), lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the wallet " + path, e);
        }
    }

    void append(String line) {
        if (channel == null) {
            return;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot append to the wallet", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
