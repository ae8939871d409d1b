package thunderpool.lab.e2e.sim;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Sha256d;
import thunderpool.bitcoin.Transaction;
import thunderpool.node.BlockStatus;
import thunderpool.node.BlockTemplate;
import thunderpool.node.ChainState;
import thunderpool.node.Node;
import thunderpool.node.NodeException;
import thunderpool.node.NodeFault;
import thunderpool.node.SendOutcome;
import thunderpool.node.SubmitOutcome;

/** One node of the chain, as template-service asks it. Times out before and after it acted. */
final class SimNode implements Node {

    /** How far before its own time a node lets a header's time be. */
    static final int MIN_TIME_BEHIND_S = 600;

    private static final int VERSION = 0x2000_0000;

    private final String name;
    private final SimChain chain;
    private final Dice dice;
    private final BlockInspector inspector;

    SimNode(String name, SimChain chain, Dice dice, BlockInspector inspector) {
        this.name = name;
        this.chain = chain;
        this.dice = dice;
        this.inspector = inspector;
    }

    private void maybeFail(String method) {
        if (dice.fault(0.01)) {
            throw new NodeException(name, method, new NodeFault.Unreachable("the dice say so"));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChainState chainState() {
        maybeFail("getblockchaininfo");
        SimChain.Mined tip = chain.tip();
        BigInteger work = BigInteger.valueOf(tip.height());
        return new ChainState(
                SimChain.CHAIN.rpcChain(), tip.height(), tip.height(), tip.id(), work, false, chain.nowS());
    }

    @Override
    public Hash256 bestBlock() {
        maybeFail("getbestblockhash");
        return chain.tip().id();
    }

    @Override
    public int connections() {
        maybeFail("getconnectioncount");
        return 8;
    }

    @Override
    public Optional<Hash256> blockAt(int height) {
        maybeFail("getblockhash");
        return chain.at(height).map(SimChain.Mined::id);
    }

    @Override
    public Optional<BlockStatus> block(Hash256 id) {
        maybeFail("getblockheader");
        return chain.known(id).map(block -> {
            int confirmations = chain.isActive(block) ? chain.tip().height() - block.height() + 1 : -1;
            return new BlockStatus(id, confirmations, block.height(), Optional.empty(), chain.nowS());
        });
    }

    @Override
    public BlockTemplate blockTemplate() {
        maybeFail("getblocktemplate");
        SimChain.Mined tip = chain.tip();
        List<BlockTemplate.Entry> entries = new ArrayList<>();
        Map<OutPoint, SimChain.Utxo> view = new HashMap<>(tip.unspent());
        Sats value = SimChain.CHAIN.subsidy(tip.height() + 1);
        for (Transaction tx : chain.mempool().values()) {
            Sats fee = Sats.of(Math.max(0, SimWallet.fee(tx, view)));
            if (chain.apply(view, tx, tip.height() + 1)) {
                byte[] raw = tx.serialize();
                String hex = HexFormat.of().formatHex(raw);
                entries.add(new BlockTemplate.Entry(hex, tx.txid(), Sha256d.of(raw), fee));
                value = value.plus(fee);
            }
        }
        return new BlockTemplate(
                VERSION,
                tip.id(),
                entries,
                value,
                "",
                chain.nbits,
                chain.nowS() - MIN_TIME_BEHIND_S,
                chain.nowS(),
                tip.height() + 1,
                List.of("csv", "!segwit"),
                0,
                Optional.of(BlockInspector.commitment(
                        entries.stream().map(BlockTemplate.Entry::wtxid).toList())),
                "",
                Optional.empty());
    }

    @Override
    public SubmitOutcome submitBlock(byte[] block) {
        maybeFail("submitblock");
        SubmitOutcome outcome = inspector.submit(block);
        maybeFail("submitblock answered");
        return outcome;
    }

    @Override
    public List<ChainTip> chainTips() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<BlockTemplate> awaitTemplate(String longPollId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<KnownTransaction> transaction(Hash256 txid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<KnownTransaction> transaction(Hash256 txid, Hash256 blockId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<UnspentOutput> unspentOutput(OutPoint outPoint, boolean mempoolToo) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SendOutcome sendRawTransaction(Transaction signed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MempoolVerdict testMempoolAccept(Transaction signed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<MempoolEntry> mempoolEntry(Hash256 txid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Sats> estimateFee(int blocks) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Transaction createRawTransaction(List<OutPoint> inputs, List<Payment> outputs) {
        throw new UnsupportedOperationException();
    }
}
