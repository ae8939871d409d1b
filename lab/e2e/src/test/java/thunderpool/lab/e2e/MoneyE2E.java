package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.MinerSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Goal: a miner's hashes become coins at its address, on the schedule its owner signed for, once each; and nothing of a
 * block that was reorganized away is paid to anybody.
 *
 * <p>Method: one pool on a devnode of its own process; amounts are read from the chain by the node's RPC and compared with
 * what the pool says and with its ledger.
 */
@Execution(ExecutionMode.CONCURRENT)
final class MoneyE2E {

    private static final String BLOCK_BITS = "1f00ffff";
    private static final double HASHES_PER_SECOND = 12_000;
    private static final Duration SOON = Duration.ofMinutes(2);

    /** The chain comes to the first interval of 150 blocks only when the test says so; a minute passes by itself. */
    private static final Map<String, String> PAYMENTS = Map.of(
            "LOGGING_STRUCTURED_FORMAT_FILE", "ecs",
            "PAYOUT_SCHEMES_BLOCKS", "150",
            "PAYOUT_SCHEMES_TIMEMINUTES", "1",
            "PAYOUT_PAYMENT_LOOKEVERY", "1s",
            "PAYOUT_PAYMENT_GATHER", "1s",
            "PAYOUT_PAYMENT_PAUSE", "5s",
            "PAYOUT_TICKEVERY", "500ms");

    private final ECKey signer = new ECKey();
    private final String signing = address(signer, ScriptType.P2WPKH);
    private final String byBlocks = address(new ECKey(), ScriptType.P2PKH);
    private final String byTime = address(new ECKey(), ScriptType.P2WPKH);
    private final String solo = address(new ECKey(), ScriptType.P2WPKH);

    private static String address(ECKey key, ScriptType type) {
        return key.toAddress(type, BitcoinNetwork.REGTEST).toString();
    }

    private static Fleet mine(RunningPool pool, int port, List<String> addresses) {
        return Fleet.start(
                pool.stratum(port),
                addresses.stream()
                        .map(address -> MinerSettings.of(address + ".rig", HASHES_PER_SECOND, address.hashCode()))
                        .toList());
    }

    @Test
    void hashesBecomeCoinsOnTheScheduleTheOwnerSignedForAndAnOrphanPaysNobody(@TempDir Path dir) {
        try (LabNode node = LabNode.start(dir, BLOCK_BITS);
                RunningPool pool = RunningPool.start(
                        dir.resolve("pool"),
                        RunningPool.freeOffset(8_000),
                        PAYMENTS,
                        "--node",
                        node.url(),
                        "--vardiff",
                        "off",
                        "--difficulty",
                        "2^-24")) {
            MoneyStory story = new MoneyStory(pool, List.of(node.rpc()), address(new ECKey(), ScriptType.P2WPKH));
            try (Fleet blocks = mine(pool, 3333, List.of(signing, byBlocks));
                    Fleet time = mine(pool, 3334, List.of(byTime));
                    Fleet alone = mine(pool, 3335, List.of(solo))) {
                RunningPool.await(
                        "blocks of both reward systems",
                        SOON,
                        () -> story.blocks("FOUND").size() >= 5
                                && blocksOf(story, "SOLO") >= 1
                                && blocksOf(story, "PPLNS") >= 2);
                List.of(blocks, time, alone).forEach(Fleet::close);
            }
            story.awaitSplit();
            changeScheduleBySignature(pool);
            JsonNode orphan = story.reorganizeNewestAway();
            story.mature();
            story.awaitWhileConfirming(
                    "payments by time", () -> story.paid(signing) > 0 && story.paid(byTime) > 0 && story.isQuiet());
            assertThat(story.paid(byBlocks)).as("paid before its 150 blocks").isZero();
            assertThat(story.paid(solo)).as("paid before its 150 blocks").isZero();
            story.mineElsewhere(50);
            story.awaitWhileConfirming(
                    "payments by blocks",
                    () -> story.paid(byBlocks) > 0 && paidOrOrphanedOnly(story, solo) && story.isQuiet());
            reportCoins(story, orphan);
            PoolLog log = new PoolLog(pool);
            followABlockAndAnOrder(log, story, orphan);
            log.assertKeepsSecrets();
        }
    }

    /** One key each, through every service it comes to, in the log alone. */
    private void followABlockAndAnOrder(PoolLog log, MoneyStory story, JsonNode orphan) {
        String block = story.blocks("MATURED").getFirst().path("blockId").asString();
        assertThat(log.story("thunderpool.block", block))
                .contains(
                        "gateway block-found",
                        "template block-solved",
                        "template block-submitted",
                        "template block-accepted",
                        "accounting block-booked",
                        "accounting block-split",
                        "template block-matured");
        assertThat(log.story("thunderpool.block", orphan.path("blockId").asString()))
                .contains("gateway block-found", "template block-accepted", "template block-orphaned")
                .doesNotContain("template block-matured");
        JsonNode order = story.pool().api("miners/" + byTime).path("payouts").get(0);
        assertThat(log.story("thunderpool.order", order.path("orderId").asString()))
                .contains(
                        "payout payout-requested",
                        "accounting order-reserved",
                        "payout payout-reserved",
                        "payout payout-bound",
                        "payout payout-paid");
        assertThat(log.story("thunderpool.transaction", order.path("txid").asString()))
                .contains("payout payout-bound", "payout payout-broadcast", "payout payout-paid");
        System.out.println("the log tells the ways of block " + block + " and of order "
                + order.path("orderId").asString());
    }

    private static long blocksOf(MoneyStory story, String rewardSystem) {
        return story.blocks("FOUND").stream()
                .filter(block -> block.path("rewardSystem").asString().equals(rewardSystem))
                .count();
    }

    /** The solo miner's only block may be the one that was reorganized away. */
    private static boolean paidOrOrphanedOnly(MoneyStory story, String address) {
        boolean mined = story.blocks("MATURED").stream()
                .anyMatch(block -> block.path("finder").asString().equals(address)
                        && block.path("rewardSystem").asString().equals("SOLO"));
        return mined == story.paid(address) > 0;
    }

    private void changeScheduleBySignature(RunningPool pool) {
        RunningPool.await(
                "the schedule its port proposed", SOON, () -> scheme(pool).equals("blocks"));
        String message = "Thunder Pool bitcoin-regtest: pay " + signing + " by scheme time, time "
                + Instant.now().getEpochSecond();
        String path = "miners/" + signing + "/schedule";

        HttpResponse<String> stranger = pool.post(
                path, Map.of("message", message, "signature", new ECKey().signMessage(message, ScriptType.P2WPKH)));
        assertThat(stranger.statusCode()).isEqualTo(400);
        assertThat(scheme(pool)).isEqualTo("blocks");

        Map<String, String> signed =
                Map.of("message", message, "signature", signer.signMessage(message, ScriptType.P2WPKH));
        assertThat(outcome(pool, pool.post(path, signed))).isEqualTo("applied");
        RunningPool.await(
                "the schedule that was signed for", SOON, () -> scheme(pool).equals("time"));
        assertThat(outcome(pool, pool.post(path, signed)))
                .as("the same message again")
                .isEqualTo("refused");
        System.out.println("schedule: a stranger's signature refused, the owner's applied, once");
    }

    private String scheme(RunningPool pool) {
        return pool.api("miners/" + signing).path("schedule").path("scheme").asString("");
    }

    private static String outcome(RunningPool pool, HttpResponse<String> sent) {
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        String command =
                new ObjectMapper().readTree(sent.body()).path("commandId").asString();
        String[] outcome = {""};
        RunningPool.await("an answer to the command", SOON, () -> {
            outcome[0] = pool.api("commands/" + command).path("outcome").asString();
            return !outcome[0].equals("pending");
        });
        return outcome[0];
    }

    private void reportCoins(MoneyStory story, JsonNode orphan) {
        long onChain = 0;
        for (String address : List.of(signing, byBlocks, byTime, solo)) {
            if (story.paid(address) > 0) {
                onChain += story.assertPaidOnChain(address);
            }
        }
        story.assertBooksFit(onChain);
        System.out.println(story.blocks("MATURED").size() + " blocks matured, " + onChain
                + " sat seen at the miners' addresses, nothing of orphan "
                + orphan.path("blockId").asString());
    }
}
