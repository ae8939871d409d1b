package thunderpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Hash256;
import thunderpool.node.TipMerge.Heard;
import thunderpool.node.TipSignal.Source;

class TipMergeTest {

    private static final Hash256 ONE = Hash256.ofDisplayHex("%064x".formatted(1));
    private static final Hash256 TWO = Hash256.ofDisplayHex("%064x".formatted(2));

    private final TipMerge merge = new TipMerge();

    @Test
    void measuresHowLateTheOtherSourcesAre() {
        assertThat(merge.on(Source.ZMQ, ONE, 1_000)).isEqualTo(new Heard(true, true, 0));
        assertThat(merge.on(Source.POLL, ONE, 1_700)).isEqualTo(new Heard(false, true, 700));
        assertThat(merge.on(Source.POLL, ONE, 2_700)).isEqualTo(new Heard(false, false, 1_700));
        assertThat(merge.on(Source.ZMQ, TWO, 3_000)).isEqualTo(new Heard(true, true, 0));
    }

    @Test
    void takesAReturnToAnEarlierTipForNews() {
        merge.on(Source.ZMQ, ONE, 0);
        merge.on(Source.ZMQ, TWO, 1);
        assertThat(merge.on(Source.POLL, ONE, 2).newTip()).isTrue();
    }
}
