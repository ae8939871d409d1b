package thunderpool.lab.devnode.rpc;

import java.util.HexFormat;
import org.bitcoinj.base.Address;
import org.bitcoinj.base.SegwitAddress;
import org.bitcoinj.script.Script;
import org.bitcoinj.script.ScriptPattern;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.mempool.Policy;
import thunderpool.lab.devnode.node.NodeCore;
import thunderpool.lab.devnode.node.ZmqPublisher;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** rpc/net.cpp, rpc/node.cpp, rpc/util: the node itself and addresses. */
final class NodeMethods {
    private static final int VERSION = 280_000;

    private final NodeCore core;
    private final @Nullable ZmqPublisher zmq;
    private final long startedSeconds;

    NodeMethods(NodeCore core, @Nullable ZmqPublisher zmq) {
        this.core = core;
        this.zmq = zmq;
        this.startedSeconds = core.nowSeconds();
    }

    void addTo(RpcMethods methods) {
        methods.add("getnetworkinfo", _ -> networkInfo());
        methods.add("getconnectioncount", _ -> core.peerCount());
        methods.add("getpeerinfo", _ -> peers());
        methods.add("uptime", _ -> core.nowSeconds() - startedSeconds);
        methods.add("getzmqnotifications", _ -> zmqNotifications());
        methods.add("getindexinfo ( \"index_name\" )", _ -> indexInfo());
        methods.add("validateaddress \"address\"", params -> validate(params.string(0)));
        methods.add("help ( \"command\" )", params -> {
            if (!params.has(0)) {
                return String.join("\n", methods.usages());
            }
            RpcMethods.Method method = methods.find(params.string(0));
            return method == null ? "help: unknown command: " + params.string(0) : method.usage();
        });
    }

    private ObjectNode networkInfo() {
        ObjectNode json = Shapes.object()
                .put("version", VERSION)
                .put("subversion", "/Satoshi:28.0.0(thunderpool-devnode)/")
                .put("protocolversion", 70_016)
                .put("localservices", "0000000000000409");
        json.putArray("localservicesnames").add("NETWORK").add("WITNESS").add("NETWORK_LIMITED");
        json.put("localrelay", true)
                .put("timeoffset", 0)
                .put("networkactive", true)
                .put("connections", core.peerCount())
                .put("connections_in", 0)
                .put("connections_out", core.peerCount());
        json.putArray("networks");
        json.put("relayfee", Shapes.btc(Policy.MIN_RELAY_SATS_PER_KVB))
                .put("incrementalfee", Shapes.btc(Policy.MIN_RELAY_SATS_PER_KVB));
        json.putArray("localaddresses");
        json.putArray("warnings");
        return json;
    }

    private ArrayNode peers() {
        ArrayNode peers = Shapes.array();
        for (int i = 0; i < core.peerCount(); i++) {
            peers.addObject()
                    .put("id", i)
                    .put("addr", "in-process:" + i)
                    .put("inbound", false)
                    .put("connection_type", "manual");
        }
        return peers;
    }

    private ArrayNode zmqNotifications() {
        ArrayNode all = Shapes.array();
        if (zmq != null) {
            for (String topic : ZmqPublisher.TOPICS) {
                all.addObject()
                        .put("type", "pub" + topic)
                        .put("address", zmq.address())
                        .put("hwm", ZmqPublisher.HIGH_WATER_MARK);
            }
        }
        return all;
    }

    private ObjectNode indexInfo() {
        ObjectNode json = Shapes.object();
        json.putObject("txindex")
                .put("synced", true)
                .put("best_block_height", core.chain().tip().height());
        return json;
    }

    private static ObjectNode validate(String text) {
        return Addresses.parse(text).map(NodeMethods::valid).orElseGet(() -> {
            ObjectNode json = Shapes.object().put("isvalid", false);
            json.putArray("error_locations");
            return json.put("error", "Invalid or unsupported Segwit (Bech32) or Base58 encoding.");
        });
    }

    private static ObjectNode valid(Address address) {
        ObjectNode json = Shapes.object().put("isvalid", true).put("address", address.toString());
        return describe(json, Addresses.scriptHex(address), address);
    }

    /** The fields that validateaddress and getaddressinfo share. */
    static ObjectNode describe(ObjectNode json, String scriptHex, Address address) {
        Script script = Script.parse(HexFormat.of().parseHex(scriptHex));
        json.put("scriptPubKey", scriptHex)
                .put("isscript", ScriptPattern.isP2SH(script) || ScriptPattern.isP2WSH(script));
        boolean witness = address instanceof SegwitAddress;
        json.put("iswitness", witness);
        if (address instanceof SegwitAddress segwit) {
            json.put("witness_version", segwit.getWitnessVersion())
                    .put("witness_program", HexFormat.of().formatHex(segwit.getWitnessProgram()));
        }
        return json;
    }
}
