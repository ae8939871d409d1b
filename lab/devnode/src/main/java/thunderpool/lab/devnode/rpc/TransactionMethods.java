package thunderpool.lab.devnode.rpc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.chain.ChainEntry;
import thunderpool.lab.devnode.chain.ChainState;
import thunderpool.lab.devnode.chain.CoinSource;
import thunderpool.lab.devnode.chain.OutPoint;
import thunderpool.lab.devnode.chain.UnspentOutput;
import thunderpool.lab.devnode.mempool.Mempool;
import thunderpool.lab.devnode.mempool.MempoolEntry;
import thunderpool.lab.devnode.mempool.Policy;
import thunderpool.lab.devnode.node.NodeCore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** rpc/rawtransaction.cpp, rpc/mempool.cpp, rpc/fees.cpp: transactions outside the wallet. A txindex is always there. */
final class TransactionMethods {
    private static final long DEFAULT_MAX_FEE_SATS_PER_KVB = 10_000_000;
    private static final int ESTIMATE_BLOCKS = 12;
    private static final int ESTIMATE_TRANSACTIONS = 10;

    private final NodeCore core;
    private final ChainState chain;
    private final Mempool mempool;

    TransactionMethods(NodeCore core) {
        this.core = core;
        this.chain = core.chain();
        this.mempool = core.mempool();
    }

    void addTo(RpcMethods methods) {
        methods.add("getrawtransaction \"txid\" ( verbose \"blockhash\" )", this::raw);
        methods.add("decoderawtransaction \"hexstring\" ( iswitness )", params -> {
            ObjectNode json = Shapes.transaction(Params.transaction(params.string(0)));
            json.remove("hex");
            return json;
        });
        methods.add("createrawtransaction inputs outputs ( locktime replaceable )", RawTransactions::create);
        methods.add("sendrawtransaction \"hexstring\" ( maxfeerate maxburnamount )", this::send);
        methods.add("testmempoolaccept rawtxs ( maxfeerate )", this::test);
        methods.add("getmempoolentry \"txid\"", params -> entry(require(params.hash(0))));
        methods.add("getrawmempool ( verbose mempool_sequence )", this::rawMempool);
        methods.add("getmempoolinfo", _ -> mempoolInfo());
        methods.add("gettxspendingprevout outputs", this::spending);
        methods.add("estimatesmartfee conf_target ( \"estimate_mode\" )", this::estimate);
    }

    private Object raw(Params params) {
        Sha256Hash txid = params.hash(0);
        int verbosity = params.verbosity(1, 0);
        ChainEntry block = params.has(2) ? chain.entry(params.hash(2)) : chain.blockOf(txid);
        if (params.has(2) && block == null) {
            throw new RpcError(RpcError.INVALID_ADDRESS_OR_KEY, "Block hash not found");
        }
        MempoolEntry waiting = params.has(2) ? null : mempool.get(txid);
        Transaction tx = waiting != null ? waiting.tx() : inBlock(block, txid);
        if (tx == null) {
            throw new RpcError(
                    RpcError.INVALID_ADDRESS_OR_KEY,
                    (params.has(2)
                                    ? "No such transaction found in the provided block"
                                    : "No such mempool or blockchain transaction")
                            + ". Use gettransaction for wallet transactions.");
        }
        if (verbosity <= 0) {
            return HexFormat.of().formatHex(tx.serialize());
        }
        ObjectNode json = Shapes.object();
        if (params.has(2) && block != null) {
            json.put("in_active_chain", chain.isActive(block));
        }
        json.setAll(Shapes.transaction(tx));
        return block == null ? json : withBlock(json, block);
    }

    private static @Nullable Transaction inBlock(@Nullable ChainEntry block, Sha256Hash txid) {
        return block == null
                ? null
                : block.transactions().stream()
                        .filter(tx -> tx.getTxId().equals(txid))
                        .findFirst()
                        .orElse(null);
    }

    private ObjectNode withBlock(ObjectNode json, ChainEntry block) {
        boolean active = chain.isActive(block);
        json.put("blockhash", block.hash().toString());
        json.put("confirmations", active ? chain.tip().height() - block.height() + 1 : 0);
        return active ? json.put("time", block.timeSeconds()).put("blocktime", block.timeSeconds()) : json;
    }

    private String send(Params params) {
        Transaction tx = Params.transaction(params.string(0));
        long maxRate = params.has(1) ? params.sats(1) : DEFAULT_MAX_FEE_SATS_PER_KVB;
        if (chain.coins().hasOutputOf(tx)) {
            throw new RpcError(RpcError.VERIFY_ALREADY_IN_CHAIN, "Transaction outputs already in utxo set");
        }
        if (mempool.get(tx.getTxId()) == null) {
            checkFee(tx, maxRate);
            if (core.submit(tx) instanceof Mempool.Admission.Refused(String reason, boolean missing)) {
                throw new RpcError(missing ? RpcError.VERIFY : RpcError.VERIFY_REJECTED, reason);
            }
        }
        return tx.getTxId().toString();
    }

    private void checkFee(Transaction tx, long maxRateSatsPerKvb) {
        if (mempool.judge(tx, core.nowSeconds()) instanceof Mempool.Admission.Admitted(MempoolEntry entry, var _)
                && exceeds(entry, maxRateSatsPerKvb)) {
            throw new RpcError(RpcError.VERIFY, "Fee exceeds maximum configured by user (e.g. -maxtxfee, maxfeerate)");
        }
    }

    private static boolean exceeds(MempoolEntry entry, long maxRateSatsPerKvb) {
        return maxRateSatsPerKvb > 0 && entry.feeSats() > maxRateSatsPerKvb * entry.vsize() / 1_000;
    }

    private ArrayNode test(Params params) {
        long maxRate = params.has(1) ? params.sats(1) : DEFAULT_MAX_FEE_SATS_PER_KVB;
        ArrayNode results = Shapes.array();
        for (JsonNode hex : params.array(0)) {
            Transaction tx = Params.transaction(hex.asString());
            ObjectNode json = results.addObject()
                    .put("txid", tx.getTxId().toString())
                    .put("wtxid", tx.getWTxId().toString());
            switch (mempool.judge(tx, core.nowSeconds())) {
                case Mempool.Admission.Present _ -> refuse(json, "txn-already-in-mempool");
                case Mempool.Admission.Refused(String reason, boolean missing) ->
                    refuse(json, missing ? "missing-inputs" : reason);
                case Mempool.Admission.Admitted(MempoolEntry entry, var _) -> {
                    if (exceeds(entry, maxRate)) {
                        refuse(json, "max-fee-exceeded");
                    } else {
                        allow(json, entry);
                    }
                }
            }
        }
        return results;
    }

    private static void refuse(ObjectNode json, String reason) {
        json.put("allowed", false).put("reject-reason", reason);
    }

    private static void allow(ObjectNode json, MempoolEntry entry) {
        json.put("allowed", true).put("vsize", entry.vsize());
        ObjectNode fees = json.putObject("fees");
        fees.put("base", Shapes.btc(entry.feeSats()));
        fees.put("effective-feerate", Shapes.btc(entry.feeSats() * 1_000 / entry.vsize()));
        fees.putArray("effective-includes").add(entry.tx().getWTxId().toString());
    }

    private MempoolEntry require(Sha256Hash txid) {
        MempoolEntry entry = mempool.get(txid);
        if (entry == null) {
            throw new RpcError(RpcError.INVALID_ADDRESS_OR_KEY, "Transaction not in mempool");
        }
        return entry;
    }

    private ObjectNode entry(MempoolEntry entry) {
        Collection<MempoolEntry> descendants = mempool.withDescendants(entry);
        List<MempoolEntry> ancestors = new ArrayList<>(mempool.ancestors(entry.tx()));
        ancestors.add(entry);
        ObjectNode json = Shapes.object()
                .put("vsize", entry.vsize())
                .put("weight", entry.tx().getWeight())
                .put("time", entry.timeSeconds())
                .put("height", entry.height())
                .put("descendantcount", descendants.size())
                .put("descendantsize", vsizes(descendants))
                .put("ancestorcount", ancestors.size())
                .put("ancestorsize", vsizes(ancestors))
                .put("wtxid", entry.tx().getWTxId().toString());
        json.putObject("fees")
                .put("base", Shapes.btc(entry.feeSats()))
                .put("modified", Shapes.btc(entry.feeSats()))
                .put("ancestor", Shapes.btc(fees(ancestors)))
                .put("descendant", Shapes.btc(fees(descendants)));
        ArrayNode depends = json.putArray("depends");
        entry.tx().getInputs().stream()
                .map(input -> input.getOutpoint().hash())
                .filter(parent -> mempool.get(parent) != null)
                .distinct()
                .forEach(parent -> depends.add(parent.toString()));
        ArrayNode spentBy = json.putArray("spentby");
        mempool.children(entry).forEach(child -> spentBy.add(child.txid().toString()));
        return json.put("bip125-replaceable", mempool.isReplaceable(entry)).put("unbroadcast", false);
    }

    private static long vsizes(Collection<MempoolEntry> entries) {
        return entries.stream().mapToLong(MempoolEntry::vsize).sum();
    }

    private static long fees(Collection<MempoolEntry> entries) {
        return entries.stream().mapToLong(MempoolEntry::feeSats).sum();
    }

    private Object rawMempool(Params params) {
        if (params.bool(0, false)) {
            ObjectNode all = Shapes.object();
            mempool.entries().forEach(entry -> all.set(entry.txid().toString(), entry(entry)));
            return all;
        }
        ArrayNode ids = Shapes.array();
        mempool.entries().forEach(entry -> ids.add(entry.txid().toString()));
        if (!params.bool(1, false)) {
            return ids;
        }
        ObjectNode json = Shapes.object();
        json.set("txids", ids);
        return json.put("mempool_sequence", mempool.sequence());
    }

    private ObjectNode mempoolInfo() {
        Collection<MempoolEntry> entries = mempool.entries();
        return Shapes.object()
                .put("loaded", true)
                .put("size", entries.size())
                .put("bytes", vsizes(entries))
                .put(
                        "usage",
                        entries.stream()
                                .mapToLong(entry -> entry.tx().messageSize())
                                .sum())
                .put("total_fee", Shapes.btc(fees(entries)))
                .put("maxmempool", 300_000_000)
                .put("mempoolminfee", Shapes.btc(Policy.MIN_RELAY_SATS_PER_KVB))
                .put("minrelaytxfee", Shapes.btc(Policy.MIN_RELAY_SATS_PER_KVB))
                .put("incrementalrelayfee", Shapes.btc(Policy.MIN_RELAY_SATS_PER_KVB))
                .put("unbroadcastcount", 0)
                .put("fullrbf", false);
    }

    private ArrayNode spending(Params params) {
        ArrayNode results = Shapes.array();
        for (JsonNode output : params.array(0)) {
            OutPoint outPoint = RawTransactions.outPoint(output);
            ObjectNode json =
                    results.addObject().put("txid", outPoint.txid().toString()).put("vout", outPoint.vout());
            MempoolEntry spender = mempool.spenderOf(outPoint);
            if (spender != null) {
                json.put("spendingtxid", spender.txid().toString());
            }
        }
        return results;
    }

    /** The median fee rate of the last dozen blocks; simpler than Core's estimator, with its shape and its refusal. */
    private ObjectNode estimate(Params params) {
        long target = params.integer(0);
        if (target < 1 || target > 1_008) {
            throw new RpcError(RpcError.INVALID_PARAMETER, "Invalid conf_target, must be between 1 and 1008");
        }
        List<Long> rates = new ArrayList<>();
        ChainEntry at = chain.tip();
        for (int i = 0; i < ESTIMATE_BLOCKS && at != null; i++) {
            Map<OutPoint, UnspentOutput> spent = chain.spentBy(at);
            at.transactions().stream()
                    .filter(tx -> !tx.isCoinBase())
                    .forEach(tx ->
                            rates.add((inputSats(tx, spent::get) - tx.getOutputSum().value) * 1_000 / tx.getVsize()));
            at = at.parent();
        }
        ObjectNode json = Shapes.object();
        if (rates.size() < ESTIMATE_TRANSACTIONS) {
            json.putArray("errors").add("Insufficient data or no feerate found");
            return json.put("blocks", target);
        }
        rates.sort(null);
        long median = Math.max(Policy.MIN_RELAY_SATS_PER_KVB, rates.get(rates.size() / 2));
        return json.put("feerate", Shapes.btc(median)).put("blocks", Math.max(2, target));
    }

    static long inputSats(Transaction tx, CoinSource coins) {
        long sum = 0;
        for (TransactionInput input : tx.getInputs()) {
            UnspentOutput coin = coins.find(OutPoint.spentBy(input));
            sum += coin == null ? 0 : coin.sats();
        }
        return sum;
    }
}
