package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import thunderpool.bitcoin.Hash256;
import thunderpool.template.TipRule.Judgement;
import thunderpool.template.TipRule.Ruling;
import thunderpool.template.TipRule.Vote;

/** Whatever nodes do: who mines, who follows whom, who is away, and how time passes. */
final class TipRuleProperties {

    private static final long CATCH_UP_MS = 30_000;

    /** What happens at one node: it mines so many blocks, turns to another's chain, or goes away; then time passes. */
    record Step(int node, String what, int number, int seconds) {}

    /** A block of the test's own tree. */
    private record Block(List<Integer> path) {
        static final Block GENESIS = new Block(List.of());

        Block child(int id) {
            List<Integer> longer = new ArrayList<>(path);
            longer.add(id);
            return new Block(List.copyOf(longer));
        }

        Hash256 id() {
            return Hash256.ofDisplayHex("%064x".formatted(path.isEmpty() ? 0 : path.getLast()));
        }

        BigInteger work() {
            return BigInteger.valueOf(1 + path.size());
        }

        boolean has(Block other) {
            return path.size() >= other.path.size()
                    && path.subList(0, other.path.size()).equals(other.path);
        }
    }

    private static final class World {
        final Map<Integer, Block> tips = new LinkedHashMap<>();
        final Map<Integer, Boolean> away = new HashMap<>();
        final Map<Hash256, Block> known = new HashMap<>();
        final TipRule rule;
        Judgement last = Judgement.NONE;
        long nowMs = 1_000_000;
        int mined;

        World(int nodes, int agree) {
            rule = new TipRule(agree, CATCH_UP_MS);
            for (int i = 0; i < nodes; i++) {
                tips.put(i, Block.GENESIS);
            }
            known.put(Block.GENESIS.id(), Block.GENESIS);
        }

        Block tip(int node) {
            return tips.getOrDefault(node, Block.GENESIS);
        }

        void mine(int node, int count) {
            for (int i = 0; i < count; i++) {
                Block next = tip(node).child(++mined);
                known.put(next.id(), next);
                tips.put(node, next);
            }
        }

        void step(Step step) {
            int node = step.node() % tips.size();
            switch (step.what()) {
                case "mine" -> mine(node, 1 + step.number() % 3);
                case "follow" -> {
                    Block other = tip(step.number() % tips.size());
                    if (other.work().compareTo(tip(node).work()) > 0) {
                        tips.put(node, other);
                    }
                }
                case "away" -> away.put(node, true);
                default -> away.put(node, false);
            }
            judgeAfter(step.seconds() * 1_000L);
        }

        void judgeAfter(long ms) {
            nowMs += ms;
            last = rule.judge(last.memory(), votes(), nowMs);
        }

        List<Vote> votes() {
            List<Block> asked = TipRule.questions(last.memory(), List.of()).stream()
                    .map(id -> known.getOrDefault(id, Block.GENESIS))
                    .toList();
            List<Vote> votes = new ArrayList<>();
            tips.forEach((node, tip) -> {
                if (!away.getOrDefault(node, false)) {
                    Map<Hash256, Boolean> answers = new HashMap<>();
                    asked.forEach(block -> answers.put(block.id(), tip.has(block)));
                    votes.add(new Vote("n" + node, tip.id(), tip.work(), BigInteger.ONE, answers));
                }
            });
            return votes;
        }

        long at(Hash256 tip) {
            return votes().stream().filter(vote -> vote.tip().equals(tip)).count();
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> what = Arbitraries.of("mine", "mine", "follow", "follow", "follow", "away", "back", "back");
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        what,
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 25))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Property
    void workIsOnATipOfEnoughNodesOrOnTheOneWithTheMostWork(
            @ForAll("steps") List<Step> steps,
            @ForAll @IntRange(min = 1, max = 5) int nodes,
            @ForAll @IntRange(min = 1, max = 5) int agree) {
        World world = new World(nodes, Math.min(agree, nodes));
        for (Step step : steps) {
            world.step(step);
            List<Vote> votes = world.votes();
            BigInteger most = votes.stream().map(Vote::work).reduce(BigInteger.ZERO, BigInteger::max);
            if (world.last.ruling() instanceof Ruling.Work(Hash256 tip, int at, boolean inFront)) {
                BigInteger work = votes.stream()
                        .filter(vote -> vote.tip().equals(tip))
                        .findFirst()
                        .orElseThrow()
                        .work();
                assertThat(at).isEqualTo((int) world.at(tip));
                assertThat(inFront).isEqualTo(work.equals(most));
                assertThat(at >= world.rule.agree() || inFront).isTrue();
                assertThat(most.subtract(work).intValueExact()).isLessThanOrEqualTo(TipRule.REACH_BLOCKS);
                // A node that lies behind what enough nodes agree on is never worked with.
                assertThat(votes)
                        .filteredOn(vote -> world.at(vote.tip()) >= world.rule.agree())
                        .allMatch(vote -> vote.work().compareTo(work) <= 0);
            }
            assertThat(world.last.ruling() instanceof Ruling.Nobody).isEqualTo(votes.isEmpty());
        }
    }

    @Property
    void whenNothingMovesWorkOnATipOfTooFewEndsInTime(
            @ForAll("steps") List<Step> steps,
            @ForAll @IntRange(min = 2, max = 5) int nodes,
            @ForAll @IntRange(min = 2, max = 5) int agree) {
        World world = new World(nodes, Math.min(agree, nodes));
        steps.forEach(world::step);
        world.judgeAfter(0);
        world.judgeAfter(CATCH_UP_MS);
        world.judgeAfter(1);
        switch (world.last.ruling()) {
            case Ruling.Work(Hash256 tip, int _, boolean _) ->
                assertThat(world.at(tip)).isGreaterThanOrEqualTo(world.rule.agree());
            case Ruling.Hold _ -> throw new AssertionError("held for longer than the others need to catch up");
            case Ruling.Disputed _, Ruling.Nobody _ -> {}
        }
    }

    /** Nodes 0 to n-2 always share one tip; the last one never follows them, nor they it. */
    @Property
    void aNodeThatNobodyEverFollowsIsWorkedWithForItsTimeAndNoLonger(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 3, max = 5) int nodes) {
        World world = new World(nodes, nodes - 1);
        world.mine(0, 1);
        int loner = nodes - 1;
        world.mine(loner, 1);
        long firstWorkedMs = -1;
        for (Step step : steps) {
            if (step.what().equals("mine")) {
                world.mine(step.node() % 2 == 0 ? 0 : loner, 1 + step.number() % 2);
            } else if (!step.what().equals("follow")) {
                world.away.put(loner, step.what().equals("away"));
            }
            for (int i = 1; i < loner; i++) {
                world.tips.put(i, world.tip(0));
            }
            world.judgeAfter(step.seconds() * 1_000L);
            boolean onLoner = world.last.tip().isPresent()
                    && world.last.tip().get().equals(world.tip(loner).id());
            firstWorkedMs = onLoner && firstWorkedMs < 0 ? world.nowMs : firstWorkedMs;
            boolean timeIsOver = firstWorkedMs >= 0 && world.nowMs - firstWorkedMs >= CATCH_UP_MS;
            if (timeIsOver) {
                assertThat(onLoner).isFalse();
            }
            int ahead = world.tip(loner).path().size() - world.tip(0).path().size();
            boolean lonerCounts = !world.away.getOrDefault(loner, false);
            if (timeIsOver && (!lonerCounts || ahead <= TipRule.REACH_BLOCKS)) {
                assertThat(world.last.ruling())
                        .isEqualTo(new Ruling.Work(world.tip(0).id(), nodes - 1, !lonerCounts || ahead <= 0));
            }
        }
    }
}
