package thunderpool.gateway.feed;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.bitcoin.Hash256;
import thunderpool.gateway.session.BlockPort;
import thunderpool.gateway.session.GatewayMetrics;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.TopicWriter;

/**
 * Solved blocks home by every road: at once to all template-services directly, into the local file, synced, before the
 * finder hears anything, and onto the topic. No road waits for another's outcome, each is tried until it arrives, and all
 * may arrive: submission is idempotent by block id. What lies in the file from before is sent again at the start.
 */
public final class BlockRoads implements BlockPort {
    private static final Logger LOG = LoggerFactory.getLogger(BlockRoads.class);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
    private static final int REMEMBERED = 10_000;

    private final @Nullable CandidateFile file;
    private final TemplateServiceClient direct;
    private final TopicWriter<BlockSolved> topic;
    private final ScheduledExecutorService worker;
    private final ExecutorService disk;
    private final GatewayMetrics metrics;
    private final Set<Hash256> seen = new HashSet<>();
    private final AtomicInteger underway = new AtomicInteger();

    /**
     * @param file null when the disk does not take one; the other roads do without
     * @param worker a single thread, on which roads begin and repeats are timed
     * @param disk another single thread, on which the file is written: a disk that hangs holds up no other road
     */
    public BlockRoads(
            @Nullable CandidateFile file,
            TemplateServiceClient direct,
            TopicWriter<BlockSolved> topic,
            ScheduledExecutorService worker,
            ExecutorService disk,
            GatewayMetrics metrics) {
        this.file = file;
        this.direct = direct;
        this.topic = topic;
        this.worker = worker;
        this.disk = disk;
        this.metrics = metrics;
    }

    /** Sends what an earlier life of this gateway could not bring home for certain. */
    public void replay() {
        CandidateFile past = file;
        if (past == null) {
            return;
        }
        worker.execute(() -> {
            for (BlockSolved block : past.unconfirmed()) {
                LOG.atInfo()
                        .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_SENT_AGAIN)
                        .addKeyValue(LogKey.BLOCK, block.blockId())
                        .log("bringing home a block of before the restart");
                seen.add(block.blockId());
                startDirect(block);
                startTopic(block);
            }
        });
    }

    @Override
    public CompletionStage<@Nullable Void> solved(BlockSolved block) {
        CompletableFuture<@Nullable Void> kept = new CompletableFuture<>();
        underway.incrementAndGet();
        worker.execute(() -> {
            try {
                take(block, kept);
            } finally {
                underway.decrementAndGet();
            }
        });
        return kept;
    }

    /** Roads not gone to their end yet; 0 when all that was solved is home. */
    public int underway() {
        return underway.get();
    }

    private void take(BlockSolved block, CompletableFuture<@Nullable Void> kept) {
        if (seen.size() >= REMEMBERED) {
            seen.clear();
        }
        if (!seen.add(block.blockId())) {
            // Behind the first one's entry, on the same thread.
            onDisk(() -> {}, kept);
            return;
        }
        LOG.atInfo()
                .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_FOUND)
                .addKeyValue(LogKey.BLOCK, block.blockId())
                .addKeyValue(LogKey.ACCOUNT, block.finder().account().hex())
                .addKeyValue(LogKey.REWARD_SYSTEM, block.finder().rewardSystem())
                .addKeyValue(LogKey.JOB, block.submission().job().text())
                .addKeyValue(
                        LogKey.EXTRANONCE1,
                        HexFormat.of().toHexDigits(block.submission().extranonce1()))
                .log("BLOCK found");
        startDirect(block);
        onDisk(() -> keep(block), kept);
        startTopic(block);
    }

    /** Completes {@code kept} whatever happens: the miner is not punished for the pool's disk. */
    private void onDisk(Runnable work, CompletableFuture<@Nullable Void> kept) {
        underway.incrementAndGet();
        disk.execute(() -> {
            try {
                work.run();
            } finally {
                kept.complete(null);
                underway.decrementAndGet();
            }
        });
    }

    private void keep(BlockSolved block) {
        CandidateFile local = file;
        if (local == null) {
            return;
        }
        try {
            local.add(block);
            metrics.road("file", true);
        } catch (IOException full) {
            metrics.road("file", false);
            LOG.atError()
                    .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_ROAD_FAILED)
                    .addKeyValue(LogKey.BLOCK, block.blockId())
                    .setCause(full)
                    .log("a solved block could not be written to the local file, it goes the other roads");
        }
    }

    /** Whatever is wrong with this road must not close the others. */
    private void startDirect(BlockSolved block) {
        if (direct.isEmpty()) {
            return;
        }
        underway.incrementAndGet();
        try {
            sendDirect(block);
        } catch (RuntimeException broken) {
            underway.decrementAndGet();
            metrics.road("direct", false);
            LOG.atError()
                    .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_ROAD_FAILED)
                    .addKeyValue(LogKey.BLOCK, block.blockId())
                    .setCause(broken)
                    .log("a solved block cannot be sent to template-services, it goes the other roads");
        }
    }

    private void startTopic(BlockSolved block) {
        underway.incrementAndGet();
        sendTopic(block);
    }

    private void sendDirect(BlockSolved block) {
        var _ = direct.send(block)
                .whenCompleteAsync(
                        (held, failure) -> {
                            boolean arrived = failure == null && held;
                            metrics.road("direct", arrived);
                            if (arrived) {
                                confirm(block.blockId());
                                underway.decrementAndGet();
                            } else {
                                again(() -> sendDirect(block));
                            }
                        },
                        worker);
    }

    private void sendTopic(BlockSolved block) {
        topic.write(block)
                .whenCompleteAsync(
                        (offset, failure) -> {
                            metrics.road("topic", failure == null);
                            if (failure == null) {
                                // Without an endpoint the log is what holds it for template-service.
                                if (direct.isEmpty()) {
                                    confirm(block.blockId());
                                }
                                underway.decrementAndGet();
                            } else {
                                LOG.atWarn()
                                        .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_ROAD_FAILED)
                                        .addKeyValue(LogKey.BLOCK, block.blockId())
                                        .addKeyValue(LogKey.REASON, failure)
                                        .log("a solved block is not on the log yet");
                                again(() -> sendTopic(block));
                            }
                        },
                        worker);
    }

    private void again(Runnable road) {
        if (worker.isShutdown()) {
            underway.decrementAndGet();
            return;
        }
        var _ = worker.schedule(road, AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void confirm(Hash256 blockId) {
        CandidateFile local = file;
        if (local == null || disk.isShutdown()) {
            return;
        }
        disk.execute(() -> {
            try {
                local.confirm(blockId);
            } catch (IOException notWritten) {
                // It is sent once more after a restart, which is no harm.
                LOG.warn("a block's confirmation could not be noted", notWritten);
            }
        });
    }
}
