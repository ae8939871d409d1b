package thunderpool.dashboard.admin.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.dashboard.admin.pool.ShareLookUp.Found;
import thunderpool.dashboard.view.Accounts;
import thunderpool.dashboard.view.PoolSample;
import thunderpool.topics.Judgement;
import thunderpool.topics.Received;

/** What a search brings, and what it asks for on the way. */
class ShareLookUpTest {

    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");

    /** A share each millisecond, all in the first partition. */
    private static ShareLog shares(int count) {
        return (partition, fromMs, toMs, recordsMax, handler) -> {
            int here = partition == 0 ? count : 0;
            IntStream.range(0, here).forEach(i -> {
                Instant at = AT.plusMillis(i);
                Judgement one =
                        PoolSample.judged(0, PoolSample.share(PoolSample.miner(PoolSample.ALICE, "rig"), 10, at, null));
                handler.accept(new Received<>(Judgement.TOPIC, 0, i, at.toEpochMilli(), one));
            });
            return new ShareLog.Reached(here, toMs, true);
        };
    }

    @Test
    void newestComeFirstAndEpochsAreAskedForOncePerSlice() {
        List<Long> asked = new ArrayList<>();
        ShareLookUp lookUp = new ShareLookUp(
                shares(500),
                new Accounts(Chain.byName("bitcoin-main")),
                slice -> {
                    asked.add(slice);
                    return Optional.of(7L);
                },
                50_000);
        List<Found> found = lookUp.find(
                        new ShareLookUp.Wanted(null, null, null, AT.toEpochMilli(), AT.toEpochMilli() + 1000, 3))
                .orElseThrow()
                .shares();
        assertThat(found)
                .extracting(Found::at)
                .containsExactly(AT.plusMillis(499), AT.plusMillis(498), AT.plusMillis(497));
        assertThat(found).extracting(Found::epoch).containsOnly(7L);
        assertThat(asked).hasSize(1);
    }
}
