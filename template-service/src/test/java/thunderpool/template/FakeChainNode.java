package thunderpool.template;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Transaction;
import thunderpool.node.BlockStatus;
import thunderpool.node.BlockTemplate;
import thunderpool.node.ChainState;
import thunderpool.node.Node;
import thunderpool.node.NodeException;
import thunderpool.node.NodeFault;
import thunderpool.node.SendOutcome;
import thunderpool.node.SubmitOutcome;

/** A node with a chain of ids that the test writes; answers to submissions come from a script. */
final class FakeChainNode implements Node {

    final String name;
    final List<Hash256> active = new ArrayList<>();
    final Map<Hash256, Integer> offChain = new HashMap<>();
    final List<Object> submitScript = new ArrayList<>();
    final List<byte[]> submitted = new ArrayList<>();
    String rpcChain = "regtest";
    boolean initialDownload;
    int peers = 3;
    boolean down;
    NodeFault whenDown = new NodeFault.Unreachable("switched off");
    boolean slowToFind;
    int templatesAsked;
    long curTime = 1_795_234_066L;
    long medianTime = curTime;
    BigInteger extraWork = BigInteger.ZERO;

    FakeChainNode(String name) {
        this.name = name;
        active.add(Chain.LITECOIN_REGTEST.genesis());
    }

    /** An id made of a number, for tests. */
    static Hash256 id(int n) {
        return Hash256.ofDisplayHex("%064x".formatted(n));
    }

    FakeChainNode grow(int from, int count) {
        for (int i = 0; i < count; i++) {
            active.add(id(from + i));
        }
        return this;
    }

    /** Takes the blocks from a height on off the active chain; the node still knows them. */
    void reorganizeFrom(int height) {
        while (active.size() > height) {
            offChain.put(active.removeLast(), active.size());
        }
    }

    int tipHeight() {
        return active.size() - 1;
    }

    private void beUp() {
        if (down) {
            throw new NodeException(name, "fake", whenDown);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChainState chainState() {
        beUp();
        BigInteger work =
                BigInteger.valueOf(active.size()).multiply(BigInteger.TWO).add(extraWork);
        return new ChainState(rpcChain, tipHeight(), tipHeight(), active.getLast(), work, initialDownload, medianTime);
    }

    @Override
    public Hash256 bestBlock() {
        beUp();
        return active.getLast();
    }

    @Override
    public int connections() {
        beUp();
        return peers;
    }

    @Override
    public Optional<Hash256> blockAt(int height) {
        beUp();
        return height < active.size() ? Optional.of(active.get(height)) : Optional.empty();
    }

    @Override
    public Optional<BlockStatus> block(Hash256 wanted) {
        beUp();
        if (slowToFind) {
            throw new NodeException(name, "getblockheader", new NodeFault.Timeout(Duration.ofSeconds(5)));
        }
        int height = active.indexOf(wanted);
        if (height >= 0) {
            return Optional.of(new BlockStatus(wanted, active.size() - height, height, Optional.empty(), curTime));
        }
        return Optional.ofNullable(offChain.get(wanted))
                .map(at -> new BlockStatus(wanted, -1, at, Optional.empty(), curTime));
    }

    @Override
    public List<ChainTip> chainTips() {
        throw new UnsupportedOperationException();
    }

    @Override
    public BlockTemplate blockTemplate() {
        beUp();
        templatesAsked++;
        return Recorded.onTip(active.getLast(), tipHeight(), curTime);
    }

    @Override
    public Optional<BlockTemplate> awaitTemplate(String longPollId) {
        throw new UnsupportedOperationException();
    }

    /** Entries of the script are outcomes or faults; when it is used up, the answer is "duplicate". */
    @Override
    public synchronized SubmitOutcome submitBlock(byte[] block) {
        beUp();
        submitted.add(block);
        Object answer = submitScript.isEmpty() ? new SubmitOutcome.Duplicate() : submitScript.removeFirst();
        if (answer instanceof NodeFault fault) {
            throw new NodeException(name, "submitblock", fault);
        }
        return (SubmitOutcome) answer;
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
