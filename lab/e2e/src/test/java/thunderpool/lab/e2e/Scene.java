package thunderpool.lab.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.SimMiner;

/** A cluster under a steady fleet, the faults it met so far, and how long each took until all was as before. */
final class Scene {

    private static final Duration RECOVERED_WITHIN = Duration.ofMinutes(4);
    private static final Duration SPREAD_WITHIN = Duration.ofSeconds(20);

    private final Cluster cluster;
    private final Fleet fleet;
    private final Refusals refusals;
    private final ShareGuarantee guarantee;
    private final List<String> table = new ArrayList<>();

    Scene(Cluster cluster, Fleet fleet, Refusals refusals, ShareGuarantee guarantee) {
        this.cluster = cluster;
        this.fleet = fleet;
        this.refusals = refusals;
        this.guarantee = guarantee;
    }

    Cluster cluster() {
        return cluster;
    }

    Fleet fleet() {
        return fleet;
    }

    Refusals refusals() {
        return refusals;
    }

    ShareGuarantee guarantee() {
        return guarantee;
    }

    int miners() {
        return fleet.miners().size();
    }

    /** Miners that a gateway serves. */
    long served(String gateway) {
        return cluster.service(gateway).metric("thunderpool_gateway_sessions", "state=\"authorized\"");
    }

    /** Under which extranonce1 each miner works, in the fleet's order; waits until all have work. */
    List<String> extranonces() {
        List<String> present = new ArrayList<>();
        await("every miner to have work", () -> {
            present.clear();
            fleet.miners().stream()
                    .map(SimMiner::job)
                    .filter(Objects::nonNull)
                    .forEach(job -> present.add(job.extranonce1()));
            return present.size() == miners();
        });
        return present;
    }

    /** Miners come anew until the proxy has shared them out among both gateways. */
    void spread() {
        await("miners on both gateways", () -> {
            if (isSpread()) {
                return true;
            }
            fleet.miners().forEach(SimMiner::cut);
            return comesTrue(SPREAD_WITHIN, this::isSpread);
        });
    }

    private boolean isSpread() {
        long least = miners() / 4;
        return fleet.authorized() == miners() && served("gateway") >= least && served("gateway2") >= least;
    }

    private static boolean comesTrue(Duration within, BooleanSupplier holds) {
        try {
            RunningPool.await("it", within, holds);
            return true;
        } catch (AssertionError notInTime) {
            return false;
        }
    }

    static void await(String what, BooleanSupplier holds) {
        RunningPool.await(what, RECOVERED_WITHIN, holds);
    }

    /** Seconds since then. */
    static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /**
     * Lets it happen and waits until every miner is served, what is submitted from then on is told true, credited and shown,
     * and everything submitted until then is judged.
     *
     * @return seconds from the beginning until all is as before
     */
    double fault(String what, Runnable begin) {
        int acceptedBefore = guarantee.accepted();
        long begun = System.nanoTime();
        begin.run();
        int accepted = guarantee.accepted();
        long shown = cluster.pool().shownShares();
        Map<TopicPartition, Long> submitted = ShareLog.submitted(cluster.pool());
        await(
                "all as before after: " + what,
                () -> fleet.authorized() == miners()
                        && guarantee.accepted() > accepted + miners()
                        && cluster.pool().shownShares() > shown
                        && ShareLog.isJudged(cluster.pool(), submitted));
        double seconds = since(begun);
        System.out.printf(
                Locale.ROOT,
                "%s: all as before after %.1f s, %d shares told true meanwhile%n",
                what,
                seconds,
                guarantee.accepted() - acceptedBefore);
        return seconds;
    }

    /** As an upgrade does it: SIGTERM, then the new one; the other instance serves meanwhile. */
    void roll(String name) {
        RunningPool.ServiceProcess service = cluster.service(name);
        double[] stopped = new double[1];
        double seconds = fault("roll of " + name, () -> {
            long begun = System.nanoTime();
            service.close();
            stopped[0] = since(begun);
            service.process().startAgain();
            service.awaitReady();
        });
        measured("roll of " + name, seconds, String.format(Locale.ROOT, ", %.1f s of it to stop", stopped[0]));
    }

    /** Nothing else happens for so long. */
    void steady(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        RunningPool.await("time to pass", time.plusSeconds(30), () -> System.nanoTime() > until);
    }

    /** One more line of the table. */
    void measured(String what, double seconds, String remark) {
        table.add(String.format(Locale.ROOT, "| %s | %.1f s%s |", what, seconds, remark));
    }

    String table() {
        return "| fault | all as before after |\n|---|---|\n" + String.join("\n", table);
    }
}
