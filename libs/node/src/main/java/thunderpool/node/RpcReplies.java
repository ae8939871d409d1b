package thunderpool.node;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.MalformedException;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import tools.jackson.databind.JsonNode;

/** Reads the JSON of replies into records. Throws on anything that is missing or of another kind; nothing is defaulted. */
final class RpcReplies {

    private RpcReplies() {}

    static ChainState chainState(JsonNode reply) {
        return new ChainState(
                text(reply, "chain"),
                number(reply, "blocks"),
                number(reply, "headers"),
                hash(reply, "bestblockhash"),
                new BigInteger(text(reply, "chainwork"), 16),
                reply.required("initialblockdownload").booleanValue(),
                reply.required("mediantime").longValue());
    }

    static BlockTemplate blockTemplate(JsonNode reply) {
        return new BlockTemplate(
                number(reply, "version"),
                hash(reply, "previousblockhash"),
                list(reply.required("transactions"), RpcReplies::entry),
                Sats.of(reply.required("coinbasevalue").longValue()),
                text(reply, "longpollid"),
                HexFormat.fromHexDigits(text(reply, "bits")),
                reply.required("mintime").longValue(),
                reply.required("curtime").longValue(),
                number(reply, "height"),
                list(reply.path("rules"), JsonNode::stringValue),
                reply.path("vbrequired").asInt(0),
                optionalText(reply, "default_witness_commitment").map(Script::ofHex),
                optionalText(reply, "mweb").orElse(""),
                optionalText(reply, "signet_challenge").map(Script::ofHex));
    }

    private static BlockTemplate.Entry entry(JsonNode transaction) {
        // Before segwit there is no "txid" but "hash", which then is the same.
        Hash256 wtxid = hash(transaction, "hash");
        Hash256 txid =
                optionalText(transaction, "txid").map(Hash256::ofDisplayHex).orElse(wtxid);
        return new BlockTemplate.Entry(
                text(transaction, "data"),
                txid,
                wtxid,
                Sats.of(transaction.required("fee").longValue()));
    }

    static BlockStatus blockStatus(JsonNode reply) {
        return new BlockStatus(
                hash(reply, "hash"),
                number(reply, "confirmations"),
                number(reply, "height"),
                optionalText(reply, "previousblockhash").map(Hash256::ofDisplayHex),
                reply.required("time").longValue());
    }

    static Node.ChainTip chainTip(JsonNode tip) {
        return new Node.ChainTip(
                number(tip, "height"), hash(tip, "hash"), number(tip, "branchlen"), text(tip, "status"));
    }

    static Node.KnownTransaction knownTransaction(JsonNode reply) {
        return new Node.KnownTransaction(
                transaction(text(reply, "hex")),
                reply.path("confirmations").asInt(0),
                optionalText(reply, "blockhash").map(Hash256::ofDisplayHex));
    }

    static Node.UnspentOutput unspentOutput(JsonNode reply) {
        return new Node.UnspentOutput(
                sats(reply, "value"),
                Script.ofHex(text(reply.required("scriptPubKey"), "hex")),
                number(reply, "confirmations"),
                reply.required("coinbase").booleanValue());
    }

    static Node.MempoolVerdict mempoolVerdict(JsonNode reply) {
        JsonNode first = reply.required(0);
        boolean allowed = first.required("allowed").booleanValue();
        return new Node.MempoolVerdict(
                allowed, allowed ? "" : optionalText(first, "reject-reason").orElse("unknown"));
    }

    static Node.MempoolEntry mempoolEntry(JsonNode reply) {
        return new Node.MempoolEntry(
                sats(reply.required("fees"), "base"),
                number(reply, "vsize"),
                number(reply, "ancestorcount"),
                number(reply, "descendantcount"),
                reply.required("bip125-replaceable").booleanValue());
    }

    static Wallet.Coin coin(JsonNode coin) {
        return new Wallet.Coin(
                new OutPoint(hash(coin, "txid"), number(coin, "vout")),
                sats(coin, "amount"),
                Script.ofHex(text(coin, "scriptPubKey")),
                optionalText(coin, "address"),
                number(coin, "confirmations"),
                coin.required("spendable").booleanValue(),
                // Absent before Core 0.15; unsafe coins are not listed by our call.
                coin.path("safe").asBoolean(true));
    }

    static Wallet.AddressState addressState(JsonNode reply) {
        return new Wallet.AddressState(
                text(reply, "address"),
                Script.ofHex(text(reply, "scriptPubKey")),
                reply.required("ismine").booleanValue(),
                reply.required("iswitness").booleanValue());
    }

    static Wallet.Balances balances(JsonNode reply) {
        JsonNode mine = reply.required("mine");
        return new Wallet.Balances(sats(mine, "trusted"), sats(mine, "untrusted_pending"), sats(mine, "immature"));
    }

    static Wallet.WalletTransaction walletTransaction(JsonNode reply) {
        return new Wallet.WalletTransaction(
                transaction(text(reply, "hex")),
                number(reply, "confirmations"),
                optionalText(reply, "blockhash").map(Hash256::ofDisplayHex),
                list(reply.path("walletconflicts"), id -> Hash256.ofDisplayHex(id.stringValue())));
    }

    /** Of a payment the amount is negative. */
    static WalletHistory.Entry historyEntry(JsonNode entry) {
        boolean sent = text(entry, "category").equals("send");
        Sats value = Sats.ofBtc(entry.required("amount").decimalValue().abs().toPlainString());
        return new WalletHistory.Entry(
                // Litecoin's confidential outputs have no number.
                new OutPoint(hash(entry, "txid"), entry.path("vout").asInt(-1)),
                sent,
                optionalText(entry, "address"),
                value,
                number(entry, "confirmations"));
    }

    static Wallet.SignedTransaction signedTransaction(JsonNode reply) {
        return new Wallet.SignedTransaction(
                transaction(text(reply, "hex")),
                reply.required("complete").booleanValue(),
                list(reply.path("errors"), problem -> optionalText(problem, "error")
                        .orElse("unknown")));
    }

    static Transaction transaction(String hex) {
        return Transaction.parse(HexFormat.of().parseHex(hex));
    }

    /** Decimal coins, exactly: the mapper keeps the digits of the JSON text. */
    static Sats sats(JsonNode parent, String field) {
        JsonNode amount = parent.required(field);
        if (!amount.isNumber()) {
            throw new MalformedException(field + " is not a number");
        }
        return Sats.ofBtc(amount.decimalValue().toString());
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        List<T> items = new ArrayList<>(array.size());
        for (JsonNode item : array) {
            items.add(read.apply(item));
        }
        return List.copyOf(items);
    }

    private static Hash256 hash(JsonNode parent, String field) {
        return Hash256.ofDisplayHex(text(parent, field));
    }

    private static int number(JsonNode parent, String field) {
        return parent.required(field).intValue();
    }

    private static String text(JsonNode parent, String field) {
        return parent.required(field).stringValue();
    }

    private static Optional<String> optionalText(JsonNode parent, String field) {
        JsonNode value = parent.path(field);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }
}
