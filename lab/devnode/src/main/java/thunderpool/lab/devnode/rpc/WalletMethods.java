package thunderpool.lab.devnode.rpc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bitcoinj.base.Address;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionOutput;
import org.bitcoinj.script.Script;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.chain.ChainEntry;
import thunderpool.lab.devnode.chain.ConsensusParams;
import thunderpool.lab.devnode.mempool.Mempool;
import thunderpool.lab.devnode.mempool.MempoolEntry;
import thunderpool.lab.devnode.node.NodeCore;
import thunderpool.lab.devnode.wallet.DevWallet;
import thunderpool.lab.devnode.wallet.OwnKey;
import thunderpool.lab.devnode.wallet.WalletBook;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** wallet/rpc: what the wallet has and what happened to it. */
final class WalletMethods {
    private static final int DEFAULT_LISTED = 10;

    private final NodeCore core;
    private final DevWallet wallet;

    WalletMethods(NodeCore core) {
        this.core = core;
        this.wallet = core.wallet();
    }

    void addTo(RpcMethods methods) {
        methods.add("listwallets", _ -> Shapes.array().add(wallet.name()));
        methods.addWallet("getwalletinfo", _ -> info());
        methods.addWallet("getbalances", _ -> balances());
        methods.addWallet("getbalance ( \"dummy\" minconf include_watchonly avoid_reuse )", this::balance);
        methods.addWallet("getnewaddress ( \"label\" \"address_type\" )", this::newAddress);
        methods.addWallet("getrawchangeaddress ( \"address_type\" )", params -> {
            checkType(params.string(0, "bech32"));
            return wallet.book().newKey("", true).address();
        });
        methods.addWallet("getaddressinfo \"address\"", params -> addressInfo(params.string(0)));
        methods.addWallet("getaddressesbylabel \"label\"", params -> labelled(params.string(0)));
        methods.addWallet("listunspent ( minconf maxconf addresses include_unsafe query_options )", this::unspent);
        methods.addWallet(
                "gettransaction \"txid\" ( include_watchonly verbose )",
                params -> transaction(params.hash(0), params.bool(2, false)));
        methods.addWallet(
                "listsinceblock ( \"blockhash\" target_confirmations include_watchonly include_removed include_change )",
                this::sinceBlock);
        methods.addWallet("listtransactions ( \"label\" count skip include_watchonly )", this::transactions);
    }

    private ObjectNode info() {
        DevWallet.Balances balances = wallet.balances();
        return Shapes.object()
                .put("walletname", wallet.name())
                .put("walletversion", 169_900)
                .put("format", "sqlite")
                .put("balance", Shapes.btc(balances.trusted()))
                .put("unconfirmed_balance", Shapes.btc(balances.untrustedPending()))
                .put("immature_balance", Shapes.btc(balances.immature()))
                .put("txcount", wallet.book().transactions().size())
                .put("keypoolsize", 1)
                .put("paytxfee", Shapes.btc(0))
                .put("private_keys_enabled", true)
                .put("avoid_reuse", false)
                .put("scanning", false)
                .put("descriptors", true)
                .put("external_signer", false)
                .put("blank", false);
    }

    private ObjectNode balances() {
        DevWallet.Balances balances = wallet.balances();
        ObjectNode json = Shapes.object();
        json.putObject("mine")
                .put("trusted", Shapes.btc(balances.trusted()))
                .put("untrusted_pending", Shapes.btc(balances.untrustedPending()))
                .put("immature", Shapes.btc(balances.immature()));
        json.putObject("lastprocessedblock")
                .put("hash", core.chain().tip().hash().toString())
                .put("height", core.chain().tip().height());
        return json;
    }

    private Object balance(Params params) {
        if (params.has(0) && !params.string(0).equals("*")) {
            throw new RpcError(-32, "dummy first argument must be excluded or set to \"*\".");
        }
        long minimum = params.integer(1, 0);
        return Shapes.btc(wallet.coins().stream()
                .filter(coin -> !coin.immature() && coin.safe() && coin.confirmations() >= minimum)
                .mapToLong(DevWallet.WalletCoin::sats)
                .sum());
    }

    private String newAddress(Params params) {
        checkType(params.string(1, "bech32"));
        return wallet.book().newKey(params.string(0, ""), false).address();
    }

    private ObjectNode labelled(String label) {
        ObjectNode json = Shapes.object();
        wallet.book().keys().stream()
                .filter(key -> !key.change() && key.label().equals(label))
                .forEach(key -> json.putObject(key.address()).put("purpose", "receive"));
        if (json.isEmpty()) {
            throw new RpcError(RpcError.INVALID_LABEL, "No addresses with label " + label);
        }
        return json;
    }

    private static void checkType(String type) {
        if (!type.equals("bech32")) {
            throw new RpcError(
                    RpcError.INVALID_ADDRESS_OR_KEY,
                    Set.of("legacy", "p2sh-segwit", "bech32m").contains(type)
                            ? "this node's wallet has bech32 addresses only"
                            : "Unknown address type '" + type + "'");
        }
    }

    private ObjectNode addressInfo(String text) {
        Address address = Addresses.parse(text)
                .orElseThrow(() -> new RpcError(
                        RpcError.INVALID_ADDRESS_OR_KEY, "Invalid or unsupported Segwit (Bech32) or Base58 encoding."));
        String scriptHex = Addresses.scriptHex(address);
        OwnKey key = wallet.book().keyOf(scriptHex);
        ObjectNode json = Shapes.object().put("address", text);
        json.put("ismine", key != null).put("solvable", key != null).put("iswatchonly", false);
        NodeMethods.describe(json, scriptHex, address);
        ArrayNode labels = Shapes.array();
        if (key != null) {
            json.put("desc", descriptor(key))
                    .put("pubkey", key.key().getPublicKeyAsHex())
                    .put("ischange", key.change());
            labels.add(key.label());
        } else {
            json.put("ischange", false);
        }
        json.set("labels", labels);
        return json;
    }

    private static String descriptor(OwnKey key) {
        return Descriptors.withChecksum("wpkh(" + key.key().getPublicKeyAsHex() + ")");
    }

    private ArrayNode unspent(Params params) {
        long minimum = params.integer(0, 1);
        long maximum = params.integer(1, 9_999_999);
        Set<String> wanted = new HashSet<>();
        for (JsonNode address : params.has(2) ? params.array(2) : Shapes.array()) {
            if (Addresses.parse(address.asString()).isEmpty()) {
                throw new RpcError(RpcError.INVALID_ADDRESS_OR_KEY, "Invalid Bitcoin address: " + address.asString());
            }
            wanted.add(address.asString());
        }
        boolean unsafe = params.bool(3, true);
        boolean immature = params.node(4).path("include_immature_coinbase").asBoolean(false);
        ArrayNode list = Shapes.array();
        for (DevWallet.WalletCoin coin : wallet.coins()) {
            boolean fits = coin.confirmations() >= minimum
                    && coin.confirmations() <= maximum
                    && (wanted.isEmpty() || wanted.contains(coin.key().address()))
                    && (unsafe || coin.safe())
                    && (immature || !coin.immature());
            if (fits) {
                list.add(unspent(coin));
            }
        }
        return list;
    }

    private ObjectNode unspent(DevWallet.WalletCoin coin) {
        OwnKey key = coin.key();
        ObjectNode json = Shapes.object()
                .put("txid", coin.outPoint().txid().toString())
                .put("vout", coin.outPoint().vout())
                .put("address", key.address());
        if (!key.change()) {
            json.put("label", key.label());
        }
        json.put("scriptPubKey", key.scriptHex())
                .put("amount", Shapes.btc(coin.sats()))
                .put("confirmations", coin.confirmations());
        MempoolEntry waiting = core.mempool().get(coin.outPoint().txid());
        if (waiting != null) {
            List<MempoolEntry> ancestors = new ArrayList<>(core.mempool().ancestors(waiting.tx()));
            ancestors.add(waiting);
            json.put("ancestorcount", ancestors.size())
                    .put(
                            "ancestorsize",
                            ancestors.stream().mapToLong(MempoolEntry::vsize).sum())
                    .put(
                            "ancestorfees",
                            ancestors.stream().mapToLong(MempoolEntry::feeSats).sum());
        }
        json.put("spendable", true).put("solvable", true).put("desc", descriptor(key));
        json.putArray("parent_descs");
        return json.put("safe", coin.safe());
    }

    private ObjectNode transaction(Sha256Hash txid, boolean verbose) {
        WalletBook.Known known = wallet.book().transaction(txid);
        if (known == null) {
            throw new RpcError(RpcError.INVALID_ADDRESS_OR_KEY, "Invalid or non-wallet transaction id");
        }
        Transaction tx = known.tx();
        long debit = wallet.debitSats(tx);
        long credit = tx.getOutputs().stream()
                .filter(output -> wallet.book().keyOf(HexFormat.of().formatHex(output.getScriptBytes())) != null)
                .mapToLong(output -> output.getValue().value)
                .sum();
        long fee = debit == 0 ? 0 : wallet.feeSats(tx).orElse(0);
        boolean immature = tx.isCoinBase() && wallet.confirmations(txid) <= ConsensusParams.COINBASE_MATURITY;
        ObjectNode json = Shapes.object().put("amount", Shapes.btc(immature ? 0 : credit - debit + fee));
        if (debit > 0) {
            json.put("fee", Shapes.btc(-fee));
        }
        json.setAll(state(known));
        json.set("details", details(tx));
        json.put("hex", HexFormat.of().formatHex(tx.serialize()));
        if (verbose) {
            ObjectNode decoded = Shapes.transaction(tx);
            decoded.remove("hex");
            json.set("decoded", decoded);
        }
        json.putObject("lastprocessedblock")
                .put("hash", core.chain().tip().hash().toString())
                .put("height", core.chain().tip().height());
        return json;
    }

    /** What gettransaction and listtransactions say of a transaction's place in the chain. */
    private ObjectNode state(WalletBook.Known known) {
        Transaction tx = known.tx();
        int confirmations = wallet.confirmations(tx.getTxId());
        ObjectNode json = Shapes.object().put("confirmations", confirmations);
        if (tx.isCoinBase()) {
            json.put("generated", true);
        }
        ChainEntry block = core.chain().blockOf(tx.getTxId());
        MempoolEntry waiting = core.mempool().get(tx.getTxId());
        if (block != null) {
            json.put("blockhash", block.hash().toString())
                    .put("blockheight", block.height())
                    .put("blockindex", index(block, tx))
                    .put("blocktime", block.timeSeconds());
        } else {
            json.put("trusted", waiting != null && wallet.isFromMe(tx));
        }
        json.put("txid", tx.getTxId().toString()).put("wtxid", tx.getWTxId().toString());
        ArrayNode conflicts = json.putArray("walletconflicts");
        wallet.book().conflicts(tx).forEach(conflict -> conflicts.add(conflict.toString()));
        json.put("time", known.timeSeconds()).put("timereceived", known.timeSeconds());
        return json.put("bip125-replaceable", replaceable(core.mempool(), waiting));
    }

    private static String replaceable(Mempool mempool, @Nullable MempoolEntry waiting) {
        return waiting != null && mempool.isReplaceable(waiting) ? "yes" : "no";
    }

    private static int index(ChainEntry block, Transaction tx) {
        return block.transactions().stream().map(Transaction::getTxId).toList().indexOf(tx.getTxId());
    }

    private ArrayNode details(Transaction tx) {
        ArrayNode details = Shapes.array();
        boolean sent = wallet.debitSats(tx) > 0;
        for (int i = 0; i < tx.getOutputs().size(); i++) {
            TransactionOutput output = tx.getOutput(i);
            OwnKey key = wallet.book().keyOf(HexFormat.of().formatHex(output.getScriptBytes()));
            if (sent && (key == null || !key.change())) {
                details.add(detail(tx, i, "send", -output.getValue().value)
                        .put("fee", Shapes.btc(-wallet.feeSats(tx).orElse(0)))
                        .put("abandoned", false));
            }
            if (key != null && !(sent && key.change())) {
                details.add(detail(tx, i, category(tx), output.getValue().value));
            }
        }
        return details;
    }

    private String category(Transaction tx) {
        if (!tx.isCoinBase()) {
            return "receive";
        }
        int confirmations = wallet.confirmations(tx.getTxId());
        if (confirmations < 1) {
            return "orphan";
        }
        return confirmations <= ConsensusParams.COINBASE_MATURITY ? "immature" : "generate";
    }

    private ObjectNode detail(Transaction tx, int index, String category, long sats) {
        byte[] bytes = tx.getOutput(index).getScriptBytes();
        OwnKey key = wallet.book().keyOf(HexFormat.of().formatHex(bytes));
        ObjectNode json = Shapes.object();
        Addresses.of(Script.parse(bytes)).ifPresent(address -> json.put("address", address));
        json.put("category", category).put("amount", Shapes.btc(sats));
        if (key != null) {
            json.put("label", key.label());
        }
        return json.put("vout", index);
    }

    /** Behind the fork when the block has left the chain; what is in no block is always listed. */
    private ObjectNode sinceBlock(Params params) {
        int behind = -1;
        if (params.has(0)) {
            ChainEntry block = core.chain().entry(params.hash(0));
            if (block == null) {
                throw new RpcError(RpcError.INVALID_ADDRESS_OR_KEY, "Block not found");
            }
            while (!core.chain().isActive(block)) {
                block = Objects.requireNonNull(block.parent());
            }
            behind = block.height();
        }
        List<ObjectNode> all = new ArrayList<>();
        for (WalletBook.Known known : wallet.book().transactions()) {
            ChainEntry block = core.chain().blockOf(known.tx().getTxId());
            if (block == null || block.height() > behind) {
                addEntries(known, all);
            }
        }
        ObjectNode json = Shapes.object();
        all.forEach(json.putArray("transactions")::add);
        json.putArray("removed");
        return json.put("lastblock", core.chain().tip().hash().toString());
    }

    private void addEntries(WalletBook.Known known, List<ObjectNode> list) {
        for (JsonNode detail : details(known.tx())) {
            ObjectNode json = Shapes.object();
            json.setAll((ObjectNode) detail);
            json.setAll(state(known));
            list.add(json);
        }
    }

    private ArrayNode transactions(Params params) {
        int count = (int) params.integer(1, DEFAULT_LISTED);
        int skip = (int) params.integer(2, 0);
        if (count < 0 || skip < 0) {
            throw new RpcError(RpcError.INVALID_PARAMETER, count < 0 ? "Negative count" : "Negative from");
        }
        List<ObjectNode> all = new ArrayList<>();
        wallet.book().transactions().forEach(known -> addEntries(known, all));
        int end = Math.max(0, all.size() - skip);
        ArrayNode list = Shapes.array();
        all.subList(Math.max(0, end - count), end).forEach(list::add);
        return list;
    }
}
