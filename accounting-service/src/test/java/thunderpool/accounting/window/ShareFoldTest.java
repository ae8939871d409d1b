package thunderpool.accounting.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.topics.Judgement;
import thunderpool.work.JobId;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;
import thunderpool.work.RewardSystem;
import thunderpool.work.Work;

final class ShareFoldTest {

    private final ShareFold fold = new ShareFold(new Credit(Chain.BITCOIN_MAIN.difficultyOne()), Map.of(0, 9L));

    @Test
    void creditsDifficultyOneAsBitcoinCoreCountsTheGenesisBlock() {
        add(share("rig", 10, 0, null));

        // chainwork of Bitcoin's genesis block, which has difficulty 1
        assertThat(fold.contributions().getFirst().work()).isEqualTo(Work.of(0x1_0001_0001L));
    }

    @Test
    void sumsPerSliceAndWorkerAndCountsRejectedSharesApart() {
        add(share("rig", 10, 0, null));
        add(share("rig", 10, 0, null), share("other", 10, 0, null), share("rig", 11, 0, null));
        add(share("rig", 11, 0, Rejection.STALE));

        assertThat(fold.contributions())
                .extracting(row -> row.key().slice() + row.key().worker() + row.shares())
                .containsExactly("10other1", "10rig2", "11rig1");
        assertThat(fold.rejections()).hasSize(1).containsValue(1L);
        assertThat(fold.credited()).isEqualTo(4);
    }

    @Test
    void mergesPortsOfDifferentSchemesIntoOneRow() {
        Miner byBlocks = new Miner(new Script(new byte[] {1}), "rig", RewardSystem.PPLNS, "blocks");
        Miner byTime = new Miner(new Script(new byte[] {1}), "rig", RewardSystem.PPLNS, "time");
        add(share(byBlocks, 10), share(byTime, 10));

        assertThat(fold.contributions()).hasSize(1);
        assertThat(fold.contributions().getFirst().shares()).isEqualTo(2);
    }

    /** An account keeps the scheme of its first share: which that is, the log says, and no hash table. */
    @Test
    void namesMinersInTheOrderOfTheirFirstShares() {
        List<Miner> inOrder = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String scheme = i % 2 == 0 ? "time" : "blocks";
            inOrder.add(new Miner(new Script(new byte[] {(byte) (i / 2)}), "rig", RewardSystem.PPLNS, scheme));
        }
        inOrder.forEach(miner -> add(share(miner, 10)));
        inOrder.reversed().forEach(miner -> add(share(miner, 11)));

        assertThat(fold.miners()).containsExactlyElementsOf(inOrder);
    }

    @Test
    void foldsNamesThatNoDatabaseCanTellApartIntoOneRow() {
        add(share("rig\0", 10, 0, null), share("rig\uFFFD", 10, 0, null));

        assertThat(fold.contributions()).hasSize(1);
    }

    @Test
    void findsAShareThatComesBehindItsSeal() {
        add(share("rig", 10, 0, null));
        assertThat(fold.breach()).isNull();
        fold.add(new Judgement.SliceSealed("bitcoin-main", 0, 10));
        add(share("rig", 10, 0, null));

        assertThat(fold.breach()).isEqualTo(new ShareFold.Breach(0, 10, 10));
        assertThat(fold.credited()).as("the miner's share counts nevertheless").isEqualTo(2);
    }

    private void add(Judgement.Share... shares) {
        fold.add(new Judgement.ShareJudged("bitcoin-main", 0, List.of(shares)));
    }

    private static Judgement.Share share(String worker, long slice, int exponent, @Nullable Rejection rejection) {
        Miner miner = new Miner(new Script(new byte[] {1}), worker, RewardSystem.PPLNS, "blocks");
        return new Judgement.Share(
                Hash256.ofDisplayHex("0".repeat(64)),
                new JobId(1, 0, new Difficulty(exponent)),
                miner,
                slice,
                rejection,
                null);
    }

    private static Judgement.Share share(Miner miner, long slice) {
        return new Judgement.Share(
                Hash256.ofDisplayHex("0".repeat(64)), new JobId(1, 0, Difficulty.ONE), miner, slice, null, null);
    }
}
