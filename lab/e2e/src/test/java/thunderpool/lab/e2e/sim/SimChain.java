package thunderpool.lab.e2e.sim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.bitcoin.Target;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxInput;
import thunderpool.bitcoin.TxOutput;
import thunderpool.bitcoin.Witness;

/**
 * The chain that everybody agrees on: blocks of the pool and of the rest of the world, branches, reorganizations, a
 * mempool with replacement, and the pool's wallet. Its rules are written from Core's, not from the code under test.
 */
final class SimChain {

    /** Confirmations of a coinbase before it may be spent; small, so that a run sees many blocks mature. */
    static final int MATURITY = 12;

    /** Regtest in all but two numbers: a maturity that a run can wait for, and a subsidy that stays. */
    static final Chain CHAIN = chain();

    /** A spendable output. */
    record Utxo(TxOutput output, int height, boolean coinbase) {}

    /**
     * A block.
     *
     * @param reward what its coinbase pays the pool; absent for others' blocks
     * @param unspent outputs the simulation cares about, behind this block; copied per block, which makes branches trivial
     */
    record Mined(
            Hash256 id,
            @Nullable Mined previous,
            int height,
            List<Transaction> txs,
            Optional<Long> reward,
            Map<OutPoint, Utxo> unspent) {}

    final int nbits;
    private final Dice dice;
    private final LongSupplier nowMs;
    private final Set<Script> walletScripts = new HashSet<>();
    private final Map<Hash256, Mined> blocks = new LinkedHashMap<>();
    private final Map<Hash256, Transaction> mempool = new LinkedHashMap<>();
    private final List<Transaction> everSeen = new ArrayList<>();
    private final Map<Hash256, Long> matured = new LinkedHashMap<>();
    private final Script poolScript;
    private Mined tip;
    private long counter;

    int mempoolMinimum = 1;
    int feeEstimate = 2;

    SimChain(Dice dice, LongSupplier nowMs, int nbits) {
        this.dice = dice;
        this.nowMs = nowMs;
        this.nbits = nbits;
        this.poolScript = walletScript();
        this.tip = new Mined(CHAIN.genesis(), null, 0, List.of(), Optional.empty(), Map.of());
        blocks.put(tip.id, tip);
        for (int i = 0; i < 5; i++) {
            mineElsewhere(1);
        }
    }

    private static Chain chain() {
        Chain regtest = Chain.BITCOIN_REGTEST;
        return new Chain(
                regtest.name(),
                regtest.symbol(),
                regtest.rpcChain(),
                regtest.genesis(),
                regtest.addresses(),
                regtest.messageMagic(),
                regtest.algorithm(),
                regtest.gbtRules(),
                regtest.difficultyOne(),
                regtest.powLimit(),
                regtest.blockIntervalSeconds(),
                MATURITY,
                210_000);
    }

    Script poolScript() {
        return poolScript;
    }

    Target target() {
        return Target.ofCompact(nbits);
    }

    long nowS() {
        return nowMs.getAsLong() / 1000;
    }

    private Hash256 freshHash() {
        return Sha256d.of(ByteBuffer.allocate(8).putLong(counter++).array());
    }

    /** A script nobody else has; the wallet's own. */
    Script walletScript() {
        byte[] hash = new byte[20];
        System.arraycopy(freshHash().wire(), 0, hash, 0, 20);
        Script script = Script.p2wpkh(hash);
        walletScripts.add(script);
        return script;
    }

    boolean isWallets(Script script) {
        return walletScripts.contains(script);
    }

    // ---- blocks

    Mined tip() {
        return tip;
    }

    Optional<Mined> known(Hash256 id) {
        return Optional.ofNullable(blocks.get(id));
    }

    /** The active chain's block at a height. */
    Optional<Mined> at(int height) {
        Mined at = tip;
        while (at != null && at.height > height) {
            at = at.previous;
        }
        return at != null && at.height == height ? Optional.of(at) : Optional.empty();
    }

    boolean isActive(Mined block) {
        return at(block.height).filter(block::equals).isPresent();
    }

    /** Blocks of the pool in the active chain. */
    List<Mined> poolBlocks() {
        List<Mined> ours = new ArrayList<>();
        for (Mined at = tip; at != null; at = at.previous) {
            if (at.reward.isPresent()) {
                ours.add(at);
            }
        }
        return ours;
    }

    int knownPoolBlocks() {
        return (int) blocks.values().stream()
                .filter(block -> block.reward.isPresent())
                .count();
    }

    /** Rewards of blocks that were ever deep enough to spend. */
    Map<Hash256, Long> matured() {
        return matured;
    }

    /** The rest of the world finds a block and puts in what it likes. */
    void mineElsewhere(double taking) {
        List<Transaction> taken = new ArrayList<>();
        Map<OutPoint, Utxo> view = new HashMap<>(tip.unspent);
        for (Transaction tx : List.copyOf(mempool.values())) {
            if (dice.chance(taking) && apply(view, tx, tip.height + 1)) {
                taken.add(tx);
            }
        }
        activate(extend(freshHash(), tip, taken, null));
    }

    /** A block of the pool that passed inspection; it becomes the tip when it is higher than the one there is. */
    boolean connect(Hash256 id, Mined previous, Transaction coinbase, List<Transaction> txs) {
        Mined block = extend(id, previous, txs, coinbase);
        if (block.height > tip.height) {
            activate(block);
            return true;
        }
        return false;
    }

    private Mined extend(Hash256 id, Mined previous, List<Transaction> txs, @Nullable Transaction coinbase) {
        int height = previous.height + 1;
        Map<OutPoint, Utxo> view = new HashMap<>(previous.unspent);
        for (Transaction tx : txs) {
            if (!apply(view, tx, height)) {
                throw new AssertionError("a block spends what it may not: " + tx.txid());
            }
        }
        Optional<Long> reward = Optional.empty();
        if (coinbase != null) {
            long paid = 0;
            for (int i = 0; i < coinbase.outputs().size(); i++) {
                TxOutput output = coinbase.outputs().get(i);
                if (output.script().equals(poolScript)) {
                    paid += output.value().value();
                    view.put(new OutPoint(coinbase.txid(), i), new Utxo(output, height, true));
                }
            }
            reward = Optional.of(paid);
        }
        Mined block = new Mined(id, previous, height, List.copyOf(txs), reward, view);
        blocks.put(id, block);
        return block;
    }

    /** Makes a block the tip; what leaves the chain returns to the mempool, or is forgotten. */
    private void activate(Mined next) {
        Mined common = next;
        while (common.height > tip.height || !isActive(common)) {
            common = Objects.requireNonNull(common.previous);
        }
        List<Transaction> returned = new ArrayList<>();
        for (Mined at = tip; !at.equals(common); at = Objects.requireNonNull(at.previous)) {
            returned.addAll(0, at.txs);
        }
        tip = next;
        for (Transaction tx : returned) {
            if (dice.chance(0.7)) {
                mempool.putIfAbsent(tx.txid(), tx);
            }
        }
        dropInvalid();
        at(tip.height - MATURITY + 1).ifPresent(block -> noteMatured(block));
    }

    private void noteMatured(Mined deep) {
        for (Mined at = deep; at != null && !matured.containsKey(at.id); at = at.previous) {
            matured.put(at.id, at.reward.orElse(0L));
        }
    }

    /** Another branch wins: a new one, or one we had seen losing. */
    void reorganize(int depth) {
        int wanted = tip.height + 1;
        List<Mined> losers = blocks.values().stream()
                .filter(block -> block.height > tip.height - depth && !isActive(block) && forkDepth(block) <= depth)
                .toList();
        Mined from = !losers.isEmpty() && dice.chance(0.5)
                ? dice.pick(losers)
                : at(Math.max(0, tip.height - depth)).orElseThrow();
        Mined branch = from;
        while (branch.height < wanted) {
            branch = extend(freshHash(), branch, List.of(), null);
        }
        activate(branch);
    }

    private int forkDepth(Mined block) {
        Mined at = block;
        while (!isActive(at)) {
            at = Objects.requireNonNull(at.previous);
        }
        return tip.height - at.height;
    }

    // ---- transactions

    boolean apply(Map<OutPoint, Utxo> view, Transaction tx, int height) {
        for (TxInput input : tx.inputs()) {
            Utxo spent = view.get(input.previous());
            if (spent == null || (spent.coinbase && height - spent.height < MATURITY)) {
                return false;
            }
        }
        tx.inputs().forEach(input -> view.remove(input.previous()));
        Hash256 txid = tx.txid();
        for (int i = 0; i < tx.outputs().size(); i++) {
            view.put(new OutPoint(txid, i), new Utxo(tx.outputs().get(i), height, false));
        }
        return true;
    }

    private void dropInvalid() {
        Map<OutPoint, Utxo> view = new HashMap<>(tip.unspent);
        mempool.values().removeIf(tx -> !apply(view, tx, tip.height + 1));
    }

    /** Everything that was ever sent, for a wallet forgets nothing. */
    Collection<Transaction> everSeen() {
        Map<Hash256, Transaction> seen = new LinkedHashMap<>();
        everSeen.forEach(tx -> seen.put(tx.txid(), tx));
        return seen.values();
    }

    Map<Hash256, Transaction> mempool() {
        return mempool;
    }

    void put(Transaction tx) {
        conflicts(tx).forEach(mempool::remove);
        mempool.put(tx.txid(), tx);
        everSeen.add(tx);
        dropInvalid();
    }

    Set<Hash256> conflicts(Transaction tx) {
        Set<OutPoint> spent = new HashSet<>();
        tx.inputs().forEach(input -> spent.add(input.previous()));
        Set<Hash256> conflicts = new HashSet<>();
        mempool.forEach((txid, other) -> {
            if (other.inputs().stream().anyMatch(input -> spent.contains(input.previous()))) {
                conflicts.add(txid);
            }
        });
        return conflicts;
    }

    /** The mempool is lost at a restart. */
    void restart() {
        mempool.clear();
    }

    void evict() {
        mempool.keySet().stream().findFirst().ifPresent(mempool::remove);
    }

    /** Some other node still had a transaction we once sent, perhaps an older attempt, and it comes back to us. */
    void gossip() {
        if (!everSeen.isEmpty()) {
            Transaction tx = dice.pick(everSeen);
            conflicts(tx).forEach(mempool::remove);
            mempool.put(tx.txid(), tx);
            dropInvalid();
        }
    }

    /** Somebody else with the wallet's keys moves one of its coins within it, also a reserved one, in a block. */
    void spendByStranger() {
        List<Map.Entry<OutPoint, Utxo>> coins = new ArrayList<>(tip.unspent.entrySet().stream()
                .filter(coin -> isWallets(coin.getValue().output.script()))
                .filter(coin -> !coin.getValue().coinbase || tip.height + 1 - coin.getValue().height >= MATURITY)
                .filter(coin -> coin.getValue().output.value().value() > 100_000)
                .toList());
        if (coins.isEmpty()) {
            return;
        }
        coins.sort(Comparator.comparing(coin -> coin.getKey().toString()));
        Map.Entry<OutPoint, Utxo> coin = dice.pick(coins);
        TxOutput moved = new TxOutput(coin.getValue().output.value().minus(Sats.of(1_000)), walletScript());
        TxInput input = new TxInput(coin.getKey(), Script.EMPTY, -1, Witness.of(new byte[] {9}));
        Transaction tx = new Transaction(2, List.of(input), List.of(moved), 0);
        activate(extend(freshHash(), tip, List.of(tx), null));
    }

    /** What scripts were paid by transactions of the active chain. */
    Map<Script, Long> received() {
        Map<Script, Long> got = new HashMap<>();
        for (Mined at = tip; at != null; at = at.previous) {
            for (Transaction tx : at.txs) {
                tx.outputs()
                        .forEach(output ->
                                got.merge(output.script(), output.value().value(), Long::sum));
            }
        }
        return got;
    }
}
