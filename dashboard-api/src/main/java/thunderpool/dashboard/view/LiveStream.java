package thunderpool.dashboard.view;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spreads live events to listeners. A slow listener loses its oldest events and hurts nobody; one listener too many is
 * refused.
 */
public final class LiveStream {

    /** One event: a name and its JSON, which has no line break. */
    public record Event(String name, String json) {}

    /** Events kept for a listener that is behind. */
    public static final int QUEUE_MAX = 64;

    /** Wakes a listener that waits while its stream is closed. */
    private static final Event END = new Event("end", "{}");

    private final int listenersMax;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private boolean closed;

    public LiveStream(int listenersMax) {
        this.listenersMax = listenersMax;
    }

    /** One client's bounded queue. Close it when the client has left. */
    public final class Listener implements AutoCloseable {
        private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
        private volatile boolean ended;

        private void offer(Event event) {
            while (!queue.offer(event)) {
                queue.poll();
            }
        }

        /** The next event, or null when none came within {@code timeoutMs} or the stream has ended. */
        public @Nullable Event next(long timeoutMs) throws InterruptedException {
            Event event = ended ? null : queue.poll(timeoutMs, TimeUnit.MILLISECONDS);
            return ended ? null : event;
        }

        public boolean hasEnded() {
            return ended;
        }

        @Override
        public void close() {
            listeners.remove(this);
            ended = true;
            offer(END);
        }
    }

    /** Empty when as many clients as allowed are listening already, or the service is stopping. */
    public synchronized Optional<Listener> listen() {
        if (closed || listeners.size() >= listenersMax) {
            return Optional.empty();
        }
        Listener listener = new Listener();
        listeners.add(listener);
        return Optional.of(listener);
    }

    public int listeners() {
        return listeners.size();
    }

    /** Returns at once, however slow the listeners are. */
    public void send(Event event) {
        listeners.forEach(listener -> listener.offer(event));
    }

    /** Ends every client's stream and takes no more, at shutdown. */
    public synchronized void close() {
        closed = true;
        listeners.forEach(Listener::close);
    }
}
