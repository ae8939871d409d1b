package thunderpool.payout.schedule;

import java.time.Duration;

/** Whether an account is to be paid now. */
public final class Eligibility {

    private Eligibility() {}

    /**
     * Due when at least the scheme's blocks or minutes have passed since the last payment, the payable balance reaches
     * the minimum, and nobody holds it. An interval of 0 never makes an account due.
     *
     * @param height of the chain
     * @param pause how long a refused account is left alone: the ledger knew something we had not heard yet
     */
    public static boolean isDue(Candidate candidate, int height, long nowMs, Duration pause) {
        Schedule schedule = candidate.schedule();
        if (schedule.held()
                || candidate.payable().isLessThan(schedule.minimum())
                || candidate.payable().isZero()) {
            return false;
        }
        if (candidate.refusedAtMs() > 0 && nowMs - candidate.refusedAtMs() < pause.toMillis()) {
            return false;
        }
        Scheme scheme = candidate.scheme();
        boolean byBlocks = scheme.blockInterval() > 0 && height - schedule.sinceHeight() >= scheme.blockInterval();
        boolean byTime = scheme.timeIntervalMinutes() > 0
                && nowMs - schedule.sinceMs()
                        >= Duration.ofMinutes(scheme.timeIntervalMinutes()).toMillis();
        return byBlocks || byTime;
    }
}
