package thunderpool.payout.saga;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxInput;
import thunderpool.bitcoin.TxOutput;
import thunderpool.bitcoin.Witness;
import thunderpool.payout.order.Coin;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.port.PayoutChain;

/**
 * A chain with forks, a mempool with replacement, and a wallet, in memory. Its rules are written from Core's, not from
 * the code under test. It loses answers before and after it acted, forgets its mempool, and reorganizes.
 */
final class FakeChain implements PayoutChain {

    private static final int MATURITY = SagaWorld.WATCH;

    /** A coin and the height it was made at. */
    record Utxo(TxOutput output, int height, boolean coinbase) {}

    /** @param unspent after this block; copied per block, which makes reorganizations trivial */
    record Mined(
            Hash256 id, @Nullable Mined previous, int height, List<Transaction> txs, Map<OutPoint, Utxo> unspent) {}

    private final RandomGenerator random;
    private final Faults faults;
    private final Set<Script> walletScripts = new HashSet<>();
    private final Map<Hash256, Mined> blocks = new HashMap<>();
    private final Map<Hash256, Transaction> mempool = new LinkedHashMap<>();
    private final Map<Hash256, Transaction> everSeen = new LinkedHashMap<>();
    private Mined tip;
    private ChainIndex index;
    private long counter;

    /** Satoshi per virtual byte below which the mempool refuses. */
    int mempoolMinimum = 1;

    int feeEstimate = 2;

    /** Looks at everything that is to be signed, before it is. */
    Consumer<Transaction> signatures = unsigned -> {};

    /** A wallet gone bad signs something else. */
    boolean tampers;

    FakeChain(RandomGenerator random, Faults faults) {
        this.random = random;
        this.faults = faults;
        this.tip = new Mined(nextHash(), null, 0, List.of(), Map.of());
        this.index = new ChainIndex(tip);
        blocks.put(tip.id, tip);
    }

    private Hash256 nextHash() {
        return Sha256d.of(ByteBuffer.allocate(8).putLong(counter++).array());
    }

    Script freshScript() {
        byte[] hash = new byte[20];
        System.arraycopy(nextHash().wire(), 0, hash, 0, 20);
        return Script.p2wpkh(hash);
    }

    int height() {
        return tip.height;
    }

    /** Mines on the tip: a coinbase to the wallet, and of the mempool what a lazy miner happens to take. */
    void mine(Sats reward, double taking) {
        List<Transaction> taken = new ArrayList<>();
        Map<OutPoint, Utxo> view = new HashMap<>(tip.unspent);
        for (Transaction tx : List.copyOf(mempool.values())) {
            if (random.nextDouble() < taking && apply(view, tx, tip.height + 1)) {
                taken.add(tx);
            }
        }
        mineExactly(reward, taken);
    }

    /** Mines these transactions, whatever the mempool thinks. */
    void mineExactly(Sats reward, List<Transaction> txs) {
        Map<OutPoint, Utxo> view = new HashMap<>(tip.unspent);
        Script script = freshScript();
        walletScripts.add(script);
        Transaction coinbase = new Transaction(
                2,
                List.of(new TxInput(
                        new OutPoint(Hash256.ZERO, -1),
                        new Script(ByteBuffer.allocate(8).putLong(counter++).array()),
                        -1)),
                List.of(new TxOutput(reward, script)),
                0);
        view.put(new OutPoint(coinbase.txid(), 0), new Utxo(coinbase.outputs().getFirst(), tip.height + 1, true));
        for (Transaction tx : txs) {
            if (!apply(view, tx, tip.height + 1)) {
                throw new IllegalStateException("the fake mined an invalid transaction");
            }
        }
        tip = new Mined(nextHash(), tip, tip.height + 1, List.copyOf(txs), Map.copyOf(view));
        blocks.put(tip.id, tip);
        dropInvalid();
    }

    private boolean apply(Map<OutPoint, Utxo> view, Transaction tx, int height) {
        for (TxInput input : tx.inputs()) {
            Utxo spent = view.get(input.previous());
            if (spent == null || (spent.coinbase && height - spent.height < MATURITY)) {
                return false;
            }
        }
        tx.inputs().forEach(input -> view.remove(input.previous()));
        for (int i = 0; i < tx.outputs().size(); i++) {
            view.put(new OutPoint(tx.txid(), i), new Utxo(tx.outputs().get(i), height, false));
        }
        return true;
    }

    /** Takes blocks back and mines a longer branch; their transactions return to the mempool or are forgotten. */
    void reorganize(int depth, double keeping, double taking, Sats reward) {
        List<Transaction> returned = new ArrayList<>();
        for (int i = 0; i < depth && tip.previous != null; i++) {
            returned.addAll(0, tip.txs);
            tip = tip.previous;
        }
        for (Transaction tx : returned) {
            if (random.nextDouble() < keeping) {
                mempool.putIfAbsent(tx.txid(), tx);
            }
        }
        dropInvalid();
        for (int i = 0; i <= depth; i++) {
            mine(reward, taking);
        }
    }

    private void dropInvalid() {
        Map<OutPoint, Utxo> view = new HashMap<>(tip.unspent);
        mempool.values().removeIf(tx -> !apply(view, tx, tip.height + 1));
    }

    /** A restart: the mempool is gone, and with it whatever the wallet had locked. */
    void restart() {
        mempool.clear();
    }

    /** Some other node still had a transaction we once sent, perhaps an older attempt, and it comes back to us. */
    void gossip() {
        if (!everSeen.isEmpty()) {
            Transaction tx = List.copyOf(everSeen.values()).get(random.nextInt(everSeen.size()));
            conflicts(tx).forEach(mempool::remove);
            mempool.put(tx.txid(), tx);
            dropInvalid();
        }
    }

    void evict() {
        mempool.keySet().stream().findFirst().ifPresent(mempool::remove);
    }

    /** Somebody else with the wallet's keys spends one of its coins, also one that is reserved, in a block. */
    void spendByStranger(Sats reward) {
        List<Map.Entry<OutPoint, Utxo>> coins = tip.unspent.entrySet().stream()
                .filter(coin -> walletScripts.contains(coin.getValue().output.script()))
                .filter(coin -> !coin.getValue().coinbase || tip.height + 1 - coin.getValue().height >= MATURITY)
                .sorted(java.util.Comparator.comparing(coin ->
                        coin.getKey().txid().displayHex() + coin.getKey().index()))
                .toList();
        if (!coins.isEmpty()) {
            Map.Entry<OutPoint, Utxo> coin = coins.get(random.nextInt(coins.size()));
            Script own = freshScript();
            walletScripts.add(own);
            Sats value = coin.getValue().output.value().minus(Sats.of(1000));
            mineExactly(
                    reward,
                    List.of(new Transaction(
                            2,
                            List.of(new TxInput(coin.getKey(), Script.EMPTY, -1, Witness.of(new byte[] {9}))),
                            List.of(new TxOutput(value, own)),
                            0)));
        }
    }

    /** Transactions of the active chain. */
    List<Transaction> activeTransactions() {
        List<Transaction> active = new ArrayList<>();
        for (Mined at = tip; at != null; at = at.previous) {
            active.addAll(at.txs);
        }
        return active;
    }

    /** Whether it was never in our node's mempool nor in the chain. */
    boolean neverSaw(Hash256 txid) {
        return !mine().containsKey(txid);
    }

    boolean isInMempool(Hash256 txid) {
        return mempool.containsKey(txid);
    }

    @Override
    public SeenBlock tip() {
        faults.maybeFail("tip");
        return new SeenBlock(tip.height, tip.id);
    }

    @Override
    public Optional<Hash256> blockAt(int height) {
        faults.maybeFail("blockAt");
        Mined at = tip;
        while (at != null && at.height > height) {
            at = at.previous;
        }
        return at != null && at.height == height ? Optional.of(at.id) : Optional.empty();
    }

    @Override
    public Optional<BlockSpends> block(Hash256 id) {
        faults.maybeFail("block");
        Mined block = blocks.get(id);
        if (block == null) {
            return Optional.empty();
        }
        Map<OutPoint, Hash256> spends = new HashMap<>();
        for (Transaction tx : block.txs) {
            tx.inputs().forEach(input -> spends.put(input.previous(), tx.txid()));
        }
        Hash256 previous = block.previous == null ? Hash256.ZERO : block.previous.id;
        return Optional.of(new BlockSpends(previous, spends));
    }

    @Override
    public List<Coin> coins() {
        faults.maybeFail("coins");
        Set<OutPoint> spent = mempool.values().stream()
                .flatMap(tx -> tx.inputs().stream())
                .map(TxInput::previous)
                .collect(Collectors.toSet());
        List<Coin> coins = new ArrayList<>();
        tip.unspent.forEach((outPoint, utxo) -> {
            boolean mature = !utxo.coinbase || tip.height + 1 - utxo.height >= MATURITY;
            if (walletScripts.contains(utxo.output.script()) && !spent.contains(outPoint) && mature) {
                coins.add(new Coin(outPoint, utxo.output.value(), utxo.output.script(), tip.height - utxo.height + 1));
            }
        });
        return coins;
    }

    /** All that this chain carries is the wallet's; what it once sent, the wallet knows for ever. */
    private Map<Hash256, Transaction> mine() {
        Map<Hash256, Transaction> mine = new LinkedHashMap<>(everSeen);
        activeTransactions().forEach(tx -> mine.put(tx.txid(), tx));
        return mine;
    }

    @Override
    public List<Sent> sentSince(int height) {
        faults.maybeFail("sentSince");
        return index().sentSince(height, mine(), walletScripts);
    }

    @Override
    public Optional<Own> own(Hash256 txid) {
        faults.maybeFail("own");
        Map<Hash256, Transaction> mine = mine();
        return Optional.ofNullable(mine.get(txid)).map(tx -> new Own(tx, index().confirmations(tx, mine)));
    }

    private ChainIndex index() {
        index = index.isOf(tip) ? index : new ChainIndex(tip);
        return index;
    }

    @Override
    public OptionalInt feeRate(int target) {
        faults.maybeFail("feeRate");
        return feeEstimate == 0 ? OptionalInt.empty() : OptionalInt.of(feeEstimate);
    }

    @Override
    public Script newChangeScript() {
        faults.maybeFail("newChangeScript");
        Script script = freshScript();
        walletScripts.add(script);
        faults.maybeFail("newChangeScript answered");
        return script;
    }

    @Override
    public Transaction sign(Transaction unsigned) {
        signatures.accept(unsigned);
        faults.maybeFail("sign");
        List<TxInput> inputs = new ArrayList<>();
        for (TxInput input : unsigned.inputs()) {
            inputs.add(new TxInput(
                    input.previous(), input.scriptSig(), input.sequence(), Witness.of(new byte[71], new byte[33])));
        }
        List<TxOutput> outputs = new ArrayList<>(unsigned.outputs());
        if (tampers) {
            outputs.set(0, new TxOutput(outputs.getFirst().value(), Script.p2wpkh(new byte[20])));
        }
        return new Transaction(unsigned.version(), inputs, outputs, unsigned.lockTime());
    }

    @Override
    public Optional<String> refusal(Transaction signed) {
        faults.maybeFail("refusal");
        return objection(signed);
    }

    @Override
    public Optional<String> send(Transaction signed) {
        faults.maybeFail("send");
        Optional<String> words = accept(signed);
        faults.maybeFail("send answered");
        return words;
    }

    private Optional<String> accept(Transaction tx) {
        if (mempool.containsKey(tx.txid())) {
            return Optional.empty();
        }
        Optional<String> objection = objection(tx);
        if (objection.isEmpty()) {
            conflicts(tx).forEach(mempool::remove);
            mempool.put(tx.txid(), tx);
            everSeen.put(tx.txid(), tx);
            dropInvalid();
        }
        return objection;
    }

    private Optional<String> objection(Transaction tx) {
        Map<OutPoint, Utxo> view = new HashMap<>(tip.unspent);
        Set<Hash256> conflicts = conflicts(tx);
        mempool.forEach((txid, other) -> {
            if (!conflicts.contains(txid)) {
                apply(view, other, tip.height + 1);
            }
        });
        if (!apply(new HashMap<>(view), tx, tip.height + 1)) {
            return Optional.of("bad-txns-inputs-missingorspent");
        }
        long fee = fee(tx, view);
        if (fee < (long) mempoolMinimum * tx.vsize()) {
            return Optional.of("mempool min fee not met");
        }
        for (Hash256 conflict : conflicts) {
            Transaction other = mempool.get(conflict);
            if (other != null && fee < fee(other, tip.unspent) + tx.vsize()) {
                return Optional.of("insufficient fee, rejecting replacement");
            }
        }
        return Optional.empty();
    }

    private static long fee(Transaction tx, Map<OutPoint, Utxo> view) {
        long in = 0;
        for (TxInput input : tx.inputs()) {
            Utxo utxo = view.get(input.previous());
            in += utxo == null ? 0 : utxo.output.value().value();
        }
        return in
                - tx.outputs().stream()
                        .mapToLong(output -> output.value().value())
                        .sum();
    }

    private Set<Hash256> conflicts(Transaction tx) {
        Set<OutPoint> spent = tx.inputs().stream().map(TxInput::previous).collect(Collectors.toSet());
        Set<Hash256> conflicts = new HashSet<>();
        mempool.forEach((txid, other) -> {
            if (other.inputs().stream().anyMatch(input -> spent.contains(input.previous()))) {
                conflicts.add(txid);
            }
        });
        return conflicts;
    }
}
