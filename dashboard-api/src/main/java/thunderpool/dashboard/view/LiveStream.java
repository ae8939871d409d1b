package thunderpool.dashboard.view;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Script;

/**
 * Spreads live events to listeners. A slow listener loses its oldest events and hurts nobody, one that reads nothing at
 * all is let go, and one listener too many, in all or of one client, is refused.
 */
public final class LiveStream {

    /** One event: a name and its JSON, which has no line break. */
    public record Event(String name, String json) {}

    /**
     * Who wants to listen.
     *
     * @param client its network address, null when its streams are not counted
     * @param site the larger network the client is of, null when there is none that one party may hold
     * @param account whose shares it wants too, null for none
     */
    public record Wish(
            @Nullable String client,
            @Nullable String site,
            @Nullable Script account) {

        public Wish(@Nullable String client, @Nullable Script account) {
            this(client, null, account);
        }
    }

    /** Listeners of one site, in listeners of one client. */
    private static final int CLIENTS_OF_A_SITE = 4;

    /** Events kept for a listener that is behind. */
    public static final int QUEUE_MAX = 64;

    /** A listener that loses events and took none for so long is not there any more; heartbeats come oftener. */
    static final Duration SILENT = Duration.ofSeconds(60);

    /** Own shares of a listener in a second; the rest of a second's shares is not told. */
    static final int SHARES_PER_SECOND = 5;

    /** Wakes a listener that waits while its stream is closed. */
    private static final Event END = new Event("end", "{}");

    private final int listenersMax;
    private final int perClientMax;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicLong dropped = new AtomicLong();
    private final InstantSource clock;
    private boolean closed;

    /** @param perClientMax listeners of one network address */
    public LiveStream(int listenersMax, int perClientMax, InstantSource clock) {
        this.listenersMax = listenersMax;
        this.perClientMax = perClientMax;
        this.clock = clock;
    }

    /** One client's bounded queue. Close it when the client has left. */
    public final class Listener implements AutoCloseable {
        private final Wish wish;
        private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
        private volatile boolean ended;
        private volatile long askedMs = clock.millis();
        private long second;
        private int sharesInSecond;

        private Listener(Wish wish) {
            this.wish = wish;
        }

        private synchronized void offer(Event event) {
            boolean loses = false;
            while (!queue.offer(event)) {
                queue.poll();
                loses = true;
            }
            if (loses && !ended && clock.millis() - askedMs > SILENT.toMillis()) {
                dropped.incrementAndGet();
                close();
            }
        }

        private synchronized boolean mayHearShare(long nowMs) {
            long now = Math.floorDiv(nowMs, 1000);
            if (now != second) {
                second = now;
                sharesInSecond = 0;
            }
            return sharesInSecond++ < SHARES_PER_SECOND;
        }

        /** The next event, or null when none came within {@code timeoutMs} or the stream has ended. */
        public @Nullable Event next(long timeoutMs) throws InterruptedException {
            Event event = ended ? null : queue.poll(timeoutMs, TimeUnit.MILLISECONDS);
            askedMs = clock.millis();
            return ended ? null : event;
        }

        public boolean hasEnded() {
            return ended;
        }

        @Override
        public void close() {
            listeners.remove(this);
            ended = true;
            if (!queue.offer(END)) {
                queue.poll();
            }
        }
    }

    /** Empty when as many clients as allowed are listening already, or the service is stopping. */
    public synchronized Optional<Listener> listen(Wish wish) {
        if (closed || listeners.size() >= listenersMax || isFull(wish)) {
            return Optional.empty();
        }
        Listener listener = new Listener(wish);
        listeners.add(listener);
        return Optional.of(listener);
    }

    private boolean isFull(Wish wish) {
        return count(wish.client, Wish::client) >= perClientMax
                || count(wish.site, Wish::site) >= (long) perClientMax * CLIENTS_OF_A_SITE;
    }

    private long count(@Nullable String name, Function<Wish, @Nullable String> part) {
        return name == null
                ? 0
                : listeners.stream()
                        .filter(listener -> name.equals(part.apply(listener.wish)))
                        .count();
    }

    public int listeners() {
        return listeners.size();
    }

    /** Listeners let go because they read nothing, since the start. */
    public long dropped() {
        return dropped.get();
    }

    /** Accounts whose shares somebody wants to hear of. */
    Set<Script> accounts() {
        return listeners.stream()
                .map(listener -> Optional.ofNullable(listener.wish.account))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** Returns at once, however slow the listeners are. */
    public void send(Event event) {
        listeners.forEach(listener -> listener.offer(event));
    }

    /** Sends a share to those who want to hear of its account and have not heard enough within this second. */
    void sendShare(Script account, Event share, long nowMs) {
        listeners.forEach(listener -> {
            Script wanted = listener.wish.account;
            if (wanted != null && wanted.equals(account) && listener.mayHearShare(nowMs)) {
                listener.offer(share);
            }
        });
    }

    /** Ends every client's stream and takes no more, at shutdown. */
    public synchronized void close() {
        closed = true;
        listeners.forEach(Listener::close);
    }
}
