package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Hash256;
import thunderpool.template.TipRule.Judgement;
import thunderpool.template.TipRule.Ruling;
import thunderpool.template.TipRule.Vote;

/** Branches are written as words: node "a" at "SSx" has the blocks S, SS and SSx, and as much work as letters. */
class TipRuleTest {

    private static final long CATCH_UP_MS = 30_000;

    private TipRule rule = new TipRule(2, CATCH_UP_MS);
    private Judgement last = Judgement.NONE;
    private long nowMs = 5_000_000;

    private static Hash256 block(String branch) {
        return Hash256.ofDisplayHex("%064x".formatted(new BigInteger(1, branch.getBytes(StandardCharsets.US_ASCII))));
    }

    /** The nodes' tips after so many seconds; each node was asked about every tip and about every prefix of them. */
    private Judgement after(int seconds, Map<String, String> tips) {
        nowMs += seconds * 1_000L;
        List<Vote> votes = new ArrayList<>();
        for (String node : List.of("a", "b", "c", "d", "e")) {
            if (tips.containsKey(node)) {
                votes.add(vote(node, tips));
            }
        }
        last = rule.judge(last.memory(), votes, nowMs);
        return last;
    }

    private static Vote vote(String node, Map<String, String> tips) {
        String own = tips.getOrDefault(node, "");
        Map<Hash256, Boolean> answers = new HashMap<>();
        for (String tip : tips.values()) {
            for (int length = 1; length <= tip.length(); length++) {
                String asked = tip.substring(0, length);
                answers.put(block(asked), own.startsWith(asked));
            }
        }
        return new Vote(node, block(own), BigInteger.valueOf(own.length()), BigInteger.ONE, answers);
    }

    private static Ruling on(String branch, int nodes) {
        return new Ruling.Work(block(branch), nodes, true);
    }

    private static Ruling behind(String branch, int nodes) {
        return new Ruling.Work(block(branch), nodes, false);
    }

    @Test
    void aTipThatEnoughNodesAreAtIsWorkedOnForEver() {
        assertThat(after(0, Map.of("a", "S", "b", "S")).ruling()).isEqualTo(on("S", 2));
        assertThat(after(90_000, Map.of("a", "S", "b", "S", "c", "R")).ruling()).isEqualTo(on("S", 2));
        assertThat(last.disputed()).isFalse();
    }

    @Test
    void aNewTipIsWorkedOnAtOnceAndWithinItsTimeTheOthersFollow() {
        after(0, Map.of("a", "S", "b", "S", "c", "S"));
        assertThat(after(600, Map.of("a", "SS", "b", "S", "c", "S")).ruling()).isEqualTo(on("SS", 1));
        assertThat(last.disputed()).isTrue();
        assertThat(after(29, Map.of("a", "SS", "b", "S", "c", "S")).ruling()).isEqualTo(on("SS", 1));
        assertThat(after(600, Map.of("a", "SS", "b", "SS", "c", "S")).ruling()).isEqualTo(on("SS", 2));
        assertThat(last.disputed()).isFalse();
    }

    @Test
    void aNodeAloneInFrontIsLeftForTheTipOfTheMany() {
        after(0, Map.of("a", "S", "b", "S", "c", "S"));
        assertThat(after(600, Map.of("a", "S", "b", "S", "c", "Sx")).ruling()).isEqualTo(on("Sx", 1));
        assertThat(after(30, Map.of("a", "S", "b", "S", "c", "Sx")).ruling()).isEqualTo(behind("S", 2));
        assertThat(last.disputed()).isTrue();
    }

    @Test
    void newBlocksOnABranchThatNobodyFollowsBeginNoNewTime() {
        after(0, Map.of("a", "S", "b", "S", "c", "S"));
        after(600, Map.of("a", "S", "b", "S", "c", "Sx"));
        after(20, Map.of("a", "S", "b", "S", "c", "Sxx"));
        assertThat(after(10, Map.of("a", "S", "b", "S", "c", "Sxxx")).ruling()).isEqualTo(behind("S", 2));
        // Nor does a stay away, nor a moment in which the others had more.
        after(600, Map.of("a", "SSSSS", "b", "SSSSS"));
        assertThat(after(600, Map.of("a", "SSSSS", "b", "SSSSS", "c", "Sxxxxxx"))
                        .ruling())
                .isEqualTo(behind("SSSSS", 2));
        // A node that joins the branch does not prolong its time either.
        rule = new TipRule(3, CATCH_UP_MS);
        after(600, Map.of("a", "SSSSS", "b", "SSSSS", "c", "Sxxxxxx", "d", "Sxxxxxx", "e", "SSSSS"));
        assertThat(last.ruling()).isEqualTo(behind("SSSSS", 3));
    }

    @Test
    void oneWhoFollowedSomeBlocksLateGivesTheNextOnesTheirOwnTime() {
        rule = new TipRule(2, CATCH_UP_MS);
        after(0, Map.of("a", "S", "b", "S"));
        after(100, Map.of("a", "SS", "b", "S"));
        after(20, Map.of("a", "SSS", "b", "S"));
        // b is always two behind, but it follows.
        after(9, Map.of("a", "SSSS", "b", "SS"));
        assertThat(after(5, Map.of("a", "SSSS", "b", "SS")).ruling()).isEqualTo(on("SSSS", 1));
        after(14, Map.of("a", "SSSSSS", "b", "SSSS"));
        assertThat(after(5, Map.of("a", "SSSSSS", "b", "SSSS")).ruling()).isEqualTo(on("SSSSSS", 1));
        // And then it does not any more.
        assertThat(after(40, Map.of("a", "SSSSSS", "b", "SSSS")).ruling()).isEqualTo(new Ruling.Disputed());
    }

    @Test
    void whatCameAfterABlockThatWasFollowedIsDoubtedSinceItCame() {
        after(0, Map.of("a", "S", "b", "S"));
        after(100, Map.of("a", "SS", "b", "S"));
        after(20, Map.of("a", "SSS", "b", "S"));
        after(9, Map.of("a", "SSS", "b", "SS"));
        assertThat(after(20, Map.of("a", "SSS", "b", "SS")).ruling()).isEqualTo(on("SSS", 1));
        assertThat(after(1, Map.of("a", "SSS", "b", "SS")).ruling()).isEqualTo(new Ruling.Disputed());
    }

    @Test
    void aNodeThatStayedOnALostBranchIsTrustedWithTheNextBlock() {
        after(0, Map.of("a", "S", "b", "S", "c", "S"));
        after(60, Map.of("a", "SS", "b", "SS", "c", "S"));
        after(60, Map.of("a", "SS", "b", "SS", "c", "x"));
        assertThat(after(600, Map.of("a", "SS", "b", "SS", "c", "SSS")).ruling())
                .isEqualTo(on("SSS", 1));
    }

    @Test
    void aNodeThatIsFollowedAtLastIsTrustedAgain() {
        after(0, Map.of("a", "S", "b", "S", "c", "S"));
        after(600, Map.of("a", "S", "b", "S", "c", "Sx"));
        assertThat(after(60, Map.of("a", "S", "b", "S", "c", "Sx")).ruling()).isEqualTo(behind("S", 2));
        assertThat(after(60, Map.of("a", "Sx", "b", "S", "c", "Sx")).ruling()).isEqualTo(on("Sx", 2));
        assertThat(after(600, Map.of("a", "Sx", "b", "Sx", "c", "Sxx")).ruling())
                .isEqualTo(on("Sxx", 1));
    }

    @Test
    void amongEqualsTheTipFirstSeenStays() {
        rule = new TipRule(1, CATCH_UP_MS);
        after(0, Map.of("a", "P", "b", "P"));
        assertThat(after(600, Map.of("a", "P", "b", "PT")).ruling()).isEqualTo(on("PT", 1));
        assertThat(after(3, Map.of("a", "PS", "b", "PT")).ruling()).isEqualTo(on("PT", 1));
        assertThat(after(900, Map.of("a", "PS", "b", "PT")).ruling()).isEqualTo(on("PT", 1));
        assertThat(after(1, Map.of("a", "PSS", "b", "PT")).ruling()).isEqualTo(on("PSS", 1));
    }

    @Test
    void amongEqualsTheTipThatIsAgreedOnWins() {
        after(0, Map.of("a", "P", "b", "P", "c", "P"));
        assertThat(after(600, Map.of("a", "PT", "b", "P", "c", "P")).ruling()).isEqualTo(on("PT", 1));
        assertThat(after(3, Map.of("a", "PT", "b", "PS", "c", "PS")).ruling()).isEqualTo(on("PS", 2));
        assertThat(last.disputed()).isFalse();
    }

    @Test
    void amongEqualsThatAreAgreedOnTheOneWorkedOnStays() {
        after(0, Map.of("a", "P", "b", "P", "c", "P", "d", "P"));
        assertThat(after(600, Map.of("a", "P", "b", "P", "c", "PS", "d", "P")).ruling())
                .isEqualTo(on("PS", 1));
        after(5, Map.of("a", "PT", "b", "PT", "c", "PS", "d", "P"));
        assertThat(after(5, Map.of("a", "PT", "b", "PT", "c", "PS", "d", "PS")).ruling())
                .isEqualTo(on("PT", 2));
    }

    @Test
    void amongEqualsAfterAStopTheOneSeenFirstIsTaken() {
        after(0, Map.of("a", "P", "b", "P"));
        after(600, Map.of("a", "P", "b", "PT"));
        after(5, Map.of("a", "PS", "b", "PT"));
        assertThat(after(600, Map.of("a", "PS", "b", "PT")).ruling()).isEqualTo(new Ruling.Disputed());
        assertThat(after(5, Map.of("a", "PS", "b", "PT", "c", "PS", "d", "PT")).ruling())
                .isEqualTo(on("PT", 2));
    }

    @Test
    void twoNodesThatMustAgreeAndDoNotStopTheWork() {
        after(0, Map.of("a", "P", "b", "P"));
        assertThat(after(600, Map.of("a", "PS", "b", "PT")).ruling()).isEqualTo(on("PS", 1));
        assertThat(after(30, Map.of("a", "PS", "b", "PT")).ruling()).isEqualTo(new Ruling.Disputed());
        assertThat(after(600, Map.of("a", "PSS", "b", "PT")).ruling()).isEqualTo(new Ruling.Disputed());
        assertThat(after(1, Map.of("a", "PSS", "b", "PSS")).ruling()).isEqualTo(on("PSS", 2));
    }

    @Test
    void aNodeThatStandsStillIsNotFallenBackTo() {
        after(0, Map.of("a", "S", "b", "S"));
        assertThat(after(600, Map.of("a", "SS", "b", "S")).ruling()).isEqualTo(on("SS", 1));
        assertThat(after(30, Map.of("a", "SS", "b", "S")).ruling()).isEqualTo(new Ruling.Disputed());
    }

    @Test
    void manyNodesFarBehindOneHaveLostTheNetwork() {
        after(0, Map.of("a", "S", "b", "S", "c", "S"));
        after(600, Map.of("a", "S", "b", "S", "c", "SSSSSSS"));
        assertThat(after(30, Map.of("a", "S", "b", "S", "c", "SSSSSSS")).ruling())
                .isEqualTo(behind("S", 2));
        assertThat(after(30, Map.of("a", "S", "b", "S", "c", "SSSSSSSS")).ruling())
                .isEqualTo(new Ruling.Disputed());
    }

    @Test
    void isJudgedByWorkAndNotByHeight() {
        Vote low = new Vote("a", block("l"), BigInteger.valueOf(1_000), BigInteger.TEN, Map.of());
        Vote high = new Vote("b", block("hhhhhhhhh"), BigInteger.valueOf(999), BigInteger.ONE, Map.of());
        Judgement judged = new TipRule(1, CATCH_UP_MS).judge(TipRule.Memory.NONE, List.of(high, low), nowMs);
        assertThat(judged.ruling()).isEqualTo(on("l", 1));
    }

    @Test
    void nobodyIsSentBackToAnOlderTipBecauseItsNodeFellSilent() {
        rule = new TipRule(1, CATCH_UP_MS);
        after(0, Map.of("a", "S", "b", "S"));
        after(600, Map.of("a", "SS", "b", "S"));
        assertThat(after(1, Map.of("b", "S")).ruling()).isEqualTo(new Ruling.Hold(block("SS")));
        assertThat(after(28, Map.of("b", "S")).ruling()).isEqualTo(new Ruling.Hold(block("SS")));
        assertThat(after(1, Map.of("b", "S")).ruling()).isEqualTo(on("S", 1));
    }

    @Test
    void aNodeThatWentBackByItselfIsBelieved() {
        rule = new TipRule(1, CATCH_UP_MS);
        after(0, Map.of("a", "SS", "b", "S"));
        assertThat(after(1, Map.of("a", "S", "b", "S")).ruling()).isEqualTo(on("S", 2));
    }

    @Test
    void aTipOnTrustIsHeldNoLongerThanItWasTrusted() {
        after(0, Map.of("a", "S", "b", "S", "c", "S"));
        after(600, Map.of("a", "S", "b", "S", "c", "Sx"));
        assertThat(after(20, Map.of("a", "S", "b", "S")).ruling()).isEqualTo(new Ruling.Hold(block("Sx")));
        assertThat(after(10, Map.of("a", "S", "b", "S")).ruling()).isEqualTo(on("S", 2));
    }

    @Test
    void tooFewNodesLeftToAgreeStopTheWork() {
        after(0, Map.of("a", "S", "b", "S", "c", "S"));
        assertThat(after(600, Map.of("a", "S")).ruling()).isEqualTo(on("S", 1));
        assertThat(after(30, Map.of("a", "S")).ruling()).isEqualTo(new Ruling.Disputed());
        assertThat(after(600, Map.of()).ruling()).isEqualTo(new Ruling.Nobody());
        assertThat(after(1, Map.of("a", "SS", "b", "SS")).ruling()).isEqualTo(on("SS", 2));
    }

    @Test
    void asksAboutTipsAndAboutWhatIsDoubted() {
        after(0, Map.of("a", "S", "b", "S"));
        after(1, Map.of("a", "SS", "b", "S"));
        assertThat(TipRule.questions(last.memory(), List.of(block("SSS"), block("S"))))
                .containsExactlyInAnyOrder(block("SS"), block("SSS"), block("S"));
    }
}
