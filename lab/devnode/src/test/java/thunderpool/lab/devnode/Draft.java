package thunderpool.lab.devnode;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bitcoinj.base.Coin;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionWitness;
import org.bitcoinj.crypto.ECKey;
import org.bitcoinj.script.Script;
import org.bitcoinj.script.ScriptBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A block under construction from nothing but a template's JSON, as a pool builds it. Tests bend single fields before
 * it is solved. Merkle root and commitment are computed here, apart from the node's own code.
 */
final class Draft {
    final List<Transaction> transactions = new ArrayList<>();
    long version;
    String previous;
    long time;
    long bits;
    byte[] scriptSig;
    long coinbaseSats;
    String commitmentHex;
    byte[][] reserved = {new byte[32]};

    Draft(JsonNode template) {
        version = template.path("version").longValue();
        previous = template.path("previousblockhash").stringValue();
        time = template.path("curtime").longValue();
        bits = Long.parseLong(template.path("bits").stringValue(), 16);
        scriptSig = new ScriptBuilder()
                .number(template.path("height").longValue())
                .data(new byte[12])
                .build()
                .program();
        coinbaseSats = template.path("coinbasevalue").longValue();
        commitmentHex = template.path("default_witness_commitment").stringValue();
        for (JsonNode tx : template.path("transactions")) {
            transactions.add(Transaction.read(
                    ByteBuffer.wrap(HexFormat.of().parseHex(tx.path("data").stringValue()))));
        }
    }

    /** Drops the template's transactions and commits to the given ones. */
    Draft with(List<Transaction> others) {
        transactions.clear();
        transactions.addAll(others);
        Sha256Hash root = root(others.stream().map(Transaction::getWTxId).toList(), Sha256Hash.ZERO_HASH);
        byte[] commitment = Sha256Hash.hashTwice(root.serialize(), new byte[32]);
        commitmentHex = "6a24aa21a9ed" + HexFormat.of().formatHex(commitment);
        return this;
    }

    /** Another coinbase, so another block with the same content. */
    Draft salted(int salt) {
        scriptSig[scriptSig.length - 1] = (byte) salt;
        return this;
    }

    Block solved() {
        return ground(build(null), true);
    }

    Block unsolved() {
        return ground(build(null), false);
    }

    Block solvedWithRoot(Sha256Hash root) {
        return ground(build(root), true);
    }

    private Block build(@Nullable Sha256Hash root) {
        List<Transaction> all = new ArrayList<>();
        all.add(coinbase());
        all.addAll(transactions);
        Sha256Hash merkle = root != null
                ? root
                : root(
                        transactions.stream().map(Transaction::getTxId).toList(),
                        all.getFirst().getTxId());
        return new Block(version, Sha256Hash.wrap(previous), merkle, Instant.ofEpochSecond(time), bits, 0, all);
    }

    private Transaction coinbase() {
        Transaction coinbase = Transaction.coinbase(new byte[2]);
        coinbase.replaceInput(0, coinbase.getInput(0).withScriptBytes(scriptSig));
        coinbase.addOutput(
                Coin.valueOf(coinbaseSats), ScriptBuilder.createP2WPKHOutputScript(ECKey.fromPrivate(BigInteger.TEN)));
        if (!commitmentHex.isEmpty()) {
            coinbase.addOutput(Coin.ZERO, Script.parse(HexFormat.of().parseHex(commitmentHex)));
        }
        if (reserved.length > 0) {
            coinbase.replaceInput(0, coinbase.getInput(0).withWitness(TransactionWitness.of(reserved)));
        }
        return coinbase;
    }

    private static Sha256Hash root(List<Sha256Hash> rest, Sha256Hash first) {
        List<Sha256Hash> level = new ArrayList<>(rest);
        level.addFirst(first);
        while (level.size() > 1) {
            List<Sha256Hash> next = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                Sha256Hash right = level.get(Math.min(i + 1, level.size() - 1));
                next.add(Sha256Hash.wrapReversed(
                        Sha256Hash.hashTwice(level.get(i).serialize(), right.serialize())));
            }
            level = next;
        }
        return level.getFirst();
    }

    private static Block ground(Block block, boolean solve) {
        Block candidate = block;
        for (long nonce = 0; ; nonce++) {
            candidate = new Block(
                    block.getVersion(),
                    block.getPrevBlockHash(),
                    block.getMerkleRoot(),
                    block.time(),
                    block.getDifficultyTarget(),
                    nonce,
                    block.getTransactions());
            boolean meets = candidate.getHash().toBigInteger().compareTo(block.getDifficultyTargetAsInteger()) <= 0;
            if (meets == solve) {
                return candidate;
            }
        }
    }

    static String hex(Block block) {
        return HexFormat.of().formatHex(block.serialize());
    }
}
