package thunderpool.lab.devnode.rpc;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.chain.OutPoint;
import thunderpool.lab.devnode.chain.SpendRules;
import thunderpool.lab.devnode.chain.UnspentOutput;
import thunderpool.lab.devnode.mempool.Mempool;
import thunderpool.lab.devnode.node.NodeCore;
import thunderpool.lab.devnode.wallet.KeySpend;
import thunderpool.lab.devnode.wallet.OwnKey;
import thunderpool.lab.devnode.wallet.WalletSpender;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** wallet/rpc/spend.cpp: signing and sending. */
final class WalletSpendMethods {
    private static final long FALLBACK_SATS_PER_VBYTE = 20;

    private final NodeCore core;
    private final WalletSpender spender;

    WalletSpendMethods(NodeCore core) {
        this.core = core;
        this.spender = new WalletSpender(core.wallet());
    }

    void addTo(RpcMethods methods) {
        methods.addWallet("signrawtransactionwithwallet \"hexstring\" ( prevtxs \"sighashtype\" )", this::sign);
        methods.addWallet("sendtoaddress \"address\" amount ( \"comment\" \"comment_to\" )", this::send);
    }

    private String send(Params params) {
        byte[] script = Addresses.script(params.string(0));
        long sats = params.sats(1);
        Transaction tx = spender.pay(script, sats, FALLBACK_SATS_PER_VBYTE)
                .orElseThrow(() -> new RpcError(RpcError.INSUFFICIENT_FUNDS, "Insufficient funds"));
        if (core.submit(tx) instanceof Mempool.Admission.Refused(String reason, boolean _)) {
            throw new RpcError(RpcError.WALLET, "Transaction was refused by the mempool: " + reason);
        }
        return tx.getTxId().toString();
    }

    private ObjectNode sign(Params params) {
        Transaction tx = Params.transaction(params.string(0));
        String type = params.string(2, "ALL");
        if (!type.equals("ALL") && !type.equals("DEFAULT")) {
            throw new RpcError(RpcError.INVALID_PARAMETER, "this node's wallet signs ALL only");
        }
        Map<OutPoint, UnspentOutput> told = told(params.node(1));
        ArrayNode errors = Shapes.array();
        for (int i = 0; i < tx.getInputs().size(); i++) {
            OutPoint outPoint = OutPoint.spentBy(tx.getInput(i));
            UnspentOutput coin = core.mempool().find(outPoint);
            Optional<String> problem = signInput(tx, i, coin == null ? told.get(outPoint) : coin);
            if (problem.isPresent()) {
                errors.add(complaint(tx.getInput(i), problem.get()));
            }
        }
        ObjectNode json = Shapes.object()
                .put("hex", HexFormat.of().formatHex(tx.serialize()))
                .put("complete", errors.isEmpty());
        if (!errors.isEmpty()) {
            json.set("errors", errors);
        }
        return json;
    }

    private Optional<String> signInput(Transaction tx, int index, @Nullable UnspentOutput coin) {
        if (coin == null) {
            return Optional.of("Input not found or already spent");
        }
        OwnKey key = core.wallet().book().keyOf(coin.scriptHex());
        if (key != null) {
            KeySpend.sign(tx, index, key.key(), coin.sats());
        }
        return SpendRules.check(tx, index, coin)
                .map(problem ->
                        key == null ? "Unable to sign input, invalid stack size (possibly missing key)" : problem);
    }

    /** Coins the caller vouches for, because the node does not know them (yet). */
    private static Map<OutPoint, UnspentOutput> told(JsonNode previous) {
        Map<OutPoint, UnspentOutput> told = new HashMap<>();
        for (JsonNode output : previous) {
            if (!output.path("amount").isMissingNode()) {
                told.put(
                        RawTransactions.outPoint(output),
                        new UnspentOutput(
                                Params.sats(output.path("amount")),
                                output.path("scriptPubKey").asString(),
                                0,
                                false));
            }
        }
        return told;
    }

    private static ObjectNode complaint(TransactionInput input, String error) {
        ObjectNode json = Shapes.object()
                .put("txid", input.getOutpoint().hash().toString())
                .put("vout", input.getOutpoint().index());
        ArrayNode witness = json.putArray("witness");
        for (int i = 0; i < input.getWitness().getPushCount(); i++) {
            witness.add(HexFormat.of().formatHex(input.getWitness().getPush(i)));
        }
        return json.put("scriptSig", HexFormat.of().formatHex(input.getScriptBytes()))
                .put("sequence", input.getSequenceNumber())
                .put("error", error);
    }
}
