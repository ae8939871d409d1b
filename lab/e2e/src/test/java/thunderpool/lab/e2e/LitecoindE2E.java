package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.MinerSettings;
import thunderpool.work.Algorithm;
import tools.jackson.databind.JsonNode;

/**
 * Goal: the same story against software we did not write: two connected litecoind, scrypt, their own wallets. Below the
 * height at which regtest's extension blocks begin. Skipped where litecoind is not installed.
 */
@Execution(ExecutionMode.CONCURRENT)
final class LitecoindE2E {

    private static final Path PROGRAM = Path.of("/usr/bin/litecoind");
    private static final String LOGIN = "u:p";
    private static final int MWEB_HEIGHT = 432;

    /** Every second hash is a block here. */
    private static final double HASHES_PER_SECOND = 1;

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Map<String, String> PAYMENTS = Map.of(
            "PAYOUT_SCHEMES_BLOCKS", "1",
            "PAYOUT_PAYMENT_LOOKEVERY", "1s",
            "PAYOUT_PAYMENT_GATHER", "1s",
            "PAYOUT_PAYMENT_PAUSE", "5s",
            "PAYOUT_TICKEVERY", "500ms");

    private final List<Process> running = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        running.forEach(Process::destroy);
        for (Process process : running) {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** @return its RPC port */
    private int launch(Path dir, int port, String... more) throws IOException {
        Files.createDirectories(dir);
        int rpc = freePort();
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-regtest", "-server", "-datadir=" + dir));
        command.addAll(List.of("-rpcport=" + rpc, "-rpcbind=127.0.0.1", "-rpcallowip=127.0.0.1"));
        command.addAll(List.of("-rpcuser=u", "-rpcpassword=p", "-fallbackfee=0.0001", "-mempoolreplacement=1"));
        command.addAll(List.of("-port=" + port, "-bind=127.0.0.1:" + port, "-listenonion=0", "-dnsseed=0"));
        command.addAll(List.of(more));
        running.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("screen").toFile())
                .start());
        return rpc;
    }

    private static NodeRpc rpc(int port, String path) {
        return new NodeRpc("http://127.0.0.1:" + port + path, LOGIN);
    }

    @Test
    void scryptMinersArePaidByALitecoinNodeAndAnOrphanPaysNobody(@TempDir Path dir) throws IOException {
        assumeThat(PROGRAM).as("litecoind is installed").isExecutable();
        int firstPort = freePort();
        int first = launch(dir.resolve("a"), firstPort);
        NodeRpc poolNode = rpc(first, "");
        // Who finds nobody at the first attempt waits a minute for the second.
        RunningPool.await("the first node", SOON, () -> isUp(poolNode));
        int second = launch(dir.resolve("b"), freePort(), "-addnode=127.0.0.1:" + firstPort);
        NodeRpc minersNode = rpc(second, "");
        RunningPool.await("two connected nodes", SOON, () -> hasPeer(poolNode) && hasPeer(minersNode));
        poolNode.call("createwallet", "pool");
        minersNode.call("createwallet", "miner");
        NodeRpc wallet = rpc(second, "/wallet/miner");
        List<String> miners = List.of(
                wallet.call("getnewaddress", "", "bech32").asString(),
                wallet.call("getnewaddress", "", "p2sh-segwit").asString(),
                wallet.call("getnewaddress", "", "legacy").asString());
        String elsewhere =
                minersNode.call("createwallet", "elsewhere").path("name").asString();
        String nobody =
                rpc(second, "/wallet/" + elsewhere).call("getnewaddress").asString();
        // Alone with the genesis block a node believes to be behind, and gives nobody a template.
        minersNode.call("generatetoaddress", 1, nobody);

        try (RunningPool pool = RunningPool.start(
                dir.resolve("pool"),
                RunningPool.freeOffset(9_500),
                PAYMENTS,
                "--chain",
                "litecoin-regtest",
                "--node",
                "http://" + LOGIN + "@127.0.0.1:" + first,
                "--node",
                "http://" + LOGIN + "@127.0.0.1:" + second)) {
            MoneyStory story = new MoneyStory(pool, List.of(poolNode, minersNode), nobody);
            mineBlocks(pool, story, miners);
            JsonNode orphan = story.reorganizeNewestAway();
            story.mature();
            story.awaitWhileConfirming(
                    "payments", () -> miners.stream().allMatch(miner -> story.paid(miner) > 0) && story.isQuiet());
            long received = 0;
            for (String miner : miners) {
                long onChain = story.assertPaidOnChain(miner);
                long inWallet = NodeRpc.sats(
                        wallet.call("getreceivedbyaddress", miner, 1).decimalValue());
                assertThat(inWallet).as("in the miner's own wallet").isEqualTo(onChain);
                received += inWallet;
            }
            story.assertBooksFit(received);
            assertThat(poolNode.height()).isLessThan(MWEB_HEIGHT);
            System.out.println("litecoind: " + story.blocks("MATURED").size() + " scrypt blocks matured, " + received
                    + " litoshi in the miners' wallet, nothing of orphan "
                    + orphan.path("blockId").asString() + ", height " + poolNode.height());
        }
    }

    private static boolean isUp(NodeRpc node) {
        try {
            return node.height() == 0;
        } catch (UncheckedIOException | AssertionError starting) {
            return false;
        }
    }

    private static boolean hasPeer(NodeRpc node) {
        return isUp(node) && node.call("getconnectioncount").asInt() > 0;
    }

    private static void mineBlocks(RunningPool pool, MoneyStory story, List<String> addresses) {
        List<MinerSettings> miners = addresses.stream()
                .map(address -> MinerSettings.of(address + ".rig", HASHES_PER_SECOND, address.hashCode())
                        .withAlgorithm(Algorithm.SCRYPT))
                .toList();
        try (Fleet fleet = Fleet.start(pool.stratum(3333), miners)) {
            RunningPool.await(
                    "blocks, and a credited share of everyone",
                    SOON,
                    () -> story.blocks("FOUND").size() >= 8
                            && miners.stream().map(MinerSettings::user).allMatch(user -> isKnown(pool, user)));
            assertThat(fleet.told().acceptedCount()).isPositive();
        }
    }

    private static boolean isKnown(RunningPool pool, String user) {
        String worker = user.substring(0, user.indexOf('.'));
        for (JsonNode row : pool.api("miners")) {
            if (row.path("account").asString().equals(worker)
                    && row.path("sharesAccepted").asLong() > 0) {
                return true;
            }
        }
        return false;
    }
}
