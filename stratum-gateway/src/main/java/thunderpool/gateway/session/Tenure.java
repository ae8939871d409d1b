package thunderpool.gateway.session;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Script;
import thunderpool.work.Miner;
import thunderpool.work.RewardSystem;

/** One session's hold on its extranonce1: taken fresh or resumed, told in the session id, given back or handed over. */
final class Tenure {
    private final SessionServices services;
    private final Connection connection;
    private final ShareDesk desk;
    private final ExtranonceBook.Holder holder = new Claim();
    private OptionalInt extranonce1 = OptionalInt.empty();
    private @Nullable SessionToken resumed;
    private volatile boolean retired;

    Tenure(SessionServices services, Connection connection, ShareDesk desk) {
        this.services = services;
        this.connection = connection;
        this.desk = desk;
    }

    private final class Claim implements ExtranonceBook.Holder {
        @Override
        public IssuedJobs issued() {
            return desk.issued();
        }

        @Override
        public void retire() {
            retired = true;
            connection.execute(() -> connection.close(Parting.RESUMED));
        }
    }

    /** Empty before subscription, and when the gateway is full. */
    OptionalInt extranonce1() {
        return extranonce1;
    }

    /** Another connection, here or elsewhere, speaks for the session now. */
    boolean isRetired() {
        return retired;
    }

    /** What the resumed session's id said; null for a fresh one. */
    @Nullable
    SessionToken resumed() {
        return resumed;
    }

    /**
     * Resumes the session of this id if that is certain, else begins a fresh one. A session stays with its reward system:
     * else a miner could earn by PPLNS with work of which it keeps the blocks to itself.
     */
    void take(@Nullable String sessionId, PortRules rules, long nowMs) {
        if (sessionId != null) {
            SessionToken token = services.seal().read(sessionId, nowMs / 1000).orElse(null);
            boolean earnsTheSame = token != null && token.rewardSystem() == rules.rewardSystem();
            if (token != null && earnsTheSame && resume(token, rules, nowMs)) {
                return;
            }
        }
        extranonce1 = services.extranonces().acquire(holder, nowMs);
    }

    private boolean resume(SessionToken token, PortRules rules, long nowMs) {
        Optional<ExtranonceBook.Resumed> earlier = services.extranonces().resume(token.extranonce1(), holder, nowMs);
        if (earlier.isEmpty()) {
            return false;
        }
        IssuedJobs issued = earlier.get().issued();
        if (earlier.get().elsewhere()) {
            issued.fromElsewhere(rules.bounded(token.difficulty()), rules.easiest(), nowMs);
            services.metrics().resumed("elsewhere");
        } else {
            services.metrics().resumed("here");
        }
        resumed = token;
        desk.resume(issued);
        extranonce1 = OptionalInt.of(token.extranonce1());
        return true;
    }

    /** The id under which this session may be resumed. */
    String sessionId(@Nullable Miner first, Difficulty present, RewardSystem system, long nowMs) {
        Script account = first == null ? null : first.account();
        long expiresAtS = (nowMs + services.limits().tokenLifeMs()) / 1000;
        return services.seal()
                .write(new SessionToken(
                        extranonce1.orElseThrow(), SessionToken.digest(account), present, system, expiresAtS));
    }

    /** Another gateway may take the session up; completes once it will know so. */
    CompletionStage<?> handOver() {
        return extranonce1.isEmpty()
                ? CompletableFuture.completedStage(true)
                : services.extranonces().handOver(extranonce1.getAsInt(), holder);
    }

    /** Whether the other gateways have read about now that they may take the session up. */
    boolean isHandedOver() {
        return extranonce1.isEmpty() || services.extranonces().isFreeElsewhere(extranonce1.getAsInt());
    }

    void end(long nowMs) {
        extranonce1.ifPresent(value -> services.extranonces().release(value, holder, nowMs));
    }
}
