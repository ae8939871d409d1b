package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.BlockHeader;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.node.JsonRpcNode;
import thunderpool.node.NodeEndpoint;
import thunderpool.node.NodeException;
import thunderpool.node.SubmitOutcome;
import thunderpool.work.Algorithm;
import thunderpool.work.Job;
import thunderpool.work.JobId;
import thunderpool.work.Submission;
import thunderpool.work.Tag;

/**
 * Two connected litecoind regtest nodes judge our blocks, before and after MWEB activates (height 432, with a peg-in in
 * the block before). Skipped where litecoind is not installed.
 */
class LitecoindIT {

    private static final Chain CHAIN = Chain.LITECOIN_REGTEST;
    private static final int MWEB_HEIGHT = 432;

    private final List<Process> running = new ArrayList<>();
    private int rpcPort;
    private Optional<JsonRpcNode> client = Optional.empty();

    @BeforeEach
    void startTwoConnectedNodes(@TempDir Path dir) throws Exception {
        assumeThat(installed()).as("litecoind is installed").isTrue();
        rpcPort = freePort();
        int p2pPort = freePort();
        launch(dir.resolve("a"), rpcPort, "-port=" + p2pPort, "-bind=127.0.0.1:" + p2pPort);
        int otherP2p = freePort();
        launch(
                dir.resolve("b"),
                freePort(),
                "-port=" + otherP2p,
                "-bind=127.0.0.1:" + otherP2p,
                "-connect=127.0.0.1:" + p2pPort);
        NodeEndpoint endpoint =
                NodeEndpoint.parse("a", "http://u:p@127.0.0.1:" + rpcPort, Optional.empty(), Optional.empty());
        client = Optional.of(JsonRpcNode.connect(endpoint, CHAIN.gbtRules(), new SimpleMeterRegistry()));
        awaitPeer();
        cli("createwallet", "pool");
    }

    @AfterEach
    void stop() throws InterruptedException {
        client.ifPresent(JsonRpcNode::close);
        for (Process process : running) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static boolean installed() {
        return Files.isExecutable(Path.of("/usr/bin/litecoind"))
                && Files.isExecutable(Path.of("/usr/bin/litecoin-cli"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void launch(Path dir, int rpc, String... more) throws IOException {
        Files.createDirectories(dir);
        List<String> command = new ArrayList<>(
                List.of("litecoind", "-regtest", "-datadir=" + dir, "-rpcport=" + rpc, "-rpcbind=127.0.0.1"));
        command.addAll(List.of("-rpcallowip=127.0.0.1", "-rpcuser=u", "-rpcpassword=p", "-fallbackfee=0.0001"));
        command.addAll(List.of("-listenonion=0", "-dnsseed=0", "-server", "-printtoconsole=0"));
        command.addAll(List.of(more));
        running.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private JsonRpcNode node() {
        return client.orElseThrow();
    }

    private void awaitPeer() throws InterruptedException {
        for (int tries = 0; tries < 300; tries++) {
            try {
                if (node().connections() > 0) {
                    return;
                }
            } catch (NodeException starting) {
                assertThat(running).allMatch(Process::isAlive);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("the two nodes did not connect");
    }

    private String cli(String... words) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("litecoin-cli", "-regtest", "-rpcport=" + rpcPort, "-rpcuser=u", "-rpcpassword=p"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Everything between a template and a block, by the code that does it in production. */
    private byte[] solve(Script pool, int templateId) {
        TemplateFactory.Draft draft =
                new TemplateFactory(CHAIN, Tag.ofText("/test/")).draft(node().blockTemplate(), templateId, pool);
        JobId id = new JobId(templateId, 0, new Difficulty(-16));
        Job job = Job.of(draft.template(), id, CHAIN.difficultyOne());
        Algorithm.Hasher hasher = Algorithm.ofLabel(CHAIN.algorithm()).hasher();
        for (int nonce = 0; ; nonce++) {
            Submission submission = new Submission(
                    id,
                    0x00010001,
                    7L,
                    draft.template().curTime(),
                    nonce,
                    draft.template().version() | 0x2000);
            byte[] header = job.header(submission);
            if (draft.template().networkTarget().isMetBy(hasher.proof(header, hasher.identity(header)))) {
                return draft.body().assemble(BlockHeader.parse(header), Transaction.parse(job.coinbase(submission)));
            }
        }
    }

    @Test
    void acceptsOurBlocksBeforeAndAfterTheExtensionBlocks() throws IOException {
        String address = node().newAddress("pool");
        Script pool = Address.parse(address, CHAIN).script();
        assertThat(node().addressState(address).script()).isEqualTo(pool);
        cli("generatetoaddress", "110", address);
        cli("sendtoaddress", address, "1.5");
        assertThat(node().blockTemplate().entries()).hasSize(1);
        assertThat(node().submitBlock(solve(pool, 1))).isEqualTo(new SubmitOutcome.Accepted());
        cli("generatetoaddress", Integer.toString(MWEB_HEIGHT - 112), address);
        String pegIn = cli("getnewaddress", "", "mweb");
        cli("sendtoaddress", pegIn, "2");
        cli("generatetoaddress", "1", address);
        assertThat(node().chainState().height()).isEqualTo(MWEB_HEIGHT);
        cli("sendtoaddress", pegIn, "1");
        assertThat(node().blockTemplate().mwebHex()).isNotEmpty();
        byte[] block = solve(pool, 2);
        assertThat(node().submitBlock(block)).isEqualTo(new SubmitOutcome.Accepted());
        assertThat(node().submitBlock(block)).isEqualTo(new SubmitOutcome.Duplicate());
        assertThat(node().block(node().bestBlock()).orElseThrow().height()).isEqualTo(MWEB_HEIGHT + 1);
        // In the Merkle root: every second hash of another header meets regtest's target.
        block[40] ^= 1;
        assertThat(node().submitBlock(block)).isInstanceOf(SubmitOutcome.Rejected.class);
    }
}
