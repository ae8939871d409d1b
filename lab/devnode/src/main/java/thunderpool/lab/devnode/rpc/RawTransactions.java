package thunderpool.lab.devnode.rpc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitcoinj.base.Coin;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutPoint;
import org.bitcoinj.script.Script;
import org.bitcoinj.script.ScriptBuilder;
import thunderpool.lab.devnode.chain.OutPoint;
import tools.jackson.databind.JsonNode;

/** createrawtransaction: unsigned transactions from named inputs and outputs. */
final class RawTransactions {
    private static final long REPLACEABLE = 0xfffffffdL;
    private static final long LOCKTIME_ONLY = 0xfffffffeL;

    private RawTransactions() {}

    static String create(Params params) {
        Transaction tx = new Transaction();
        tx.setVersion(2);
        long lockTime = params.integer(2, 0);
        if (lockTime < 0 || lockTime > 0xffffffffL) {
            throw new RpcError(RpcError.INVALID_PARAMETER, "Invalid parameter, locktime out of range");
        }
        tx.setLockTime(lockTime);
        long sequence = params.bool(3, true) ? REPLACEABLE : lockTime > 0 ? LOCKTIME_ONLY : 0xffffffffL;
        for (JsonNode input : params.array(0)) {
            OutPoint outPoint = outPoint(input);
            long own = input.path("sequence").isIntegralNumber()
                    ? input.path("sequence").longValue()
                    : sequence;
            tx.addInput(new TransactionInput(
                    tx, new byte[0], new TransactionOutPoint(outPoint.vout(), outPoint.txid()), own));
        }
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> output : outputs(params.node(1))) {
            addOutput(tx, output.getKey(), output.getValue(), seen);
        }
        return HexFormat.of().formatHex(tx.serialize());
    }

    static OutPoint outPoint(JsonNode input) {
        JsonNode txid = input.path("txid");
        if (!txid.isString()) {
            throw new RpcError(RpcError.INVALID_PARAMETER, "Invalid parameter, missing txid key");
        }
        JsonNode vout = input.path("vout");
        if (!vout.isIntegralNumber()) {
            throw new RpcError(RpcError.INVALID_PARAMETER, "Invalid parameter, missing vout key");
        }
        if (vout.longValue() < 0) {
            throw new RpcError(RpcError.INVALID_PARAMETER, "Invalid parameter, vout cannot be negative");
        }
        return new OutPoint(Params.hash(txid.stringValue(), "txid"), vout.longValue());
    }

    private static List<Map.Entry<String, JsonNode>> outputs(JsonNode outputs) {
        List<Map.Entry<String, JsonNode>> all = new ArrayList<>();
        if (outputs.isObject()) {
            all.addAll(outputs.properties());
        } else {
            outputs.forEach(output -> all.addAll(output.properties()));
        }
        return all;
    }

    private static void addOutput(Transaction tx, String key, JsonNode value, Set<String> seen) {
        if (!seen.add(key)) {
            throw new RpcError(
                    RpcError.INVALID_PARAMETER,
                    key.equals("data")
                            ? "Invalid parameter, duplicate key: data"
                            : "Invalid parameter, duplicated address: " + key);
        }
        if (key.equals("data")) {
            if (!value.isString() || !Params.isHex(value.stringValue())) {
                throw new RpcError(
                        RpcError.INVALID_PARAMETER, "Data must be hexadecimal string (not '" + value.asString() + "')");
            }
            byte[] payload = HexFormat.of().parseHex(value.stringValue());
            tx.addOutput(Coin.ZERO, ScriptBuilder.createOpReturnScript(payload));
            return;
        }
        tx.addOutput(Coin.valueOf(Params.sats(value)), Script.parse(Addresses.script(key)));
    }
}
