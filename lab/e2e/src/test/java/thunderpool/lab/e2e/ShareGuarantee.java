package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.ToldLedger;
import thunderpool.topics.Judgement;
import thunderpool.topics.ShareSubmitted;
import thunderpool.work.RewardSystem;

/**
 * The promise to miners, checked to the share: what they were told against what stands in the log, and the log against
 * the books. Every share here must have the same difficulty, so that the work of one is known without the pool's code.
 *
 * @param fleets everything that was submitted to the pool since its first start
 * @param workPerShare expected hashes of one share
 */
record ShareGuarantee(RunningPool pool, Map<RewardSystem, Fleet> fleets, BigInteger workPerShare) {

    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(3);

    /** What was compared. */
    record Seen(int submitted, int accepted, int credited, int unanswered, int creditedUnanswered) {
        @Override
        public String toString() {
            return submitted + " submitted, " + accepted + " told true, " + credited + " credited; " + unanswered
                    + " unanswered at kills, of which " + creditedUnanswered + " credited";
        }
    }

    /** Shares told {@code true} up to now. */
    int accepted() {
        return fleets.values().stream()
                .mapToInt(fleet -> fleet.told().acceptedCount())
                .sum();
    }

    /** Waits until miners were told of so many more. */
    void awaitAccepted(int more) {
        int target = accepted() + more;
        RunningPool.await(more + " more shares told true", SETTLED_WITHIN, () -> accepted() >= target);
    }

    /** Miners stop, everything in flight arrives, and then all of it must fit. */
    Seen check() {
        fleets.values().forEach(fleet -> fleet.miners().forEach(miner -> miner.throttle(0)));
        List<Judgement.Share> judged = awaitJudged();
        Seen seen = new Seen(0, 0, 0, 0, 0);
        for (Map.Entry<RewardSystem, Fleet> entry : fleets.entrySet()) {
            List<Judgement.Share> own = judged.stream()
                    .filter(share -> share.miner().rewardSystem() == entry.getKey())
                    .toList();
            Seen part = compare(entry.getValue().told(), own);
            compareBooks(entry.getKey(), part.credited());
            seen = new Seen(
                    seen.submitted + part.submitted,
                    seen.accepted + part.accepted,
                    seen.credited + part.credited,
                    seen.unanswered + part.unanswered,
                    seen.creditedUnanswered + part.creditedUnanswered);
        }
        return seen;
    }

    /** Until no answer comes any more and the validator has judged every share of the log, each once. */
    private List<Judgement.Share> awaitJudged() {
        awaitQuiet();
        List<List<Judgement.Share>> last = new ArrayList<>();
        RunningPool.await("every logged share to be judged once", SETTLED_WITHIN, () -> {
            int submitted = ShareLog.read(pool, "validator", ShareSubmitted.TOPIC).stream()
                    .mapToInt(record -> record.shares().size())
                    .sum();
            last.clear();
            last.add(judged());
            assertThat(last.getFirst().size()).as("judgements").isLessThanOrEqualTo(submitted);
            return last.getFirst().size() == submitted;
        });
        return last.getFirst();
    }

    private void awaitQuiet() {
        int[] before = {-1, 0};
        RunningPool.await("miners to have their last answers", SETTLED_WITHIN, () -> {
            int answers = fleets.values().stream()
                    .map(Fleet::told)
                    .mapToInt(told -> told.acceptedCount() + told.refusedCount())
                    .sum();
            before[1] = answers == before[0] ? before[1] + 1 : 0;
            before[0] = answers;
            // Thirty looks a tenth of a second apart.
            return before[1] >= 30;
        });
    }

    private List<Judgement.Share> judged() {
        List<Judgement.Share> shares = new ArrayList<>();
        for (Judgement judgement : ShareLog.read(pool, "dashboard", Judgement.TOPIC)) {
            if (judgement instanceof Judgement.ShareJudged batch) {
                shares.addAll(batch.shares());
            }
        }
        return shares;
    }

    private static Seen compare(ToldLedger told, List<Judgement.Share> judged) {
        Map<Hash256, Integer> credited = new HashMap<>();
        judged.stream()
                .filter(Judgement.Share::isCredited)
                .forEach(share -> credited.merge(share.identity(), 1, Integer::sum));
        assertThat(credited.values()).as("no share is credited twice").containsOnly(1);
        assertThat(minus(told.accepted(), credited.keySet()))
                .as("told true, and credited")
                .isEmpty();
        assertThat(minus(credited.keySet(), told.submitted()))
                .as("credited, and never submitted")
                .isEmpty();
        Set<Hash256> silently = minus(credited.keySet(), told.accepted());
        assertThat(minus(silently, told.unanswered()))
                .as("credited against an answer")
                .isEmpty();
        return new Seen(
                told.submittedCount(),
                told.acceptedCount(),
                credited.size(),
                told.unanswered().size(),
                silently.size());
    }

    private static Set<Hash256> minus(Set<Hash256> from, Set<Hash256> what) {
        Set<Hash256> left = new HashSet<>(from);
        left.removeAll(what);
        return left;
    }

    private void compareBooks(RewardSystem system, int credited) {
        PgBooks books = new PgBooks(pool);
        RunningPool.await("accounting to have folded every credited share", SETTLED_WITHIN, () -> {
            long shares = books.contributions(system.code()).shares();
            assertThat(shares).as("shares in the books").isLessThanOrEqualTo(credited);
            return shares == credited;
        });
        assertThat(books.contributions(system.code()).work())
                .as("work in the books of %s", system)
                .isEqualByComparingTo(new BigDecimal(workPerShare.multiply(BigInteger.valueOf(credited))));
    }
}
