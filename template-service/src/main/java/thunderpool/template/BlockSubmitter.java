package thunderpool.template;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import thunderpool.bitcoin.BlockHeader;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.MalformedException;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Target;
import thunderpool.node.Node;
import thunderpool.node.NodeException;
import thunderpool.node.SubmitOutcome;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.BlockSolved;
import thunderpool.work.Algorithm;

/**
 * Brings solved blocks home: submits to every node at once, again and again until each has answered, and stores them.
 * Idempotent by block id, whatever road a block comes by and however often. Thread-safe.
 *
 * <p>Submission does not wait for the database, not even for its refusal: a block is worth more than its bookkeeping, and
 * a database that hangs says nothing for a long time. Only a body that is not in memory must be fetched there first, by
 * reading alone. When it is away the receipt says that the block is not stored, and whoever brought it brings it again.
 */
final class BlockSubmitter {

    /** The outcome of a submission that the node did not answer. */
    static final String UNKNOWN = "unknown";

    private static final Logger LOG = LoggerFactory.getLogger(BlockSubmitter.class);
    private static final int ANSWERED_KEPT = 10_000;
    private static final List<Duration> PAUSES = List.of(
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(8));

    /** What became of a block that was brought. */
    sealed interface Receipt {
        /** Durable here, now or before; submission goes on in the background. */
        record Stored(boolean isNew) implements Receipt {}

        /** Submission goes on, but nothing is durable: bring it again. */
        record NotStored(String why) implements Receipt {}

        /** No block of this chain; bringing it again changes nothing. */
        record Refused(String why) implements Receipt {}
    }

    /** Waits between two attempts; a test's does not. */
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    private final Chain chain;
    private final Algorithm algorithm;
    private final List<? extends Node> nodes;
    private final RecentBodies bodies;
    private final PoolScript poolScript;
    private final CandidateStore store;
    private final Executor background;
    private final Pause pause;
    private final TemplateMetrics metrics;
    private final Set<Hash256> underWay = ConcurrentHashMap.newKeySet();

    /** Blocks that every node said something about: they need not be submitted again when they come by another road. */
    private final Set<Hash256> answered = ConcurrentHashMap.newKeySet();

    /** What the submitter works with. */
    record Outside(
            List<? extends Node> nodes,
            RecentBodies bodies,
            PoolScript poolScript,
            CandidateStore store,
            Executor background,
            Pause pause) {}

    BlockSubmitter(Chain chain, Outside outside, TemplateMetrics metrics) {
        this.chain = chain;
        this.algorithm = Algorithm.ofLabel(chain.algorithm());
        this.nodes = List.copyOf(outside.nodes());
        this.bodies = outside.bodies();
        this.poolScript = outside.poolScript();
        this.store = outside.store();
        this.background = outside.background();
        this.pause = outside.pause();
        this.metrics = metrics;
    }

    /** From the endpoint and from the topic; returns when the block is durable or cannot be made so now. */
    Receipt bring(BlockSolved solved) {
        Optional<String> problem = problemOf(solved);
        if (problem.isPresent()) {
            LOG.atError()
                    .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_REFUSED)
                    .addKeyValue(LogKey.BLOCK, solved.blockId())
                    .addKeyValue(LogKey.REASON, problem.get())
                    .log("refused what was brought as a block");
            return new Receipt.Refused(problem.get());
        }
        int template = solved.submission().job().templateId();
        Optional<TemplateBody> remembered = bodies.remembered(template);
        if (remembered.isPresent() && !answered.contains(solved.blockId())) {
            submit(solved, remembered);
        }
        try {
            Optional<Candidate> known = store.find(solved.blockId());
            if (known.isPresent()) {
                return new Receipt.Stored(false);
            }
            Optional<TemplateBody> body = remembered.isPresent() ? remembered : fetched(template);
            if (remembered.isEmpty()) {
                // Reading is possible also where no commit is acknowledged, and keeping the block would hang.
                submit(solved, body);
            }
            Candidate candidate = Candidate.fresh(solved, scriptOf(body));
            boolean isNew = store.keep(candidate);
            if (isNew) {
                metrics.candidate();
                LOG.atInfo()
                        .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_SOLVED)
                        .addKeyValue(LogKey.BLOCK, candidate.blockId())
                        .addKeyValue(LogKey.HEIGHT, candidate.height())
                        .addKeyValue(LogKey.REWARD_SYSTEM, solved.finder().rewardSystem())
                        .addKeyValue(LogKey.JOB, solved.submission().job().text())
                        .log("block solved");
            }
            return new Receipt.Stored(isNew);
        } catch (StoreAway e) {
            notReady(solved.blockId()).setCause(e).log("a block cannot be stored now");
            return new Receipt.NotStored("the database is away");
        } catch (MalformedException e) {
            LOG.atError()
                    .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_REFUSED)
                    .addKeyValue(LogKey.BLOCK, solved.blockId())
                    .setCause(e)
                    .log("refused what was brought as a block");
            return new Receipt.Refused(String.valueOf(e.getMessage()));
        } catch (NoScriptYet e) {
            notReady(solved.blockId()).setCause(e).log("a block cannot be kept yet");
            return new Receipt.NotStored(String.valueOf(e.getMessage()));
        }
    }

    /** Into memory too: when the block cannot be kept, it is brought again. */
    private Optional<TemplateBody> fetched(int template) {
        Optional<TemplateBody> body = bodies.find(template);
        body.ifPresent(bodies::add);
        return body;
    }

    /** Submits a stored block once more: after a restart, or when no node knows it. */
    void again(Candidate candidate) {
        try {
            submit(
                    candidate.solved(),
                    bodies.find(candidate.solved().submission().job().templateId()));
        } catch (StoreAway e) {
            LOG.atWarn()
                    .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_NOT_READY)
                    .addKeyValue(LogKey.BLOCK, candidate.blockId())
                    .setCause(e)
                    .log("a block cannot be assembled now");
        }
    }

    /** Whether attempts are being made right now. */
    boolean underWay(Hash256 blockId) {
        return underWay.contains(blockId);
    }

    private Script scriptOf(Optional<TemplateBody> body) {
        return body.map(TemplateBody::poolScript)
                .or(() -> poolScript.find().script())
                .orElseThrow(() -> new NoScriptYet());
    }

    private Optional<String> problemOf(BlockSolved solved) {
        byte[] header = solved.header().toByteArray();
        if (!solved.chain().equals(chain.name())) {
            return Optional.of("it is of " + solved.chain() + ", here is " + chain.name());
        }
        if (header.length != BlockHeader.SIZE) {
            return Optional.of("its header has " + header.length + " bytes");
        }
        Algorithm.Hasher hasher = algorithm.hasher();
        Hash256 identity = hasher.identity(header);
        if (!hasher.blockId(header, identity).equals(solved.blockId())) {
            return Optional.of("its id is not the hash of its header");
        }
        try {
            Target target = Target.ofCompact(BlockHeader.parse(header).nbits());
            return target.isMetBy(hasher.proof(header, identity))
                    ? Optional.empty()
                    : Optional.of("its proof of work does not meet its own target");
        } catch (MalformedException e) {
            return Optional.of("its target is no target");
        }
    }

    private void submit(BlockSolved solved, Optional<TemplateBody> body) {
        if (body.isEmpty()) {
            notReady(solved.blockId())
                    .addKeyValue(LogKey.JOB, solved.submission().job().text())
                    .log("a block cannot be assembled: the body of its template is not here");
            return;
        }
        if (!underWay.add(solved.blockId())) {
            return;
        }
        byte[] block;
        try {
            Candidate parts = Candidate.fresh(solved, body.get().poolScript());
            block = body.get().assemble(parts.header(), parts.coinbase());
        } catch (IllegalArgumentException | MalformedException e) {
            underWay.remove(solved.blockId());
            notReady(solved.blockId()).setCause(e).log("a block cannot be assembled");
            return;
        }
        List<CompletableFuture<Boolean>> attempts = new ArrayList<>();
        for (Node node : nodes) {
            attempts.add(CompletableFuture.supplyAsync(() -> submitTo(node, solved.blockId(), block), background));
        }
        var _ = CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> {
                    if (failure == null && attempts.stream().allMatch(CompletableFuture::join)) {
                        rememberAnswered(solved.blockId());
                    }
                    underWay.remove(solved.blockId());
                    if (failure != null) {
                        LOG.atError()
                                .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_SUBMITTED)
                                .addKeyValue(LogKey.BLOCK, solved.blockId())
                                .setCause(failure)
                                .log("submitting a block failed unexpectedly");
                    }
                });
    }

    private void rememberAnswered(Hash256 blockId) {
        if (answered.size() >= ANSWERED_KEPT) {
            answered.clear();
        }
        answered.add(blockId);
    }

    /** Whether the node answered at last. */
    private boolean submitTo(Node node, Hash256 blockId, byte[] block) {
        for (int attempt = 0; ; attempt++) {
            try {
                SubmitOutcome outcome = node.submitBlock(block);
                note(
                        blockId,
                        node.name(),
                        outcome.label(),
                        outcome instanceof SubmitOutcome.Rejected(String why) ? why : "");
                return true;
            } catch (NodeException e) {
                note(blockId, node.name(), UNKNOWN, String.valueOf(e.getMessage()));
            }
            if (attempt == PAUSES.size()) {
                return false;
            }
            try {
                pause.of(PAUSES.get(attempt));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private void note(Hash256 blockId, String node, String outcome, String reason) {
        metrics.submitted(node, outcome);
        boolean answered = !outcome.equals("rejected") && !outcome.equals(UNKNOWN);
        LOG.atLevel(answered ? Level.INFO : Level.ERROR)
                .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_SUBMITTED)
                .addKeyValue(LogKey.BLOCK, blockId)
                .addKeyValue(LogKey.NODE, node)
                .addKeyValue(LogKey.OUTCOME, outcome)
                .log(answered ? "a node was given a block" : "a node DID NOT TAKE a block: {}", reason);
        try {
            store.noteOutcome(blockId, node, outcome, reason);
        } catch (StoreAway e) {
            LOG.atWarn()
                    .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_NOT_READY)
                    .addKeyValue(LogKey.BLOCK, blockId)
                    .addKeyValue(LogKey.NODE, node)
                    .setCause(e)
                    .log("what a node said of a block cannot be stored");
        }
    }

    private static LoggingEventBuilder notReady(Hash256 blockId) {
        return LOG.atError().addKeyValue(LogKey.EVENT, LogEvent.BLOCK_NOT_READY).addKeyValue(LogKey.BLOCK, blockId);
    }

    private static final class NoScriptYet extends RuntimeException {
        NoScriptYet() {
            super("the pool's script is not known yet");
        }
    }
}
