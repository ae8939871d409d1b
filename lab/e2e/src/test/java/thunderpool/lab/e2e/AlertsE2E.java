package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import thunderpool.lab.devnode.DevNode;
import thunderpool.lab.devnode.DevNodeConfig;
import thunderpool.lab.devnode.rpc.Fault;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.MinerSettings;
import thunderpool.work.Algorithm;

/**
 * Goal: what operators must be woken for wakes them: each of the gravest faults, made for real, fires its alert, and the
 * alert ends with the fault.
 *
 * <p>Method: services as processes of their own, one fault after the other, a real Prometheus with the rules of
 * deploy/monitoring twenty times as impatient, and what takes hours in life lowered further. Of two alerts the end is not
 * seen: payouts stay halted until an operator resumes them, and orders of this chain are always older than the few seconds
 * that {@code PayoutStuck} allows here. Skipped where Prometheus is not installed.
 */
@Execution(ExecutionMode.CONCURRENT)
final class AlertsE2E {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final long BLOCK_BITS = 0x1f00ffffL;
    private static final List<String> SERVICES = List.of("template", "validator", "accounting", "payout", "gateway");

    /** Quick payments and audits, and nobody is banned for what the test submits. */
    private static final Map<String, String> SETTINGS = Map.of(
            "PAYOUT_SCHEMES_BLOCKS", "1",
            "PAYOUT_PAYMENT_LOOKEVERY", "1s",
            "PAYOUT_PAYMENT_GATHER", "1s",
            "PAYOUT_PAYMENT_PAUSE", "2s",
            "PAYOUT_TICKEVERY", "500ms",
            "ACCOUNTING_AUDITEVERY", "1s",
            "GATEWAY_LIMITS_BAN", "0s");

    private final String address =
            new ECKey().toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString();
    private final String elsewhere =
            new ECKey().toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString();
    private final Map<String, RunningPool.ServiceProcess> services = new HashMap<>();

    @Test
    void eachGraveFaultFiresItsAlertAndTheAlertEndsWithTheFault(@TempDir Path dir) {
        assumeThat(PrometheusServer.PROGRAM).as("prometheus is installed").isExecutable();
        try (DevNode node = DevNode.start(
                        DevNodeConfig.demo(BLOCK_BITS, 100_000, 20).withClock(InstantSource.system(), new Random(5)));
                RunningPool pool = RunningPool.start(
                        dir.resolve("pool"),
                        RunningPool.freeOffset(7_200),
                        SETTINGS,
                        "--node",
                        node.rpcUrl().toString(),
                        "--vardiff",
                        "off",
                        "--difficulty",
                        "2^-26",
                        "--without",
                        String.join(",", SERVICES))) {
            try {
                startServices(pool);
                try (PrometheusServer prometheus = PrometheusServer.start(
                                dir.resolve("prometheus"), MonitoringE2E.targets(pool), QuickRules.forFaults());
                        Fleet fleet = Fleet.start(pool.stratum(3333), miners())) {
                    RunningPool.await("shares", SOON, () -> fleet.told().acceptedCount() > 200);
                    theStores(pool, prometheus);
                    theNode(node, prometheus);
                    theMiners(pool, prometheus);
                    theValidator(prometheus);
                    theMoney(pool, node, prometheus);
                }
            } finally {
                services.values().forEach(RunningPool.ServiceProcess::close);
            }
        }
    }

    private void startServices(RunningPool pool) {
        for (String label : SERVICES) {
            String main = "thunderpool." + label + "." + Character.toUpperCase(label.charAt(0)) + label.substring(1)
                    + "Application";
            services.put(label, pool.service(label, main, SETTINGS));
        }
        services.values().forEach(RunningPool.ServiceProcess::awaitReady);
    }

    private List<MinerSettings> miners() {
        return IntStream.range(0, 8)
                .mapToObj(i -> MinerSettings.of(address + ".w" + i, 1_000, 1_200 + i))
                .toList();
    }

    private static void theStores(RunningPool pool, PrometheusServer prometheus) {
        fault(prometheus, "Kafka away", "SharesBusy", () -> pool.process().freeze(), () -> pool.process()
                .thaw());
        fault(prometheus, "database away", "DatabaseAway", () -> pool.process().freezeChildren(), () -> pool.process()
                .thaw());
    }

    private static void theNode(DevNode node, PrometheusServer prometheus) {
        Runnable well = () -> node.setFault(new Fault.None());
        fault(
                prometheus,
                "block submit failed",
                "BlockSubmitUnknown",
                () -> node.setFault(new Fault.ErrorOn("submitblock", -1, "a fault of the test")),
                well);
        fault(
                prometheus,
                "node stalled",
                "NodeDown",
                () -> {
                    node.setFault(new Fault.Hang());
                    awaitFiring(prometheus, "templates stale", "TemplateStale");
                    awaitFiring(prometheus, "no work for miners", "WorkStopped");
                },
                well);
        awaitEnd(prometheus, "templates stale", "TemplateStale");
        awaitEnd(prometheus, "no work for miners", "WorkStopped");
    }

    /** Miners of another algorithm: all they submit misses the target. */
    private void theMiners(RunningPool pool, PrometheusServer prometheus) {
        List<MinerSettings> wrong = IntStream.range(0, 4)
                .mapToObj(i -> MinerSettings.of(address + ".scrypt" + i, 600, 1_300 + i)
                        .withAlgorithm(Algorithm.SCRYPT))
                .toList();
        Fleet[] fleet = new Fleet[1];
        fault(
                prometheus,
                "reject burst",
                "RejectBurst",
                () -> fleet[0] = Fleet.start(pool.stratum(3333), wrong),
                () -> fleet[0].close());
    }

    /** It may run for a tenth of the time only. */
    private void theValidator(PrometheusServer prometheus) {
        JavaProcess validator = service("validator").process();
        Thread stumbling = Thread.ofPlatform().unstarted(() -> stumble(validator));
        fault(prometheus, "validator lag", "ValidatorLag", stumbling::start, () -> {
            stumbling.interrupt();
            try {
                stumbling.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Until interrupted; it runs at the end. */
    private static void stumble(JavaProcess process) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                process.freeze();
                TimeUnit.MILLISECONDS.sleep(1_800);
                process.thaw();
                TimeUnit.MILLISECONDS.sleep(200);
            }
        } catch (InterruptedException over) {
            process.thaw();
        }
    }

    private void theMoney(RunningPool pool, DevNode node, PrometheusServer prometheus) {
        service("payout").close();
        node.mineBlocks(101, elsewhere);
        PgBooks books = new PgBooks(pool);
        RunningPool.await("payable balances", SOON, () -> books.money().payable() > 0);
        emptyWallet(node);
        fault(
                prometheus,
                "hot wallet low",
                "HotWalletLow",
                () -> {
                    service("payout").process().startAgain();
                    new AdminCommands(pool).send("payout", "ignore-payment", "all=true");
                    awaitFiring(prometheus, "payout stuck", "PayoutStuck");
                },
                () -> fillWallet(node));
        fault(prometheus, "ledger imbalance", "LedgerImbalance", () -> books.tamper(1), () -> books.tamper(-1));
        assertThat(prometheus.firing())
                .as("payouts stop by themselves, until somebody resumes them")
                .contains("PayoutsHalted");
    }

    /** What the wallet has, but for the fee of sending it, goes elsewhere. */
    private void emptyWallet(DevNode node) {
        NodeRpc rpc = new NodeRpc("http://127.0.0.1:" + node.rpcPort(), "user:password");
        BigDecimal balance = rpc.call("getbalance").decimalValue();
        BigDecimal most = balance.multiply(new BigDecimal("0.99")).setScale(8, RoundingMode.DOWN);
        rpc.call("sendtoaddress", elsewhere, most);
        node.mineBlocks(1, elsewhere);
    }

    /** As an operator does: coins from elsewhere, more than went there. */
    private void fillWallet(DevNode node) {
        node.mineBlocks(100);
        node.mineBlocks(100, elsewhere);
    }

    private RunningPool.ServiceProcess service(String label) {
        RunningPool.ServiceProcess service = services.get(label);
        if (service == null) {
            throw new AssertionError("no service " + label);
        }
        return service;
    }

    private static void fault(PrometheusServer prometheus, String what, String alert, Runnable begin, Runnable end) {
        assertThat(prometheus.firing()).as("before: " + what).doesNotContain(alert);
        try {
            begin.run();
            awaitFiring(prometheus, what, alert);
        } finally {
            end.run();
        }
        awaitEnd(prometheus, what, alert);
    }

    private static void awaitFiring(PrometheusServer prometheus, String what, String alert) {
        long begun = System.nanoTime();
        RunningPool.await(
                alert + " to fire: " + what, SOON, () -> prometheus.firing().contains(alert));
        System.out.printf("%s: %s fired after %.0f s more%n", what, alert, (System.nanoTime() - begun) / 1e9);
    }

    private static void awaitEnd(PrometheusServer prometheus, String what, String alert) {
        long begun = System.nanoTime();
        RunningPool.await(
                alert + " to end: " + what, SOON, () -> !prometheus.firing().contains(alert));
        System.out.printf("%s: %s ended after %.0f s%n", what, alert, (System.nanoTime() - begun) / 1e9);
    }
}
