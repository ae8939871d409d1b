package thunderpool.gateway.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.ShareSubmitted;

/** The log and the roads home, in memory. */
public final class FakeLog implements SharePort, BlockPort {
    /** How the log behaves. */
    public enum Mood {
        DURABLE,
        SILENT,
        FULL,
        BREAKING
    }

    private final List<ShareSubmitted.Share> shares = new ArrayList<>();
    private final List<BlockSolved> blocks = new ArrayList<>();
    private final List<Receipt> waiting = new ArrayList<>();
    private volatile Mood mood = Mood.DURABLE;
    private CompletableFuture<@Nullable Void> disk = CompletableFuture.completedFuture(null);

    public void mood(Mood next) {
        mood = next;
    }

    public synchronized List<ShareSubmitted.Share> shares() {
        return List.copyOf(shares);
    }

    public synchronized List<BlockSolved> blocks() {
        return List.copyOf(blocks);
    }

    /** Acknowledges all that waits. */
    public synchronized void acknowledge() {
        waiting.forEach(Receipt::durable);
        waiting.clear();
    }

    @Override
    public synchronized boolean offer(ShareSubmitted.Share share, Receipt receipt) {
        if (mood == Mood.FULL) {
            return false;
        }
        shares.add(share);
        switch (mood) {
            case DURABLE -> receipt.durable();
            case BREAKING -> receipt.unknown();
            case SILENT, FULL -> waiting.add(receipt);
        }
        return true;
    }

    @Override
    public synchronized CompletionStage<@Nullable Void> solved(BlockSolved block) {
        blocks.add(block);
        return disk;
    }

    /** From now on blocks are kept only when the returned future completes. */
    synchronized CompletableFuture<@Nullable Void> slowDisk() {
        disk = new CompletableFuture<>();
        return disk;
    }
}
