package thunderpool.gateway.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import thunderpool.stratum.PoolCodec;
import thunderpool.stratum.ServerMessage;

/** Keeps what a session says, as the lines that would go over the wire. */
final class FakeConnection implements Connection {
    private final PoolCodec codec = new PoolCodec();
    private final List<String> lines = new ArrayList<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private @Nullable Parting parting;

    @Override
    public void send(ServerMessage message) {
        sendLine(codec.encode(message));
    }

    @Override
    public void sendLine(byte[] line) {
        lines.add(new String(line, StandardCharsets.US_ASCII).strip());
    }

    @Override
    public void close(Parting reason) {
        parting = parting == null ? reason : parting;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public String remote() {
        return "192.0.2.7";
    }

    /** Runs what was put off. */
    void settle() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** What was said since the last call. */
    List<String> said() {
        settle();
        List<String> copy = List.copyOf(lines);
        lines.clear();
        return copy;
    }

    @Nullable
    Parting parting() {
        return parting;
    }
}
