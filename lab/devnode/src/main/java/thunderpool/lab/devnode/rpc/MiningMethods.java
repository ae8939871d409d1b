package thunderpool.lab.devnode.rpc;

import java.math.BigInteger;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionWitness;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.chain.ChainEntry;
import thunderpool.lab.devnode.chain.ChainState;
import thunderpool.lab.devnode.chain.Merkle;
import thunderpool.lab.devnode.chain.Rejection;
import thunderpool.lab.devnode.mempool.BlockTemplate;
import thunderpool.lab.devnode.mempool.MempoolEntry;
import thunderpool.lab.devnode.mempool.TemplateAssembler;
import thunderpool.lab.devnode.node.BlockMiner;
import thunderpool.lab.devnode.node.NodeCore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** rpc/mining.cpp: templates (BIP 22, 23, 9, 145) with long poll, submission, mining on the spot. */
final class MiningMethods {
    private static final Duration MEMPOOL_PATIENCE = Duration.ofMinutes(1);
    private static final int HASH_HEX = 64;
    private static final int HASH_RATE_BLOCKS = 120;

    private final NodeCore core;
    private final ChainState chain;
    private final FaultSwitch faults;

    MiningMethods(NodeCore core, FaultSwitch faults) {
        this.core = core;
        this.chain = core.chain();
        this.faults = faults;
    }

    void addTo(RpcMethods methods) {
        methods.addFree("getblocktemplate ( template_request )", this::template);
        methods.addFree("submitblock \"hexdata\" ( dummy )", params -> submit(params.string(0)));
        methods.add("getmininginfo", _ -> miningInfo());
        methods.add("getnetworkhashps ( nblocks height )", _ -> hashRate());
        methods.addFree("generatetoaddress nblocks \"address\" ( maxtries )", this::generate);
    }

    private @Nullable Object template(Params params) throws InterruptedException {
        JsonNode request = params.node(0);
        JsonNode mode = request.path("mode");
        if (!mode.isMissingNode() && !mode.isNull() && !mode.isString()) {
            throw new RpcError(RpcError.INVALID_PARAMETER, "Invalid mode");
        }
        String wanted = mode.isString() ? mode.stringValue() : "template";
        if (wanted.equals("proposal")) {
            return propose(request.path("data"));
        }
        if (!wanted.equals("template")) {
            throw new RpcError(RpcError.INVALID_PARAMETER, "Invalid mode");
        }
        boolean segwit = request.path("rules").valueStream().anyMatch(rule -> rule.asString()
                .equals("segwit"));
        if (!segwit) {
            throw new RpcError(
                    RpcError.INVALID_PARAMETER,
                    "getblocktemplate must be called with the segwit rule set (call with {\"rules\": [\"segwit\"]})");
        }
        longPoll(request.path("longpollid"));
        return Templates.json(faults.frozenTemplate().orElseGet(core::template));
    }

    private void longPoll(JsonNode id) throws InterruptedException {
        if (id.isMissingNode() || id.isNull()) {
            return;
        }
        Fault fault = faults.current();
        if (fault instanceof Fault.StaleTemplate) {
            faults.awaitOtherThan(fault);
        }
        if (!id.isString()) { // as Core: not specified, but handy; the tip and mempool of now are watched
            BlockTemplate now = core.template();
            core.awaitWork(now.parent().hash(), now.mempoolUpdates(), MEMPOOL_PATIENCE);
            return;
        }
        String text = id.stringValue();
        String hash = text.substring(0, Math.min(HASH_HEX, text.length()));
        core.awaitWork(Params.hash(hash, "longpollid"), updates(text.substring(hash.length())), MEMPOOL_PATIENCE);
    }

    private static long updates(String text) {
        boolean number = !text.isEmpty() && text.length() < 19 && text.chars().allMatch(Character::isDigit);
        return number ? Long.parseLong(text) : 0;
    }

    private @Nullable Object propose(JsonNode data) {
        if (!data.isString()) {
            throw new RpcError(RpcError.TYPE, "Missing data String key for proposal");
        }
        Block block = Params.block(data.stringValue());
        return core.<@Nullable Object>locked(() -> {
            ChainEntry known = chain.entry(block.getHash());
            if (known != null) {
                if (chain.isActive(known)) {
                    return "duplicate";
                }
                return known.failed() ? "duplicate-invalid" : "duplicate-inconclusive";
            }
            if (!block.getPrevBlockHash().equals(chain.tip().hash())) {
                return "inconclusive-not-best-prevblk";
            }
            Optional<Rejection> bad = chain.propose(block, core.nowSeconds());
            return bad.isPresent() ? bad.get().reason() : null;
        });
    }

    private @Nullable Object submit(String hex) {
        Block block = Params.block(hex);
        List<Transaction> transactions = ChainEntry.transactions(block);
        if (transactions.isEmpty() || !transactions.getFirst().isCoinBase()) {
            throw new RpcError(RpcError.DESERIALIZATION, "Block does not start with a coinbase");
        }
        completeWitness(transactions.getFirst());
        return core.<@Nullable Object>locked(() -> switch (core.submit(block)) {
            case ChainState.Acceptance.Known _ -> "duplicate";
            case ChainState.Acceptance.Refused(Rejection rejection, var _) -> rejection.reason();
            case ChainState.Acceptance.Stored(ChainEntry entry, var _) -> chain.isActive(entry) ? null : "inconclusive";
        });
    }

    /** Core's UpdateUncommittedBlockStructures: a commitment without its reserved value gets the 32 zero bytes. */
    private static void completeWitness(Transaction coinbase) {
        boolean committed = coinbase.getOutputs().stream()
                .anyMatch(output ->
                        HexFormat.of().formatHex(output.getScriptBytes()).startsWith(Merkle.COMMITMENT_PREFIX_HEX));
        if (committed && !coinbase.hasWitnesses()) {
            TransactionWitness reserved = TransactionWitness.of(new byte[32]);
            coinbase.replaceInput(0, coinbase.getInput(0).withWitness(reserved));
        }
    }

    private ObjectNode miningInfo() {
        ObjectNode json = Shapes.object()
                .put("blocks", chain.tip().height())
                .put("difficulty", Shapes.difficulty(chain.tip().bits()))
                .put("networkhashps", hashRate())
                .put("pooledtx", core.mempool().size())
                .put("chain", "regtest");
        json.putArray("warnings");
        return json;
    }

    /** Hashes a second over the last 120 blocks. */
    private BigInteger hashRate() {
        ChainEntry tip = chain.tip();
        ChainEntry from = tip.ancestor(Math.max(0, tip.height() - HASH_RATE_BLOCKS));
        long seconds = tip.timeSeconds() - from.timeSeconds();
        return seconds <= 0
                ? BigInteger.ZERO
                : tip.chainWork().subtract(from.chainWork()).divide(BigInteger.valueOf(seconds));
    }

    private ArrayNode generate(Params params) {
        long count = params.integer(0);
        String script = Addresses.parse(params.string(1))
                .map(Addresses::scriptHex)
                .orElseThrow(() -> new RpcError(RpcError.INVALID_ADDRESS_OR_KEY, "Error: Invalid address"));
        ArrayNode hashes = Shapes.array();
        BlockMiner.extend(core, (int) count, script).forEach(hash -> hashes.add(hash.toString()));
        return hashes;
    }

    /** The shape of a template, apart from the waiting for it. */
    private static final class Templates {
        private static final int SIGOP_LIMIT = 80_000;
        private static final int SIZE_LIMIT = 4_000_000;

        static ObjectNode json(BlockTemplate template) {
            ObjectNode json = Shapes.object();
            json.putArray("capabilities").add("proposal");
            json.put("version", template.version());
            json.putArray("rules").add("csv").add("!segwit").add("taproot");
            ObjectNode available = json.putObject("vbavailable");
            if (TemplateAssembler.signalsTestDummy(template.height())) {
                available.put("testdummy", 28);
            }
            json.put("vbrequired", 0);
            json.put("previousblockhash", template.parent().hash().toString());
            ArrayNode transactions = json.putArray("transactions");
            template.items().forEach(item -> transactions.add(transaction(item)));
            json.putObject("coinbaseaux");
            json.put("coinbasevalue", template.coinbaseSats());
            json.put("longpollid", template.longPollId());
            json.put("target", Shapes.hex256(template.target()));
            json.put("mintime", template.minTimeSeconds());
            json.putArray("mutable").add("time").add("transactions").add("prevblock");
            return json.put("noncerange", "00000000ffffffff")
                    .put("sigoplimit", SIGOP_LIMIT)
                    .put("sizelimit", SIZE_LIMIT)
                    .put("weightlimit", SIZE_LIMIT)
                    .put("curtime", template.currentTimeSeconds())
                    .put("bits", Shapes.bits(template.bits()))
                    .put("height", template.height())
                    .put("default_witness_commitment", template.commitmentScriptHex());
        }

        private static ObjectNode transaction(BlockTemplate.Item item) {
            MempoolEntry entry = item.entry();
            ObjectNode json = Shapes.object()
                    .put("data", HexFormat.of().formatHex(entry.tx().serialize()))
                    .put("txid", entry.txid().toString())
                    .put("hash", entry.tx().getWTxId().toString());
            ArrayNode depends = json.putArray("depends");
            item.depends().forEach(depends::add);
            return json.put("fee", entry.feeSats())
                    .put("sigops", entry.sigOpsCost())
                    .put("weight", entry.tx().getWeight());
        }
    }
}
