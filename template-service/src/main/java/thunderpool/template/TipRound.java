package thunderpool.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import thunderpool.bitcoin.Hash256;
import thunderpool.template.TipRule.Doubt;
import thunderpool.template.TipRule.Judgement;
import thunderpool.template.TipRule.Memory;
import thunderpool.template.TipRule.Ruling;
import thunderpool.template.TipRule.Vote;
import thunderpool.template.TipRule.Worked;

/** One application of the {@link TipRule} to at least one vote. */
final class TipRound {

    private final TipRule rule;
    private final Memory before;
    private final List<Vote> votes;
    private final long nowMs;
    private final List<Tip> tips;
    private final BigInteger mostWork;
    private final Map<Hash256, Long> firstSeenMs;
    private final Map<String, Doubt> doubts;

    /** Those who are at one tip, in configured order; they tell the same work, unless one errs. */
    private record Tip(Hash256 id, List<Vote> votes) {
        BigInteger work() {
            return votes.getFirst().work();
        }

        Set<String> nodes() {
            return votes.stream().map(Vote::node).collect(Collectors.toUnmodifiableSet());
        }
    }

    TipRound(TipRule rule, Memory before, List<Vote> votes, long nowMs) {
        this.rule = rule;
        this.before = before;
        this.votes = votes;
        this.nowMs = nowMs;
        this.tips = tips(votes);
        this.mostWork = tips.stream().map(Tip::work).reduce(BigInteger.ZERO, BigInteger::max);
        this.firstSeenMs = tips.stream()
                .collect(Collectors.toMap(Tip::id, tip -> before.firstSeenMs().getOrDefault(tip.id(), nowMs)));
        this.doubts = doubts();
    }

    private static List<Tip> tips(List<Vote> votes) {
        Map<Hash256, List<Vote>> byTip = new LinkedHashMap<>();
        votes.forEach(vote ->
                byTip.computeIfAbsent(vote.tip(), any -> new ArrayList<>()).add(vote));
        return byTip.entrySet().stream()
                .map(tip -> new Tip(tip.getKey(), tip.getValue()))
                .toList();
    }

    /** A node that is away keeps its doubt: it does not come back trusted. */
    private Map<String, Doubt> doubts() {
        Map<String, Doubt> after = new HashMap<>(before.doubts());
        for (Tip tip : tips) {
            for (Vote vote : tip.votes()) {
                after.remove(vote.node());
                doubtOf(vote.node(), tip).ifPresent(doubt -> after.put(vote.node(), doubt));
            }
        }
        return after;
    }

    private Optional<Doubt> doubtOf(String node, Tip tip) {
        if (isAgreed(tip)) {
            return Optional.empty();
        }
        Optional<Doubt> last = Optional.ofNullable(before.doubts().get(node));
        if (last.isPresent() && !isFollowed(last.get().tip())) {
            return last;
        }
        if (!hasMostWork(tip)) {
            return Optional.empty();
        }
        // Followed as far as it was doubted: what it found since then is doubted since then.
        long sinceMs = last.isPresent() ? firstSeenMs.getOrDefault(tip.id(), nowMs) : nowMs;
        return Optional.of(new Doubt(tip.id(), sinceMs));
    }

    private boolean isFollowed(Hash256 block) {
        return votes.stream().filter(vote -> vote.has(block)).count() >= rule.agree();
    }

    private boolean isAgreed(Tip tip) {
        return tip.votes().size() >= rule.agree();
    }

    private boolean hasMostWork(Tip tip) {
        return tip.work().equals(mostWork);
    }

    Judgement judge() {
        boolean disputed = tips.stream().noneMatch(tip -> hasMostWork(tip) && isAgreed(tip));
        Optional<Tip> best = tips.stream().filter(this::mayBeWorkedOn).max(preference());
        Optional<Worked> held = before.worked().filter(last -> isHeld(last, best));
        Optional<Worked> worked = held.or(() -> best.map(this::worked));
        Ruling ruling = held.<Ruling>map(last -> new Ruling.Hold(last.tip()))
                .or(() -> best.map(tip -> new Ruling.Work(tip.id(), tip.votes().size(), hasMostWork(tip))))
                .orElse(new Ruling.Disputed());
        return new Judgement(ruling, disputed, new Memory(firstSeenMs, doubts, worked));
    }

    private boolean mayBeWorkedOn(Tip tip) {
        if (isAgreed(tip)) {
            BigInteger blockWork = tip.votes().getFirst().blockWork();
            BigInteger reach = blockWork.multiply(BigInteger.valueOf(TipRule.REACH_BLOCKS));
            return mostWork.subtract(tip.work()).compareTo(reach) <= 0;
        }
        return hasMostWork(tip) && nowMs < trustedUntilMs(tip);
    }

    /** By the oldest doubt of its nodes: who joins a doubtful branch does not prolong its time. */
    private long trustedUntilMs(Tip tip) {
        return rule.catchUpMs()
                + tip.votes().stream()
                        .flatMap(vote -> Optional.ofNullable(doubts.get(vote.node())).stream())
                        .mapToLong(Doubt::sinceMs)
                        .min()
                        .orElse(nowMs);
    }

    private Comparator<Tip> preference() {
        return Comparator.comparing(Tip::work)
                .thenComparing(this::isAgreed)
                .thenComparing(this::isWorkedOn)
                .thenComparing((Tip tip) -> firstSeenMs.getOrDefault(tip.id(), nowMs), Comparator.<Long>reverseOrder());
    }

    private boolean isWorkedOn(Tip tip) {
        return before.worked().isPresent() && before.worked().get().tip().equals(tip.id());
    }

    /** A node that is still there and has gone back by itself is believed. */
    private boolean isHeld(Worked last, Optional<Tip> best) {
        boolean wouldGoBack = best.isEmpty() || best.get().work().compareTo(last.work()) < 0;
        boolean silent = votes.stream().noneMatch(vote -> last.nodes().contains(vote.node()));
        return wouldGoBack && silent && nowMs < last.holdUntilMs();
    }

    private Worked worked(Tip tip) {
        return new Worked(tip.id(), tip.work(), tip.nodes(), trustedUntilMs(tip));
    }
}
