package thunderpool.payout.port;

import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.payout.schedule.Balance;
import thunderpool.payout.schedule.Candidate;
import thunderpool.payout.schedule.PlannedScheme;
import thunderpool.payout.schedule.Schedule;
import thunderpool.payout.schedule.Scheme;

/** Schemes, schedules, and what accounting last said of balances. */
public interface ScheduleBook {

    Optional<Scheme> scheme(String name);

    List<Scheme> schemes();

    void save(Scheme scheme);

    /** What schemes will be, at most one plan a scheme. */
    List<PlannedScheme> planned();

    /** Takes the place of the scheme's earlier plan. */
    void plan(PlannedScheme plan);

    void dropPlan(String schemeName);

    Optional<Schedule> find(Script account);

    List<Schedule> followersOf(String schemeName);

    void save(Schedule schedule);

    Optional<Balance> balance(Script account);

    void save(Balance balance);

    /** Accounts that are not held, have no open order, and reach their minimum; the longest unpaid first. */
    List<Candidate> candidates();

    /** Whether an operator holds the payouts of all accounts. */
    Hold hold();

    void save(Hold hold);

    /** @param version counts the changes, 0 before the first */
    record Hold(long version, boolean held) {}

    /** From which amount on an operator must let an order go on. */
    Approval approval();

    void save(Approval approval);

    /**
     * @param version counts the changes by command, 0 before the first
     * @param above reserved amounts from this one on wait; empty when none does
     */
    record Approval(long version, Optional<Sats> above) {}
}
