package thunderpool.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash160;
import thunderpool.bitcoin.Script;
import thunderpool.lab.devnode.DevNode;
import thunderpool.lab.devnode.DevNodeConfig;
import thunderpool.lab.simulator.Endpoint;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.MinerSettings;

/**
 * The chain and the miners of a pool that shows itself: about 120 quick blocks, so that rewards mature while one watches,
 * then a block every 20 seconds.
 */
final class DemoChain {

    /** About 19,000 hashes a block: with the way through the pool about six blocks a second for three miners. */
    private static final long BOOTSTRAP_BITS = 0x1f036000L;

    private static final int BOOTSTRAP_HEIGHT = 120;
    private static final int SPACING_SECONDS = 20;

    /** Slow enough to leave the processor to the pool. */
    private static final double HASHES_PER_SECOND = 100_000;

    private DemoChain() {}

    static DevNode start(Path folder, Ports ports, String password) {
        return DevNode.start(DevNodeConfig.demo(BOOTSTRAP_BITS, BOOTSTRAP_HEIGHT, SPACING_SECONDS)
                .withFolder(folder)
                .withCredentials("pool", password)
                .withPorts(ports.nodeRpc(), ports.nodeZmq()));
    }

    /** @param seed where the miners begin to roll, so that two starts do not repeat each other's work */
    static Fleet mine(int port, List<String> addresses, int count, long seed) {
        List<MinerSettings> miners = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String user = addresses.get(i % addresses.size()) + ".demo" + (i + 1);
            miners.add(MinerSettings.of(user, HASHES_PER_SECOND, seed + i));
        }
        DemoPace pace = new DemoPace(HASHES_PER_SECOND, System::nanoTime);
        Fleet fleet = Fleet.start(Endpoint.tcp("127.0.0.1", port), miners, 1000, pace);
        pace.of(fleet);
        return fleet;
    }

    /** Addresses nobody holds the keys of: the demo shows payments arriving, it does not spend them. */
    static List<String> addresses(Chain chain, int count) {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] name = ("Thunder Pool demo miner " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            Script script = Script.p2wpkh(Hash160.of(name));
            addresses.add(Address.ofScript(script, chain).orElseThrow().text());
        }
        return addresses;
    }
}
