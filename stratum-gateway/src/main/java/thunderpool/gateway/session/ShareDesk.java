package thunderpool.gateway.session;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Difficulty;
import thunderpool.gateway.job.JobBoard;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.stratum.ClientMessage.Submit;
import thunderpool.stratum.RequestId;
import thunderpool.stratum.ServerMessage;
import thunderpool.stratum.StratumError;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.Bytes;
import thunderpool.topics.ShareSubmitted;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.Extranonce;
import thunderpool.work.Job;
import thunderpool.work.JobId;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;
import thunderpool.work.RewardSystem;
import thunderpool.work.Submission;
import thunderpool.work.Verdict;
import thunderpool.work.VersionMask;

/**
 * One session's submits: hash first, then the block, then everything that may be wrong with the share. So whatever
 * meets the network's target goes home, be it stale, unannounced, a repeat or a stranger's.
 */
final class ShareDesk {
    /** What the desk tells the session. */
    interface Outcome {
        /** Judged good and taken over; not answered yet. */
        void accepted(Difficulty of);

        void rejected(Rejection rejection);

        /** Its fate is not known: no answer may be given. */
        void unknownFate();
    }

    /** One submit on its way through. */
    private record Case(
            Submit message,
            Submission submission,
            Job job,
            @Nullable WorkerTally worker,
            long nanos) {}

    private final SessionServices services;
    private final Connection connection;
    private final ShareJudge judge;
    private final Outcome outcome;
    private final GatewayMetrics.OfPort meters;
    private IssuedJobs issued = new IssuedJobs();
    private final RecentShares recent = new RecentShares();
    private int extranonce1;
    private int versionMask;
    private int inFlight;

    ShareDesk(
            SessionServices services,
            Connection connection,
            ShareJudge judge,
            Outcome outcome,
            GatewayMetrics.OfPort meters) {
        this.services = services;
        this.connection = connection;
        this.judge = judge;
        this.outcome = outcome;
        this.meters = meters;
    }

    void extranonce1(int value) {
        extranonce1 = value;
    }

    void versionMask(int mask) {
        versionMask = mask;
    }

    /** Goes on with what an earlier connection was sent. */
    void resume(IssuedJobs earlier) {
        issued = earlier;
    }

    IssuedJobs issued() {
        return issued;
    }

    /** No share of before can be accepted any more. */
    void newTip() {
        recent.clear();
    }

    /** Shares taken over and not answered yet. */
    int inFlight() {
        return inFlight;
    }

    /**
     * @param worker whom the user stands for; null when not authorized
     * @param nowMs arrival
     */
    void submit(Submit message, @Nullable WorkerTally worker, long nowMs) {
        long nanos = services.nanos().getAsLong();
        if (worker != null) {
            worker.submitted(nowMs);
        }
        if (message.extranonce2Bytes() != Extranonce.EXTRANONCE2_BYTES) {
            refuse(
                    message.id(),
                    worker,
                    Rejection.MALFORMED,
                    "Extranonce2 has " + Extranonce.EXTRANONCE2_BYTES + " bytes here");
            return;
        }
        JobId id = JobId.parse(message.jobId()).orElse(null);
        TemplateWork work = id == null ? null : services.board().find(id.templateId());
        Job job = id == null || work == null ? null : work.find(id);
        if (id == null || work == null || job == null) {
            refuse(message.id(), worker, worker == null ? Rejection.UNAUTHORIZED : Rejection.UNKNOWN_JOB, null);
            return;
        }
        Integer bits = message.versionBits();
        int version = job.template().version() | (bits == null ? 0 : bits);
        Submission submission =
                new Submission(id, extranonce1, message.extranonce2(), message.ntime(), message.nonce(), version);
        Case submitted = new Case(message, submission, job, worker, nanos);
        judge.judge(job, submission, verdict -> judged(submitted, verdict, work, nowMs));
    }

    private void judged(Case submitted, Verdict verdict, TemplateWork work, long nowMs) {
        @Nullable CompletionStage<@Nullable Void> home = null;
        if (verdict.solvedBlock() != null) {
            services.metrics().solved();
            home = services.blocks().solved(block(submitted, verdict, nowMs));
        }
        Rejection rejection = rejection(submitted, verdict, work, nowMs);
        if (rejection != null) {
            refuseOnce(home, submitted, rejection);
            return;
        }
        WorkerTally worker = submitted.worker;
        if (worker == null) {
            throw new IllegalStateException("an unauthorized share is rejected before");
        }
        ShareSubmitted.Share share = new ShareSubmitted.Share(submitted.submission, worker.miner());
        inFlight++;
        if (!services.shares().offer(share, receipt(submitted, home))) {
            inFlight--;
            refuseOnce(home, submitted, Rejection.BUSY);
            return;
        }
        recent.add(verdict.identity());
        Difficulty difficulty = submitted.submission.job().difficulty();
        meters.accepted(difficulty);
        outcome.accepted(difficulty);
    }

    private @Nullable Rejection rejection(Case submitted, Verdict verdict, TemplateWork work, long nowMs) {
        if (submitted.worker == null) {
            return Rejection.UNAUTHORIZED;
        }
        if (!issued.contains(submitted.submission.job(), work, nowMs)) {
            return Rejection.UNKNOWN_JOB;
        }
        if (!services.board().counts(work, nowMs)) {
            return Rejection.STALE;
        }
        Integer bits = submitted.message.versionBits();
        if (bits != null && (bits & ~versionMask) != 0) {
            return Rejection.BAD_VERSION;
        }
        return switch (verdict) {
            case Verdict.Rejected rejected -> rejected.rejection();
            case Verdict.Accepted accepted -> recent.contains(accepted.identity()) ? Rejection.DUPLICATE : null;
        };
    }

    private SharePort.Receipt receipt(Case submitted, @Nullable CompletionStage<@Nullable Void> home) {
        return new SharePort.Receipt() {
            @Override
            public void durable() {
                if (home == null) {
                    connection.execute(() -> accept(submitted));
                } else {
                    home.thenRun(() -> connection.execute(() -> accept(submitted)));
                }
            }

            @Override
            public void unknown() {
                connection.execute(() -> {
                    inFlight--;
                    outcome.unknownFate();
                });
            }
        };
    }

    private void accept(Case submitted) {
        inFlight--;
        connection.send(new ServerMessage.Answered(submitted.message.id(), true));
        services.metrics().answered(services.nanos().getAsLong() - submitted.nanos);
    }

    private BlockSolved block(Case submitted, Verdict verdict, long nowMs) {
        Job job = submitted.job;
        JobBoard board = services.board();
        Miner finder = submitted.worker != null ? submitted.worker.miner() : stranger(job);
        return new BlockSolved(
                board.chain().name(),
                Objects.requireNonNull(verdict.solvedBlock()),
                submitted.submission,
                Bytes.of(job.header(submitted.submission)),
                Bytes.of(job.coinbase(submitted.submission)),
                finder,
                nowMs);
    }

    /** A block of someone who may not submit is the pool's: its script stands for nobody else. */
    private static Miner stranger(Job job) {
        CoinbasePlan plan = job.template().plan(job.id().planId());
        return new Miner(plan.remainder(), "", RewardSystem.PPLNS, "");
    }

    /** A refusal is an answer too: that of a block waits until the block cannot be lost any more. */
    private void refuseOnce(@Nullable CompletionStage<@Nullable Void> home, Case submitted, Rejection rejection) {
        RequestId id = submitted.message.id();
        if (home == null) {
            refuse(id, submitted.worker, rejection, null);
            return;
        }
        inFlight++;
        home.thenRun(() -> connection.execute(() -> {
            inFlight--;
            refuse(id, submitted.worker, rejection, null);
        }));
    }

    private void refuse(RequestId id, @Nullable WorkerTally worker, Rejection rejection, @Nullable String text) {
        meters.rejected(rejection);
        if (worker != null) {
            worker.refused(rejection);
        }
        connection.send(new ServerMessage.Refused(
                id, StratumError.ofCode(rejection.stratumCode()), text == null ? rejection.text() : text));
        outcome.rejected(rejection);
    }

    /** What a miner may roll of what it can: BIP310 inside the bits BIP320 gives away. */
    static int negotiated(int wanted) {
        return wanted & VersionMask.ROLLABLE;
    }
}
