package thunderpool.gateway.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import thunderpool.bitcoin.Difficulty;
import thunderpool.work.Rejection;

/**
 * All signals of the gateway. Labels are ports, reasons and parts; never an address or a worker.
 *
 * <ul>
 *   <li>{@code thunderpool_gateway_sessions{port,state}}: connected and authorized sessions
 *   <li>{@code thunderpool_gateway_shares_total{port,result}}: accepted, or why not
 *   <li>{@code thunderpool_gateway_accepted_difficulty_total{port}}: hash rate is its rate times 2^32 (sha256d)
 *   <li>{@code thunderpool_gateway_submit_seconds}: from a submit's arrival to its answer
 *   <li>{@code thunderpool_gateway_notify_seconds}: from a template's arrival to the last line written
 *   <li>{@code thunderpool_gateway_closed_total{reason}}: connections the gateway ended
 *   <li>{@code thunderpool_gateway_bans_total}
 *   <li>{@code thunderpool_gateway_sessions_resumed_total{from}}: here or elsewhere, {@code sessions_taken_total}: by others
 *   <li>{@code thunderpool_gateway_commands_total{outcome}}
 *   <li>{@code thunderpool_gateway_templates_refused_total}: they would have paid others than the pool
 *   <li>{@code thunderpool_gateway_blocks_total{road,outcome}}: candidates by road home
 *   <li>gauges registered by their owners: template age, work stage, shares in flight, blocks not confirmed
 * </ul>
 */
public final class GatewayMetrics {
    private static final String PREFIX = "thunderpool_gateway_";

    private final MeterRegistry registry;
    private final Timer submits;
    private final Timer notifies;
    private final Counter bans;
    private final Counter solved;
    private final Map<String, OfPort> ports = new ConcurrentHashMap<>();

    public GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.submits = histogram("submit", "From a submit's arrival to its answer");
        this.notifies = histogram("notify", "From a template's arrival to the last line written");
        this.bans = Counter.builder(PREFIX + "bans").description("Bans by rule").register(registry);
        this.solved = Counter.builder(PREFIX + "blocks_found")
                .description("Submissions that met the network's target")
                .register(registry);
        fromTheStart();
    }

    /** An alert sees how much a counter grows, so one that begins with its first event hides just that one. */
    private void fromTheStart() {
        for (Parting reason : Parting.values()) {
            partings(reason);
        }
        for (boolean arrived : List.of(true, false)) {
            List.of("file", "direct", "topic").forEach(road -> roads(road, arrived));
            commands(arrived);
        }
        List.of("here", "elsewhere").forEach(this::resumptions);
        takings();
        refusals();
    }

    private Timer histogram(String name, String description) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(registry);
    }

    /** One port's meters, looked up once. */
    public static final class OfPort {
        private final AtomicInteger connected;
        private final AtomicInteger authorized;
        private final Counter accepted;
        private final Counter difficulty;
        private final Map<Rejection, Counter> rejected = new EnumMap<>(Rejection.class);

        private OfPort(MeterRegistry registry, String port) {
            this.connected = gauge(registry, port, "connected");
            this.authorized = gauge(registry, port, "authorized");
            this.accepted = shares(registry, port, "accepted");
            this.difficulty = Counter.builder(PREFIX + "accepted_difficulty")
                    .description("Sum of the difficulties of accepted shares")
                    .tag("port", port)
                    .register(registry);
            for (Rejection rejection : Rejection.values()) {
                String result = rejection.name().toLowerCase(Locale.ROOT);
                rejected.put(rejection, shares(registry, port, result));
            }
        }

        private static AtomicInteger gauge(MeterRegistry registry, String port, String state) {
            AtomicInteger value = new AtomicInteger();
            Gauge.builder(PREFIX + "sessions", value, AtomicInteger::get)
                    .description("Miners' connections")
                    .tag("port", port)
                    .tag("state", state)
                    .register(registry);
            return value;
        }

        private static Counter shares(MeterRegistry registry, String port, String result) {
            return Counter.builder(PREFIX + "shares")
                    .description("Submits by answer")
                    .tag("port", port)
                    .tag("result", result)
                    .register(registry);
        }

        void connected(int change) {
            connected.addAndGet(change);
        }

        void authorized(int change) {
            authorized.addAndGet(change);
        }

        void accepted(Difficulty of) {
            accepted.increment();
            difficulty.increment(Math.scalb(1.0, of.exponent()));
        }

        void rejected(Rejection rejection) {
            Objects.requireNonNull(rejected.get(rejection)).increment();
        }
    }

    /** Asked twice, it is the same. */
    public OfPort port(String name) {
        return ports.computeIfAbsent(name, fresh -> new OfPort(registry, fresh));
    }

    /** Connections by port. */
    public Map<String, Long> connections() {
        Map<String, Long> byPort = new TreeMap<>();
        ports.forEach((name, port) -> byPort.put(name, (long) port.connected.get()));
        return byPort;
    }

    void answered(long nanos) {
        submits.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** All sessions of one event loop were told of a template. */
    public void notified(long nanos) {
        notifies.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void closed(Parting reason) {
        partings(reason).increment();
    }

    private Counter partings(Parting reason) {
        return counter(PREFIX + "closed", "Connections the gateway ended", "reason", reason.label());
    }

    public void banned() {
        bans.increment();
    }

    void solved() {
        solved.increment();
    }

    /** A candidate went, or did not go, one of the roads: file, direct or topic. */
    public void road(String road, boolean arrived) {
        roads(road, arrived).increment();
    }

    private Counter roads(String road, boolean arrived) {
        return counter(
                PREFIX + "blocks",
                "Solved blocks by road home",
                "road",
                road,
                "outcome",
                arrived ? "arrived" : "failed");
    }

    /** A session went on: here, or from elsewhere. */
    void resumed(String from) {
        resumptions(from).increment();
    }

    private Counter resumptions(String from) {
        return counter(PREFIX + "sessions_resumed", "Sessions that went on under their extranonce1", "from", from);
    }

    /** Another gateway took one of this gateway's sessions up. */
    public void takenElsewhere() {
        takings().increment();
    }

    private Counter takings() {
        return counter(PREFIX + "sessions_taken", "Sessions of this gateway that another one took up");
    }

    /** A template would have paid somebody else. */
    public void templateRefused() {
        refusals().increment();
    }

    private Counter refusals() {
        return counter(PREFIX + "templates_refused", "Templates that pay others than the pool");
    }

    /** A command was obeyed or refused. */
    public void command(boolean applied) {
        commands(applied).increment();
    }

    private Counter commands(boolean applied) {
        return counter(PREFIX + "commands", "Operators' commands answered", "outcome", applied ? "applied" : "refused");
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    /** A value somebody else holds, such as an age in seconds. */
    public <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(PREFIX + name, of, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
