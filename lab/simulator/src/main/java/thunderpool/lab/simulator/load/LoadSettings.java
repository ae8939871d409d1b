package thunderpool.lab.simulator.load;

import thunderpool.lab.simulator.Endpoint;

/**
 * What load to make. The pool must hold its difficulty at 2^-32 ({@code --vardiff off --difficulty}), so that a share costs
 * no hashing; one in 65536 is then still refused as too easy.
 *
 * @param user workers are named {@code user.w0}, {@code user.w1}, ...
 * @param workers how many names the connections share
 * @param outstanding closed loop: shares each connection keeps unanswered; ignored with an open loop
 * @param sharesPerSecond open loop: shares a second in all, whatever the answers; 0 for a closed loop
 * @param recording whether each share's identity and answer is kept, for comparison with what was credited
 * @param seed of extranonce2
 */
public record LoadSettings(
        Endpoint pool,
        String user,
        int workers,
        int connections,
        int outstanding,
        int sharesPerSecond,
        boolean recording,
        long seed) {

    /** Submits that one connection may have in flight: what the pool's bounds allow and the latencies can remember. */
    static final int OUTSTANDING_MAX = 4096;

    public LoadSettings {
        if (workers < 1 || connections < 1 || sharesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "workers and connections are at least 1, shares per second not negative");
        }
        if (outstanding < 1 || outstanding > OUTSTANDING_MAX) {
            throw new IllegalArgumentException("outstanding is 1 to " + OUTSTANDING_MAX);
        }
    }

    /** Each connection keeps {@code outstanding} shares in flight. */
    public static LoadSettings closedLoop(Endpoint pool, String user, int connections, int outstanding) {
        return new LoadSettings(pool, user, Math.min(connections, 100), connections, outstanding, 0, false, 1);
    }

    /** So many shares a second in all. */
    public static LoadSettings openLoop(Endpoint pool, String user, int connections, int sharesPerSecond) {
        return new LoadSettings(
                pool, user, Math.min(connections, 100), connections, OUTSTANDING_MAX, sharesPerSecond, false, 1);
    }

    public LoadSettings recorded() {
        return new LoadSettings(pool, user, workers, connections, outstanding, sharesPerSecond, true, seed);
    }

    boolean isOpenLoop() {
        return sharesPerSecond > 0;
    }
}
