package thunderpool.validator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import thunderpool.topics.Judgement;
import thunderpool.work.Rejection;

/** What operators see of the judging: shares by reason, and accepted difficulty as a counter. */
final class ShareCounts {

    private final Counter accepted;
    private final Counter acceptedDifficulty;
    private final Counter blocks;
    private final Map<Rejection, Counter> rejected = new EnumMap<>(Rejection.class);

    ShareCounts(MeterRegistry registry) {
        this.accepted = shares(registry, "accepted");
        for (Rejection rejection : Rejection.values()) {
            rejected.put(rejection, shares(registry, rejection.name().toLowerCase(Locale.ROOT)));
        }
        this.acceptedDifficulty = Counter.builder("thunderpool_validator_accepted_difficulty")
                .description("Sum of the difficulties of credited shares; rate times 2^32 is the hash rate of sha256d")
                .register(registry);
        this.blocks = Counter.builder("thunderpool_validator_blocks")
                .description("Judged shares that met the network target")
                .register(registry);
    }

    private static Counter shares(MeterRegistry registry, String reason) {
        return Counter.builder("thunderpool_validator_shares")
                .description("Judged shares by outcome")
                .tag("reason", reason)
                .register(registry);
    }

    void count(Judgement.Share share) {
        if (share.solvedBlock() != null) {
            blocks.increment();
        }
        Rejection rejection = share.rejection();
        if (rejection == null) {
            accepted.increment();
            acceptedDifficulty.increment(
                    Math.scalb(1.0, share.job().difficulty().exponent()));
            return;
        }
        Counter counter = rejected.get(rejection);
        if (counter != null) {
            counter.increment();
        }
    }
}
