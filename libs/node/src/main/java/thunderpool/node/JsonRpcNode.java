package thunderpool.node;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import thunderpool.bitcoin.Block;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.MalformedException;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Transaction;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A node and its wallet behind JSON-RPC; made by {@link #connect}, which guards and measures every call. */
public final class JsonRpcNode implements Node, Wallet, WalletHistory, BlockBodies, AutoCloseable {

    /** RPC_INVALID_ADDRESS_OR_KEY: the thing asked about is not known. */
    private static final int CODE_UNKNOWN = -5;

    /** RPC_INVALID_PARAMETER: such as a height above the tip. */
    private static final int CODE_OUT_OF_RANGE = -8;

    /** RPC_WALLET_INVALID_LABEL_NAME: no address has the label. */
    private static final int CODE_NO_LABEL = -11;

    /** BIP125: any sequence below 0xfffffffe allows a replacement. */
    private static final long SEQUENCE_REPLACEABLE = 0xfffffffdL;

    private final String name;
    private final Rpc rpc;
    private final WalletChoice wallet;
    private final List<String> templateRules;
    private final Runnable onClose;

    JsonRpcNode(String name, Rpc rpc, Optional<String> walletName, List<String> templateRules, Runnable onClose) {
        this.name = name;
        this.rpc = rpc;
        this.wallet = new WalletChoice(name, rpc, walletName);
        this.templateRules = List.copyOf(templateRules);
        this.onClose = onClose;
    }

    /**
     * Opens no connection yet: the node may come up later.
     *
     * @param templateRules rules the caller understands, sent with {@code getblocktemplate}: {@code segwit}, and on
     *     Litecoin {@code mweb}
     */
    public static JsonRpcNode connect(NodeEndpoint endpoint, List<String> templateRules, MeterRegistry metrics) {
        HttpRpc http = new HttpRpc(endpoint);
        Rpc guarded = new ResilientRpc(endpoint.name(), http, metrics, ResilientRpc.Policy.DEFAULT);
        return new JsonRpcNode(endpoint.name(), guarded, endpoint.wallet(), templateRules, http::close);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChainState chainState() {
        return ask(RpcMethod.GETBLOCKCHAININFO, List.of(), RpcReplies::chainState);
    }

    @Override
    public Hash256 bestBlock() {
        return ask(RpcMethod.GETBESTBLOCKHASH, List.of(), JsonRpcNode::hash);
    }

    @Override
    public int connections() {
        return ask(RpcMethod.GETCONNECTIONCOUNT, List.of(), JsonNode::intValue);
    }

    @Override
    public Optional<Hash256> blockAt(int height) {
        return askUnless(CODE_OUT_OF_RANGE, RpcMethod.GETBLOCKHASH, List.of(height), JsonRpcNode::hash);
    }

    @Override
    public Optional<BlockStatus> block(Hash256 id) {
        return askUnless(
                CODE_UNKNOWN, RpcMethod.GETBLOCKHEADER, List.of(id.displayHex(), true), RpcReplies::blockStatus);
    }

    @Override
    public Optional<Block.Parsed> blockBody(Hash256 id) {
        List<Object> rawHex = List.of(id.displayHex(), 0);
        return askUnless(
                CODE_UNKNOWN,
                RpcMethod.GETBLOCK,
                rawHex,
                reply -> Block.parse(HexFormat.of().parseHex(reply.stringValue())));
    }

    @Override
    public List<ChainTip> chainTips() {
        return ask(RpcMethod.GETCHAINTIPS, List.of(), reply -> RpcReplies.list(reply, RpcReplies::chainTip));
    }

    @Override
    public BlockTemplate blockTemplate() {
        return ask(RpcMethod.GETBLOCKTEMPLATE, List.of(Map.of("rules", templateRules)), RpcReplies::blockTemplate);
    }

    @Override
    public Optional<BlockTemplate> awaitTemplate(String longPollId) {
        Map<String, Object> request = Map.of("rules", templateRules, "longpollid", longPollId);
        try {
            return Optional.of(ask(RpcMethod.LONG_POLL, List.of(request), RpcReplies::blockTemplate));
        } catch (NodeException e) {
            if (e.fault() instanceof NodeFault.Timeout) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public SubmitOutcome submitBlock(byte[] block) {
        return ask(
                RpcMethod.SUBMITBLOCK,
                List.of(HexFormat.of().formatHex(block)),
                reply -> SubmitOutcome.ofReply(reply.isNull() ? "" : reply.stringValue()));
    }

    @Override
    public Optional<KnownTransaction> transaction(Hash256 txid) {
        return askUnless(
                CODE_UNKNOWN,
                RpcMethod.GETRAWTRANSACTION,
                List.of(txid.displayHex(), true),
                RpcReplies::knownTransaction);
    }

    @Override
    public Optional<KnownTransaction> transaction(Hash256 txid, Hash256 blockId) {
        return askUnless(
                CODE_UNKNOWN,
                RpcMethod.GETRAWTRANSACTION,
                List.of(txid.displayHex(), true, blockId.displayHex()),
                RpcReplies::knownTransaction);
    }

    @Override
    public Optional<UnspentOutput> unspentOutput(OutPoint outPoint, boolean mempoolToo) {
        List<Object> params =
                List.of(outPoint.txid().displayHex(), Integer.toUnsignedLong(outPoint.index()), mempoolToo);
        return ask(
                RpcMethod.GETTXOUT,
                params,
                reply -> reply.isNull() ? Optional.empty() : Optional.of(RpcReplies.unspentOutput(reply)));
    }

    @Override
    public SendOutcome sendRawTransaction(Transaction signed) {
        try {
            return ask(
                    RpcMethod.SENDRAWTRANSACTION,
                    List.of(hex(signed)),
                    reply -> new SendOutcome.InMempool(hash(reply)));
        } catch (NodeException e) {
            if (e.fault() instanceof NodeFault.RpcError(int code, String message)) {
                return SendOutcome.ofError(code, message, signed.txid());
            }
            throw e;
        }
    }

    @Override
    public MempoolVerdict testMempoolAccept(Transaction signed) {
        return ask(RpcMethod.TESTMEMPOOLACCEPT, List.of(List.of(hex(signed))), RpcReplies::mempoolVerdict);
    }

    @Override
    public Optional<MempoolEntry> mempoolEntry(Hash256 txid) {
        return askUnless(CODE_UNKNOWN, RpcMethod.GETMEMPOOLENTRY, List.of(txid.displayHex()), RpcReplies::mempoolEntry);
    }

    @Override
    public Optional<Sats> estimateFee(int blocks) {
        return ask(
                RpcMethod.ESTIMATESMARTFEE,
                List.of(blocks),
                reply -> reply.has("feerate") ? Optional.of(RpcReplies.sats(reply, "feerate")) : Optional.empty());
    }

    @Override
    public Transaction createRawTransaction(List<OutPoint> inputs, List<Payment> outputs) {
        List<Map<String, Object>> spends = new ArrayList<>();
        for (OutPoint input : inputs) {
            Map<String, Object> spend = new LinkedHashMap<>();
            spend.put("txid", input.txid().displayHex());
            spend.put("vout", Integer.toUnsignedLong(input.index()));
            spend.put("sequence", SEQUENCE_REPLACEABLE);
            spends.add(spend);
        }
        List<Map<String, Object>> pays = new ArrayList<>();
        for (Payment output : outputs) {
            pays.add(Map.of(
                    output.address(), new java.math.BigDecimal(output.value().toBtc())));
        }
        return ask(
                RpcMethod.CREATERAWTRANSACTION,
                List.of(spends, pays, 0, true),
                reply -> RpcReplies.transaction(reply.stringValue()));
    }

    @Override
    public String walletName() {
        return wallet.name();
    }

    @Override
    public List<Coin> listUnspent(int minConfirmations) {
        List<Object> params = List.of(minConfirmations, 9_999_999, List.of(), false);
        return ask(RpcMethod.LISTUNSPENT, params, reply -> RpcReplies.list(reply, RpcReplies::coin));
    }

    @Override
    public String newAddress(String label) {
        return ask(RpcMethod.GETNEWADDRESS, List.of(label, "bech32"), JsonNode::stringValue);
    }

    @Override
    public List<String> addressesLabelled(String label) {
        return askUnless(
                        CODE_NO_LABEL,
                        RpcMethod.GETADDRESSESBYLABEL,
                        List.of(label),
                        reply -> List.copyOf(reply.propertyNames()))
                .orElse(List.of());
    }

    @Override
    public AddressState addressState(String address) {
        return ask(RpcMethod.GETADDRESSINFO, List.of(address), RpcReplies::addressState);
    }

    @Override
    public Balances balances() {
        return ask(RpcMethod.GETBALANCES, List.of(), RpcReplies::balances);
    }

    @Override
    public Optional<WalletTransaction> walletTransaction(Hash256 txid) {
        return askUnless(
                CODE_UNKNOWN, RpcMethod.GETTRANSACTION, List.of(txid.displayHex()), RpcReplies::walletTransaction);
    }

    @Override
    public List<Entry> since(Hash256 blockId) {
        return ask(
                RpcMethod.LISTSINCEBLOCK,
                List.of(blockId.displayHex()),
                reply -> RpcReplies.list(reply.required("transactions"), RpcReplies::historyEntry));
    }

    @Override
    public SignedTransaction signRawTransaction(Transaction unsigned) {
        return ask(RpcMethod.SIGNRAWTRANSACTIONWITHWALLET, List.of(hex(unsigned)), RpcReplies::signedTransaction);
    }

    @Override
    public void close() {
        onClose.run();
    }

    private <T> T ask(RpcMethod method, List<?> params, Function<JsonNode, T> read) {
        JsonNode reply = method.ofWallet() ? wallet.call(method, params) : rpc.call(method, Optional.empty(), params);
        try {
            return read.apply(reply);
        } catch (JacksonException | MalformedException | IllegalArgumentException | ArithmeticException e) {
            NodeFault fault = new NodeFault.Malformed(
                    Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
            throw new NodeException(name, method.wireName(), fault, e);
        }
    }

    /** Empty when the node answers with this error code: its way of saying that there is no such thing. */
    private <T> Optional<T> askUnless(int absentCode, RpcMethod method, List<?> params, Function<JsonNode, T> read) {
        try {
            return Optional.of(ask(method, params, read));
        } catch (NodeException e) {
            if (e.fault() instanceof NodeFault.RpcError(int code, String _) && code == absentCode) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Hash256 hash(JsonNode reply) {
        return Hash256.ofDisplayHex(reply.stringValue());
    }

    private static String hex(Transaction transaction) {
        return HexFormat.of().formatHex(transaction.serialize());
    }
}
