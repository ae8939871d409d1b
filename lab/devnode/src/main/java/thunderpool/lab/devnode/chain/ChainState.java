package thunderpool.lab.devnode.chain;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.params.RegTestParams;
import org.jspecify.annotations.Nullable;

/**
 * The tree of known blocks and the active chain through it. Reorganizations disconnect and connect with exact undo; a
 * block that fails while it is connected is marked and the next best chain is taken. Not thread-safe: its owner holds a
 * lock.
 */
public final class ChainState implements Closeable {
    private final ConsensusParams params;
    private final BlockRules rules;
    private final UtxoSet coins;
    private final Map<Sha256Hash, ChainEntry> known = new HashMap<>();
    private final List<ChainEntry> active = new ArrayList<>();
    private final Map<Sha256Hash, List<UtxoSet.Spent>> undo = new HashMap<>();
    private final Map<Sha256Hash, ChainEntry> blockOfTx = new HashMap<>();
    private final Map<Sha256Hash, Rejection> failures = new HashMap<>();
    private final Set<Sha256Hash> failedBefore = new HashSet<>();
    private @Nullable BlockLog log;
    private boolean replaying;
    private long lastPrecedence;
    private long lowestPrecedence;

    private ChainState(ConsensusParams params) {
        this.params = params;
        this.rules = new BlockRules(params);
        this.coins = new UtxoSet(params.premineCoins());
    }

    /** A new chain of the genesis block alone that keeps nothing. */
    public static ChainState inMemory(ConsensusParams params) {
        ChainState chain = new ChainState(params);
        chain.addGenesis();
        return chain;
    }

    /** The chain kept in {@code file}; each kept step's change is handed to {@code onChange} in its order. */
    public static ChainState open(ConsensusParams params, Path file, Consumer<Change> onChange) {
        ChainState chain = inMemory(params);
        BlockLog.Opened opened = BlockLog.open(file, params.describe());
        opened.entries().stream()
                .filter(entry -> entry.kind() == BlockLog.Kind.FAILED)
                .forEach(entry ->
                        chain.failedBefore.add(Sha256Hash.wrap(entry.payload().bytes())));
        chain.replaying = true;
        opened.entries().forEach(entry -> onChange.accept(chain.replay(entry)));
        chain.replaying = false;
        chain.log = opened.log();
        return chain;
    }

    private Change replay(BlockLog.Entry entry) {
        byte[] bytes = entry.payload().bytes();
        return switch (entry.kind()) {
            case CHAIN, FAILED -> Change.NONE;
            case BLOCK ->
                switch (accept(Block.read(ByteBuffer.wrap(bytes)), Long.MAX_VALUE / 2)) {
                    case Acceptance.Stored stored -> stored.change();
                    case Acceptance.Refused refused -> refused.change();
                    case Acceptance.Known _ -> Change.NONE;
                };
            case INVALIDATED -> invalidate(Sha256Hash.wrap(bytes)).orElse(Change.NONE);
            case RECONSIDERED -> reconsider(Sha256Hash.wrap(bytes)).orElse(Change.NONE);
            case PRECIOUS -> precious(Sha256Hash.wrap(bytes)).orElse(Change.NONE);
        };
    }

    private void addGenesis() {
        ChainEntry genesis = new ChainEntry(RegTestParams.get().getGenesisBlock(), null, 0);
        known.put(genesis.hash(), genesis);
        active.add(genesis); // its coinbase is unspendable by an old rule, so it makes no coin
    }

    /** Which blocks left and joined the active chain, both in the order in which that happened. */
    public record Change(List<ChainEntry> disconnected, List<ChainEntry> connected) {
        public static final Change NONE = new Change(List.of(), List.of());

        public boolean isEmpty() {
            return disconnected.isEmpty() && connected.isEmpty();
        }
    }

    /** What became of an offered block. */
    public sealed interface Acceptance {
        /** New and sound as far as it could be judged; it may sit on a side chain. */
        record Stored(ChainEntry entry, Change change) implements Acceptance {}

        record Known(ChainEntry entry) implements Acceptance {}

        /** Broke a rule; {@code change} is not empty when the attempt to connect it moved the chain. */
        record Refused(Rejection rejection, Change change) implements Acceptance {}
    }

    /** Judges a block, stores it and moves to the best chain. */
    public Acceptance accept(Block block, long nowSeconds) {
        ChainEntry present = known.get(block.getHash());
        if (present != null) {
            return present.failed()
                    ? new Acceptance.Refused(Rejection.lasting("duplicate-invalid"), Change.NONE)
                    : new Acceptance.Known(present);
        }
        Optional<Rejection> bad = rules.form(block, true);
        ChainEntry parent = known.get(block.getPrevBlockHash());
        if (bad.isEmpty() && parent == null) {
            bad = Optional.of(Rejection.passing("prev-blk-not-found"));
        }
        if (bad.isPresent() || parent == null) {
            return new Acceptance.Refused(bad.orElseThrow(), Change.NONE);
        }
        if (parent.failed()) {
            return new Acceptance.Refused(Rejection.passing("bad-prevblk"), Change.NONE);
        }
        bad = rules.header(block, parent, nowSeconds).or(() -> rules.body(block, parent));
        if (bad.isPresent()) {
            rememberFailure(block, parent, bad.get());
            return new Acceptance.Refused(bad.get(), Change.NONE);
        }
        return store(block, parent);
    }

    private Acceptance store(Block block, ChainEntry parent) {
        ChainEntry entry = new ChainEntry(block, parent, ++lastPrecedence);
        append(BlockLog.Kind.BLOCK, block.serialize());
        known.put(entry.hash(), entry);
        Change change = Change.NONE;
        if (parent == tip() && connect(entry)) { // the usual case, without a look at the whole tree
            change = new Change(List.of(), List.of(entry));
        } else if (!entry.failed() && entry.beats(tip())) {
            change = activateBest();
        }
        Rejection failure = failures.get(entry.hash());
        return failure == null ? new Acceptance.Stored(entry, change) : new Acceptance.Refused(failure, change);
    }

    private void rememberFailure(Block block, ChainEntry parent, Rejection rejection) {
        if (rejection.lasting()) {
            ChainEntry entry = new ChainEntry(block, parent, ++lastPrecedence);
            entry.setFailed(true);
            known.put(entry.hash(), entry);
            failures.put(entry.hash(), rejection);
        }
    }

    /** Judges a block as a child of the tip without its proof of work and without storing it (BIP 23 proposals). */
    public Optional<Rejection> propose(Block block, long nowSeconds) {
        ChainEntry tip = tip();
        Optional<Rejection> bad = rules.form(block, false)
                .or(() -> rules.header(block, tip, nowSeconds))
                .or(() -> rules.body(block, tip));
        if (bad.isPresent()) {
            return bad;
        }
        return switch (rules.connect(block, tip, coins, true)) {
            case BlockRules.Connection.Refused(Rejection rejection) -> Optional.of(rejection);
            case BlockRules.Connection.Done(List<UtxoSet.Spent> spent) -> {
                coins.revert(ChainEntry.transactions(block), spent);
                yield Optional.empty();
            }
        };
    }

    /** Marks a block and all above it as invalid and moves to the best chain left; empty when it is not known. */
    public Optional<Change> invalidate(Sha256Hash hash) {
        ChainEntry entry = known.get(hash);
        if (entry == null || entry.height() == 0) {
            return Optional.empty();
        }
        append(BlockLog.Kind.INVALIDATED, hash.getBytes());
        known.values().stream().filter(other -> other.descendsFrom(entry)).forEach(other -> other.setFailed(true));
        return Optional.of(activateBest());
    }

    /** Takes the mark from a block, what it stands on and what stands on it; they are judged again. */
    public Optional<Change> reconsider(Sha256Hash hash) {
        ChainEntry entry = known.get(hash);
        if (entry == null) {
            return Optional.empty();
        }
        append(BlockLog.Kind.RECONSIDERED, hash.getBytes());
        for (ChainEntry other : known.values()) {
            if (other.descendsFrom(entry) || entry.descendsFrom(other)) {
                other.setFailed(false);
                failures.remove(other.hash());
            }
        }
        return Optional.of(activateBest());
    }

    /** Prefers this block among those of equal work, as if it had come first. */
    public Optional<Change> precious(Sha256Hash hash) {
        ChainEntry entry = known.get(hash);
        if (entry == null) {
            return Optional.empty();
        }
        append(BlockLog.Kind.PRECIOUS, hash.getBytes());
        entry.setPrecedence(--lowestPrecedence);
        return Optional.of(activateBest());
    }

    private Change activateBest() {
        List<ChainEntry> disconnected = new ArrayList<>();
        List<ChainEntry> connected = new ArrayList<>();
        ChainEntry best = best();
        while (best != tip()) {
            while (!best.descendsFrom(tip())) {
                disconnectTip(disconnected, connected);
            }
            while (tip() != best && connect(best.ancestor(tip().height() + 1))) {
                connected.add(tip());
            }
            best = best();
        }
        return new Change(List.copyOf(disconnected), List.copyOf(connected));
    }

    private ChainEntry best() {
        return known.values().stream()
                .filter(entry -> !entry.failed())
                .max(Comparator.comparing(ChainEntry::chainWork)
                        .thenComparing(ChainEntry::precedence, Comparator.reverseOrder()))
                .orElseThrow();
    }

    private boolean connect(ChainEntry entry) {
        Block block = entry.block();
        // Scripts of logged blocks were run before they were written, except of those that failed.
        boolean withScripts = !replaying || failedBefore.contains(entry.hash());
        BlockRules.Connection connection = rules.body(block, tip())
                .<BlockRules.Connection>map(BlockRules.Connection.Refused::new)
                .orElseGet(() -> rules.connect(block, tip(), coins, withScripts));
        return switch (connection) {
            case BlockRules.Connection.Done(List<UtxoSet.Spent> spent) -> {
                undo.put(entry.hash(), spent);
                ChainEntry.transactions(block).forEach(tx -> blockOfTx.put(tx.getTxId(), entry));
                active.add(entry);
                yield true;
            }
            case BlockRules.Connection.Refused(Rejection rejection) -> {
                append(BlockLog.Kind.FAILED, entry.hash().getBytes());
                known.values().stream()
                        .filter(other -> other.descendsFrom(entry))
                        .forEach(other -> other.setFailed(true));
                failures.put(entry.hash(), rejection);
                yield false;
            }
        };
    }

    /** A block connected a moment ago in the same reorganization is simply forgotten again. */
    private void disconnectTip(List<ChainEntry> disconnected, List<ChainEntry> connected) {
        ChainEntry tip = active.removeLast();
        List<Transaction> transactions = tip.transactions();
        coins.revert(transactions, undo.getOrDefault(tip.hash(), List.of()));
        undo.remove(tip.hash());
        transactions.forEach(tx -> blockOfTx.remove(tx.getTxId()));
        if (!connected.remove(tip)) {
            disconnected.add(tip);
        }
    }

    private void append(BlockLog.Kind kind, byte[] payload) {
        if (log != null && !replaying) {
            log.append(kind, payload);
        }
    }

    public ChainEntry tip() {
        return active.getLast();
    }

    public @Nullable ChainEntry entry(Sha256Hash hash) {
        return known.get(hash);
    }

    public Collection<ChainEntry> entries() {
        return List.copyOf(known.values());
    }

    /** The active chain's block at this height, or null beyond the tip. */
    public @Nullable ChainEntry at(int height) {
        return height >= 0 && height < active.size() ? active.get(height) : null;
    }

    public boolean isActive(ChainEntry entry) {
        return at(entry.height()) == entry;
    }

    /** The active block that holds a transaction, or null. */
    public @Nullable ChainEntry blockOf(Sha256Hash txid) {
        return blockOfTx.get(txid);
    }

    /** The coins that an active block spent, its own among them. */
    public Map<OutPoint, UnspentOutput> spentBy(ChainEntry entry) {
        Map<OutPoint, UnspentOutput> spent = new HashMap<>();
        undo.getOrDefault(entry.hash(), List.of()).forEach(one -> spent.put(one.outPoint(), one.coin()));
        return spent;
    }

    public UtxoSet coins() {
        return coins;
    }

    public ConsensusParams params() {
        return params;
    }

    @Override
    public void close() throws IOException {
        if (log != null) {
            log.close();
        }
    }
}
