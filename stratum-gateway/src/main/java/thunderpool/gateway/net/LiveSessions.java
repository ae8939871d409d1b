package thunderpool.gateway.net;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The connections of each event loop. A loop's set is only touched on that loop, so telling everyone something costs
 * one task per loop and no lock.
 */
final class LiveSessions {
    private final Map<EventLoop, Set<MinerChannel>> perLoop = new ConcurrentHashMap<>();

    /** On the loop. */
    void add(EventLoop loop, MinerChannel channel) {
        perLoop.computeIfAbsent(loop, fresh -> new HashSet<>()).add(channel);
    }

    /** On the loop. */
    void remove(EventLoop loop, MinerChannel channel) {
        Set<MinerChannel> channels = perLoop.get(loop);
        if (channels != null) {
            channels.remove(channel);
        }
    }

    /** Runs a task for the connections of each loop, on that loop; from any thread. */
    void onEachLoop(Consumer<List<MinerChannel>> task) {
        perLoop.forEach((loop, channels) -> {
            if (!loop.isShuttingDown()) {
                // A copy, because a channel may leave while it is told.
                loop.execute(() -> task.accept(new ArrayList<>(channels)));
            }
        });
    }
}
