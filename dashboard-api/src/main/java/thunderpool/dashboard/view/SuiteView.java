package thunderpool.dashboard.view;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import thunderpool.topics.PortChanged;
import thunderpool.topics.Principal;
import thunderpool.topics.Received;
import thunderpool.topics.ServiceStatus;

/**
 * The suite's own processes as they last told of themselves, and the gateways' ports; kept in memory because only the
 * newest word counts. Safe for use from any thread.
 */
public final class SuiteView {

    /** A process that said nothing for so long is taken for gone. */
    static final Duration SILENT = Duration.ofSeconds(30);

    /** Processes that said nothing for so long are no longer told of. */
    private static final Duration FORGOTTEN = Duration.ofHours(24);

    /** Figures that services tell, by the names they give them. */
    public static final String ALL_PAYOUTS_HELD = "all_payouts_held";

    public static final String PAYOUTS_STOPPED = "payouts_stopped";

    /**
     * A process's newest word.
     *
     * @param seenMs the broker's append time, milliseconds since the Unix epoch
     * @param alive whether it spoke within the last half minute
     */
    public record Instance(ServiceStatus status, long seenMs, boolean alive) {}

    private record Name(Principal service, String instance) {}

    private record PortName(String instance, String port) {}

    private final InstantSource clock;
    private final Map<Name, Received<ServiceStatus>> processes = new ConcurrentHashMap<>();
    private final Map<PortName, PortChanged> ports = new ConcurrentHashMap<>();

    public SuiteView(InstantSource clock) {
        this.clock = clock;
    }

    public void onStatus(Received<ServiceStatus> status) {
        processes.put(new Name(status.value().service(), status.value().instance()), status);
    }

    public void on(PortChanged port) {
        ports.put(new PortName(port.instance(), port.name()), port);
    }

    /** By service and instance. */
    public List<Instance> processes() {
        long nowMs = clock.millis();
        return processes.values().stream()
                .filter(status -> nowMs - status.appendTimeMs() < FORGOTTEN.toMillis())
                .map(status -> new Instance(
                        status.value(), status.appendTimeMs(), nowMs - status.appendTimeMs() < SILENT.toMillis()))
                .sorted(Comparator.comparing(
                                (Instance process) -> process.status().service())
                        .thenComparing(process -> process.status().instance()))
                .toList();
    }

    /** Every gateway's ports as they told of them, by gateway and number. */
    public List<PortChanged> ports() {
        List<PortChanged> all = new ArrayList<>(ports.values());
        all.sort(Comparator.comparing(PortChanged::instance).thenComparingInt(PortChanged::number));
        return all;
    }

    /** A port of this number on a living gateway, else on any gateway. */
    Optional<PortChanged> port(int number) {
        return ports().stream()
                .filter(port -> port.number() == number)
                .max(Comparator.comparing((PortChanged port) -> isServing(port.instance()))
                        .thenComparingLong(PortChanged::version));
    }

    /** Whether a gateway lives and does its work. */
    boolean isServing(String gateway) {
        return processes().stream()
                .anyMatch(process -> process.status().service() == Principal.GATEWAY
                        && process.status().instance().equals(gateway)
                        && process.alive()
                        && process.status().ready());
    }

    /** Living gateways; what others said of connections no longer holds. */
    List<ServiceStatus> gateways() {
        return processes().stream()
                .filter(process -> process.alive() && process.status().service() == Principal.GATEWAY)
                .map(Instance::status)
                .toList();
    }

    /** What a service says, by its process that spoke last of those that know the figure. */
    public Optional<Long> figure(Principal service, String name) {
        return processes().stream()
                .filter(process -> process.status().service() == service
                        && process.status().figures().containsKey(name))
                .max(Comparator.comparingLong(Instance::seenMs))
                .map(process -> process.status().figures().get(name));
    }

    /** Whether no payment of anybody begins, by an operator's word or the ledger's alarm. */
    boolean areAllPaymentsHeld() {
        return figure(Principal.PAYOUT, ALL_PAYOUTS_HELD).orElse(0L) != 0
                || figure(Principal.ACCOUNTING, PAYOUTS_STOPPED).orElse(0L) != 0;
    }

    /** All services, in the order of a share's way. */
    public List<Views.ServiceRow> services() {
        List<Instance> all = processes();
        return Arrays.stream(Principal.values())
                .map(service -> row(
                        service,
                        all.stream()
                                .filter(process -> process.status().service() == service)
                                .toList()))
                .toList();
    }

    /** Ready when every living process of it is. */
    private static Views.ServiceRow row(Principal service, List<Instance> processes) {
        List<ServiceStatus> alive =
                processes.stream().filter(Instance::alive).map(Instance::status).toList();
        boolean ready = !alive.isEmpty() && alive.stream().allMatch(ServiceStatus::ready);
        return new Views.ServiceRow(service.label(), alive.size(), ready, ready ? null : reason(processes, alive));
    }

    private static @Nullable String reason(List<Instance> processes, List<ServiceStatus> alive) {
        if (processes.isEmpty()) {
            return "no word from it yet";
        }
        if (alive.isEmpty()) {
            return "silent for more than " + SILENT.toSeconds() + " seconds";
        }
        return alive.stream()
                .filter(status -> !status.ready())
                .map(ServiceStatus::reason)
                .filter(reason -> !reason.isBlank())
                .findFirst()
                .orElse("not ready");
    }
}
