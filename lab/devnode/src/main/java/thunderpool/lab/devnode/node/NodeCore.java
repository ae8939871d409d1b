package thunderpool.lab.devnode.node;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.chain.ChainEntry;
import thunderpool.lab.devnode.chain.ChainState;
import thunderpool.lab.devnode.mempool.BlockTemplate;
import thunderpool.lab.devnode.mempool.Mempool;
import thunderpool.lab.devnode.mempool.TemplateAssembler;
import thunderpool.lab.devnode.wallet.DevWallet;
import thunderpool.lab.devnode.wallet.WalletBook;

/**
 * Chain, mempool and wallet as one thing: everything is read and changed under one lock, and every change of the chain
 * is settled (mempool, wallet, made-up traffic, notifications) before the lock is let go.
 */
public final class NodeCore implements Closeable {
    private final NodeSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ChainState chain;
    private final Mempool mempool;
    private final WalletBook book;
    private final DevWallet wallet;
    private final TemplateAssembler assembler;
    private final MadeUpTraffic traffic;
    private final PeerLinks peers = new PeerLinks();
    private final List<NodeEvents> listeners = new CopyOnWriteArrayList<>(List.of(peers));
    private boolean closed;

    /** Opens what the folder holds, or starts at the genesis block. */
    public NodeCore(NodeSettings settings) {
        this.settings = settings;
        Path folder = settings.folder();
        if (folder != null) {
            create(folder);
        }
        WalletBook opened = WalletBook.open(folder == null ? null : folder.resolve("wallet.log"), settings.random());
        this.book = opened;
        this.chain = folder == null
                ? ChainState.inMemory(settings.consensus())
                : ChainState.open(
                        settings.consensus(), folder.resolve("blocks.log"), change -> observe(opened, change));
        this.mempool = new Mempool(chain);
        this.wallet = new DevWallet(settings.walletName(), book, chain, mempool);
        this.assembler = new TemplateAssembler(chain, mempool);
        this.traffic = new MadeUpTraffic(chain, mempool, settings.random(), settings.trafficPerBlock());
        wallet.waiting().forEach(tx -> mempool.accept(tx, nowSeconds()));
        traffic.next().forEach(tx -> mempool.accept(tx, nowSeconds()));
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + folder, e);
        }
    }

    /** Runs {@code action} alone; it may read and change whatever the accessors below give. */
    public <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Judges and stores a block, and settles what follows. */
    public ChainState.Acceptance submit(Block block) {
        return locked(() -> {
            ChainState.Acceptance acceptance = chain.accept(block, nowSeconds());
            switch (acceptance) {
                case ChainState.Acceptance.Stored(ChainEntry _, ChainState.Change change) -> settle(change);
                case ChainState.Acceptance.Refused(var _, ChainState.Change change) -> settle(change);
                case ChainState.Acceptance.Known _ -> {}
            }
            return acceptance;
        });
    }

    /** Offers a transaction to the mempool. */
    public Mempool.Admission submit(Transaction tx) {
        return locked(() -> {
            Mempool.Admission admission = mempool.accept(tx, nowSeconds());
            if (admission instanceof Mempool.Admission.Admitted) {
                book.observe(tx, nowSeconds(), false);
                listeners.forEach(listener -> listener.transactionAdmitted(tx, mempool.sequence()));
                changed.signalAll();
            }
            return admission;
        });
    }

    /** False when the block is unknown, as for the two below. */
    public boolean invalidate(Sha256Hash hash) {
        return locked(() -> settled(chain.invalidate(hash)));
    }

    public boolean reconsider(Sha256Hash hash) {
        return locked(() -> settled(chain.reconsider(hash)));
    }

    public boolean precious(Sha256Hash hash) {
        return locked(() -> settled(chain.precious(hash)));
    }

    private boolean settled(Optional<ChainState.Change> change) {
        change.ifPresent(this::settle);
        return change.isPresent();
    }

    private void settle(ChainState.Change change) {
        if (change.isEmpty()) {
            return;
        }
        observe(book, change);
        change.connected().forEach(entry -> mempool.confirm(entry.transactions()));
        if (!change.disconnected().isEmpty()) {
            List<Transaction> returned = new ArrayList<>();
            change.disconnected().reversed().forEach(entry -> returned.addAll(entry.transactions()));
            returned.removeIf(tx -> chain.blockOf(tx.getTxId()) != null);
            mempool.rebuild(returned, nowSeconds());
        }
        change.disconnected().forEach(entry -> listeners.forEach(listener -> listener.blockDisconnected(entry)));
        change.connected().forEach(entry -> listeners.forEach(listener -> listener.blockConnected(entry)));
        listeners.forEach(listener -> listener.tipChanged(chain.tip()));
        traffic.next().forEach(this::submit);
        changed.signalAll();
    }

    private static void observe(WalletBook book, ChainState.Change change) {
        for (ChainEntry entry : change.connected()) {
            entry.transactions().forEach(tx -> book.observe(tx, entry.timeSeconds(), true));
        }
    }

    public BlockTemplate template() {
        return locked(() -> assembler.assemble(nowSeconds()));
    }

    /**
     * Waits as Core's long poll does: until the tip is another than {@code tip}, or, once {@code patience} has passed,
     * until the mempool's counter is another than {@code updates} (looked at every tenth of the patience).
     */
    public void awaitWork(Sha256Hash tip, long updates, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!closed && chain.tip().hash().equals(tip)) {
                left = changed.awaitNanos(left);
                if (left <= 0) {
                    if (mempool.updates() != updates) {
                        return;
                    }
                    left = Math.max(TimeUnit.MILLISECONDS.toNanos(1), patience.toNanos() / 6);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    public boolean knows(Sha256Hash hash) {
        return locked(() -> chain.entry(hash) != null);
    }

    /** Connects two nodes both ways; each hands the other the blocks it lacks. */
    public void link(NodeCore other) {
        peers.add(other, locked(chain::tip));
        other.peers.add(this, other.locked(other.chain::tip));
    }

    /** Cuts the connection, as a partition of the network does. */
    public void unlink(NodeCore other) {
        peers.remove(other);
        other.peers.remove(this);
    }

    public int peerCount() {
        return peers.count();
    }

    public void listen(NodeEvents listener) {
        listeners.add(listener);
    }

    /** A number that makes a coinbase of this node unlike any other's. */
    long nextSalt() {
        return locked(() -> settings.random().nextLong());
    }

    public ChainState chain() {
        return chain;
    }

    public Mempool mempool() {
        return mempool;
    }

    public DevWallet wallet() {
        return wallet;
    }

    public long nowSeconds() {
        return settings.clock().instant().getEpochSecond();
    }

    public boolean isClosed() {
        return locked(() -> closed);
    }

    @Override
    public void close() throws IOException {
        peers.all().forEach(this::unlink);
        peers.close();
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            chain.close();
            book.close();
        } finally {
            lock.unlock();
        }
    }
}
