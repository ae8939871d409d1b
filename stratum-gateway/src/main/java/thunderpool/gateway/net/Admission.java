package thunderpool.gateway.net;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there are, in all and per address. Thread-safe. */
final class Admission {
    private final NetLimits limits;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> perAddress = new ConcurrentHashMap<>();

    Admission(NetLimits limits) {
        this.limits = limits;
    }

    /** Counts a connection in; false, and nothing is counted, when it is one too many. */
    boolean enter(String address) {
        if (all.incrementAndGet() > limits.connections()) {
            all.decrementAndGet();
            return false;
        }
        boolean[] entered = {false};
        perAddress.compute(address, (key, count) -> {
            int present = count == null ? 0 : count;
            entered[0] = present < limits.connectionsPerAddress();
            return entered[0] ? Integer.valueOf(present + 1) : count;
        });
        if (!entered[0]) {
            all.decrementAndGet();
        }
        return entered[0];
    }

    void leave(String address) {
        all.decrementAndGet();
        perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    int connections() {
        return all.get();
    }
}
