package thunderpool.lab.devnode.rpc;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.chain.ChainEntry;
import thunderpool.lab.devnode.chain.ChainState;
import thunderpool.lab.devnode.chain.OutPoint;
import thunderpool.lab.devnode.chain.TransactionRules;
import thunderpool.lab.devnode.chain.UnspentOutput;
import thunderpool.lab.devnode.node.NodeCore;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** rpc/blockchain.cpp: blocks, headers, coins, and the hands-on methods for reorganizations. */
final class ChainMethods {
    private static final long FRESH_TIP_SECONDS = 24 * 60 * 60;

    private final NodeCore core;
    private final ChainState chain;
    private boolean caughtUp;

    ChainMethods(NodeCore core) {
        this.core = core;
        this.chain = core.chain();
    }

    void addTo(RpcMethods methods) {
        methods.add("getblockchaininfo", _ -> chainInfo());
        methods.add("getbestblockhash", _ -> chain.tip().hash().toString());
        methods.add("getblockcount", _ -> chain.tip().height());
        methods.add("getdifficulty", _ -> Shapes.difficulty(chain.tip().bits()));
        methods.add(
                "getblockhash height",
                params -> atHeight(params.integer(0)).hash().toString());
        methods.add("getblockheader \"blockhash\" ( verbose )", this::header);
        methods.add("getblock \"blockhash\" ( verbosity )", this::block);
        methods.add("getchaintips", _ -> chainTips());
        methods.add("gettxout \"txid\" n ( include_mempool )", this::txOut);
        methods.add("invalidateblock \"blockhash\"", params -> done(core.invalidate(params.hash(0))));
        methods.add("reconsiderblock \"blockhash\"", params -> done(core.reconsider(params.hash(0))));
        methods.add("preciousblock \"blockhash\"", params -> done(core.precious(params.hash(0))));
    }

    private static @Nullable Object done(boolean known) {
        if (!known) {
            throw new RpcError(RpcError.INVALID_ADDRESS_OR_KEY, "Block not found");
        }
        return null;
    }

    private ObjectNode chainInfo() {
        ChainEntry tip = chain.tip();
        // Core's latch: in initial download until a tip younger than a day was seen.
        caughtUp |= tip.timeSeconds() > core.nowSeconds() - FRESH_TIP_SECONDS;
        long size = chain.entries().stream().mapToLong(ChainEntry::sizeBytes).sum();
        ObjectNode json = Shapes.object()
                .put("chain", "regtest")
                .put("blocks", tip.height())
                .put("headers", tip.height())
                .put("bestblockhash", tip.hash().toString())
                .put("difficulty", Shapes.difficulty(tip.bits()))
                .put("time", tip.timeSeconds())
                .put("mediantime", tip.medianTimePast())
                .put("verificationprogress", 1)
                .put("initialblockdownload", !caughtUp)
                .put("chainwork", Shapes.hex256(tip.chainWork()))
                .put("size_on_disk", size)
                .put("pruned", false);
        json.putArray("warnings");
        return json;
    }

    private ChainEntry atHeight(long height) {
        ChainEntry entry = height > Integer.MAX_VALUE ? null : chain.at((int) height);
        if (entry == null) {
            throw new RpcError(RpcError.INVALID_PARAMETER, "Block height out of range");
        }
        return entry;
    }

    private ChainEntry entry(Params params) {
        ChainEntry entry = chain.entry(params.hash(0));
        if (entry == null) {
            throw new RpcError(RpcError.INVALID_ADDRESS_OR_KEY, "Block not found");
        }
        return entry;
    }

    private Object header(Params params) {
        ChainEntry entry = entry(params);
        byte[] header = Arrays.copyOf(entry.rawBytes(), Block.HEADER_SIZE);
        return params.bool(1, true) ? header(entry) : HexFormat.of().formatHex(header);
    }

    private ObjectNode header(ChainEntry entry) {
        Block block = entry.block();
        ObjectNode json = Shapes.object()
                .put("hash", entry.hash().toString())
                .put("confirmations", confirmations(entry))
                .put("height", entry.height())
                .put("version", (int) entry.version())
                .put("versionHex", Shapes.bits(entry.version()))
                .put("merkleroot", block.getMerkleRoot().toString())
                .put("time", entry.timeSeconds())
                .put("mediantime", entry.medianTimePast())
                .put("nonce", block.getNonce())
                .put("bits", Shapes.bits(entry.bits()))
                .put("difficulty", Shapes.difficulty(entry.bits()))
                .put("chainwork", Shapes.hex256(entry.chainWork()))
                .put("nTx", entry.txCount());
        ChainEntry parent = entry.parent();
        if (parent != null) {
            json.put("previousblockhash", parent.hash().toString());
        }
        ChainEntry next = chain.isActive(entry) ? chain.at(entry.height() + 1) : null;
        if (next != null) {
            json.put("nextblockhash", next.hash().toString());
        }
        return json;
    }

    private int confirmations(ChainEntry entry) {
        return chain.isActive(entry) ? chain.tip().height() - entry.height() + 1 : -1;
    }

    private Object block(Params params) {
        ChainEntry entry = entry(params);
        int verbosity = params.verbosity(1, 1);
        byte[] raw = entry.rawBytes();
        if (verbosity <= 0) {
            return HexFormat.of().formatHex(raw);
        }
        List<Transaction> transactions = entry.transactions();
        int stripped = raw.length
                - transactions.stream()
                        .mapToInt(tx -> tx.messageSize() - TransactionRules.strippedSize(tx))
                        .sum();
        ObjectNode json = header(entry)
                .put("strippedsize", stripped)
                .put("size", raw.length)
                .put("weight", stripped * 3 + raw.length);
        ArrayNode list = json.putArray("tx");
        Map<OutPoint, UnspentOutput> spent = verbosity > 1 ? chain.spentBy(entry) : Map.of();
        for (Transaction tx : transactions) {
            if (verbosity == 1) {
                list.add(tx.getTxId().toString());
            } else {
                list.add(withFee(tx, spent));
            }
        }
        return json;
    }

    /** The fee is there only while the block is active, since only then its spent coins are kept. */
    private static ObjectNode withFee(Transaction tx, Map<OutPoint, UnspentOutput> spent) {
        ObjectNode json = Shapes.transaction(tx);
        boolean known = !tx.isCoinBase()
                && tx.getInputs().stream().allMatch(input -> spent.containsKey(OutPoint.spentBy(input)));
        if (known) {
            json.put("fee", Shapes.btc(TransactionMethods.inputSats(tx, spent::get) - tx.getOutputSum().value));
        }
        return json;
    }

    private ArrayNode chainTips() {
        List<ChainEntry> all = List.copyOf(chain.entries());
        ArrayNode tips = Shapes.array();
        all.stream()
                .filter(entry -> all.stream().noneMatch(other -> other.parent() == entry))
                .sorted(Comparator.comparingInt(ChainEntry::height).reversed())
                .forEach(entry -> tips.addObject()
                        .put("height", entry.height())
                        .put("hash", entry.hash().toString())
                        .put("branchlen", branchLength(entry))
                        .put("status", status(entry)));
        return tips;
    }

    private int branchLength(ChainEntry entry) {
        int length = 0;
        for (@Nullable ChainEntry at = entry; at != null && !chain.isActive(at); at = at.parent()) {
            length++;
        }
        return length;
    }

    private String status(ChainEntry entry) {
        if (chain.isActive(entry)) {
            return "active";
        }
        return entry.failed() ? "invalid" : "valid-fork";
    }

    private @Nullable Object txOut(Params params) {
        Sha256Hash txid = params.hash(0);
        OutPoint outPoint = new OutPoint(txid, params.integer(1));
        boolean withMempool = params.bool(2, true);
        UnspentOutput coin =
                withMempool ? core.mempool().find(outPoint) : chain.coins().find(outPoint);
        if (coin == null || (withMempool && core.mempool().spenderOf(outPoint) != null)) {
            return null;
        }
        int confirmations = Math.max(0, chain.tip().height() - coin.height() + 1);
        ObjectNode json = Shapes.object()
                .put("bestblock", chain.tip().hash().toString())
                .put("confirmations", confirmations)
                .put("value", Shapes.btc(coin.sats()));
        json.set("scriptPubKey", Shapes.scriptPubKey(HexFormat.of().parseHex(coin.scriptHex())));
        return json.put("coinbase", coin.coinbase());
    }
}
