package thunderpool.lab.devnode.node;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bitcoinj.base.Coin;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionWitness;
import org.bitcoinj.script.Script;
import org.bitcoinj.script.ScriptBuilder;
import thunderpool.lab.devnode.chain.ChainState;
import thunderpool.lab.devnode.chain.Merkle;
import thunderpool.lab.devnode.chain.Rejection;
import thunderpool.lab.devnode.mempool.BlockTemplate;

/** Mines blocks on the spot, as generatetoaddress does: straight from a template, without any pool. */
public final class BlockMiner {
    private static final int NONCE_OFFSET = 76;
    private static final long NONCES = 1L << 32;

    private BlockMiner() {}

    /** Extends the tip by {@code count} blocks that pay {@code scriptHex}; starts again when another block comes between. */
    public static List<Sha256Hash> extend(NodeCore core, int count, String scriptHex) {
        List<Sha256Hash> mined = new ArrayList<>();
        while (mined.size() < count) {
            Block block = mine(core.template(), scriptHex, core.nextSalt());
            switch (core.submit(block)) {
                case ChainState.Acceptance.Stored _ -> mined.add(block.getHash());
                case ChainState.Acceptance.Known _ -> {}
                case ChainState.Acceptance.Refused(Rejection rejection, var _) ->
                    throw new IllegalStateException("our own block is refused: " + rejection.reason());
            }
        }
        return mined;
    }

    /** A solved child of the template's parent that pays {@code scriptHex}; {@code salt} makes it unlike its siblings. */
    public static Block mine(BlockTemplate template, String scriptHex, long salt) {
        List<Transaction> transactions = new ArrayList<>();
        transactions.add(coinbase(template, scriptHex, salt));
        transactions.addAll(template.transactions());
        return solve(new Block(
                template.version(),
                template.parent().hash(),
                Merkle.txRoot(transactions),
                Instant.ofEpochSecond(template.currentTimeSeconds()),
                template.bits(),
                0,
                transactions));
    }

    private static Transaction coinbase(BlockTemplate template, String scriptHex, long salt) {
        byte[] extra = ByteBuffer.allocate(Long.BYTES).putLong(salt).array();
        byte[] scriptSig = new ScriptBuilder()
                .number(template.height())
                .data(extra)
                .build()
                .program();
        Transaction coinbase = Transaction.coinbase(scriptSig);
        coinbase.setVersion(2);
        coinbase.addOutput(
                Coin.valueOf(template.coinbaseSats()),
                Script.parse(HexFormat.of().parseHex(scriptHex)));
        coinbase.addOutput(Coin.ZERO, Script.parse(HexFormat.of().parseHex(template.commitmentScriptHex())));
        TransactionWitness reserved = TransactionWitness.of(new byte[32]);
        coinbase.replaceInput(0, coinbase.getInput(0).withWitness(reserved));
        return coinbase;
    }

    /** The same block with a nonce that meets its own target. */
    public static Block solve(Block block) {
        BigInteger target = block.getDifficultyTargetAsInteger();
        byte[] header = block.cloneAsHeader().serialize();
        ByteBuffer view = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        for (long nonce = 0; nonce < NONCES; nonce++) {
            view.putInt(NONCE_OFFSET, (int) nonce);
            byte[] hash = Sha256Hash.hashTwice(header, 0, Block.HEADER_SIZE);
            if (Sha256Hash.wrapReversed(hash).toBigInteger().compareTo(target) <= 0) {
                return new Block(
                        block.getVersion(),
                        block.getPrevBlockHash(),
                        block.getMerkleRoot(),
                        block.time(),
                        block.getDifficultyTarget(),
                        nonce,
                        block.getTransactions());
            }
        }
        throw new IllegalStateException("no nonce solves this header");
    }
}
