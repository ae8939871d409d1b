package thunderpool.lab.devnode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.bitcoinj.base.AddressParser;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.script.ScriptBuilder;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.chain.ChainEntry;
import thunderpool.lab.devnode.node.BlockMiner;
import thunderpool.lab.devnode.node.NodeCore;
import thunderpool.lab.devnode.node.NodeSettings;
import thunderpool.lab.devnode.node.ZmqPublisher;
import thunderpool.lab.devnode.rpc.Fault;
import thunderpool.lab.devnode.rpc.FaultSwitch;
import thunderpool.lab.devnode.rpc.RpcServer;

/** A running node. Thread-safe; closing it keeps what its folder holds. Block ids are in display order (hex). */
public final class DevNode implements AutoCloseable {
    private final DevNodeConfig config;
    private final NodeCore core;
    private final @Nullable ZmqPublisher zmq;
    private final FaultSwitch faults = new FaultSwitch();
    private final RpcServer server;

    private DevNode(DevNodeConfig config, NodeCore core, @Nullable ZmqPublisher zmq) {
        this.config = config;
        this.core = core;
        this.zmq = zmq;
        this.server = new RpcServer(core, zmq, faults, config.rpcPort(), config.user() + ":" + config.password());
    }

    /** Where the active chain ends. */
    public record Tip(String hash, int height) {}

    public static DevNode start(DevNodeConfig config) {
        NodeCore core = new NodeCore(new NodeSettings(
                config.consensus(),
                config.folder(),
                config.walletName(),
                config.trafficPerBlock(),
                config.clock(),
                config.random()));
        ZmqPublisher zmq = config.zmqPort() < 0 ? null : new ZmqPublisher(config.zmqPort());
        if (zmq != null) {
            core.listen(zmq);
        }
        return new DevNode(config, core, zmq);
    }

    /** With user and password, as a pool's configuration takes it. */
    public URI rpcUrl() {
        return URI.create(
                "http://" + encode(config.user()) + ":" + encode(config.password()) + "@127.0.0.1:" + server.port());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public int rpcPort() {
        return server.port();
    }

    /** -1 when nothing is published. */
    public int zmqPort() {
        return zmq == null ? -1 : zmq.port();
    }

    public Tip tip() {
        return core.locked(() -> {
            ChainEntry tip = core.chain().tip();
            return new Tip(tip.hash().toString(), tip.height());
        });
    }

    /** A fresh address of the node's own wallet. */
    public String newAddress() {
        return core.locked(() -> core.wallet().book().newKey("", false).address());
    }

    /** Mines to a fresh address of the node's own wallet; the ids in order. */
    public List<String> mineBlocks(int count) {
        return mineBlocks(count, newAddress());
    }

    public List<String> mineBlocks(int count, String address) {
        var parsed = AddressParser.getDefault(BitcoinNetwork.REGTEST).parseAddress(address);
        byte[] script = ScriptBuilder.createOutputScript(parsed).program();
        return BlockMiner.extend(core, count, HexFormat.of().formatHex(script)).stream()
                .map(Sha256Hash::toString)
                .toList();
    }

    /** Takes a block and all above it out of the chain. */
    public void invalidate(String hash) {
        requireKnown(core.invalidate(Sha256Hash.wrap(hash)), hash);
    }

    public void reconsider(String hash) {
        requireKnown(core.reconsider(Sha256Hash.wrap(hash)), hash);
    }

    private static void requireKnown(boolean known, String hash) {
        if (!known) {
            throw new IllegalArgumentException("no such block: " + hash);
        }
    }

    public void setFault(Fault fault) {
        faults.set(fault, core::template);
    }

    /** Connects this node with another of this JVM; blocks and transactions travel both ways from now on. */
    public void link(DevNode other) {
        core.link(other.core);
    }

    public void unlink(DevNode other) {
        core.unlink(other.core);
    }

    @Override
    public void close() {
        setFault(new Fault.None());
        try {
            core.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the node", e);
        } finally {
            server.close();
            if (zmq != null) {
                zmq.close();
            }
        }
    }
}
