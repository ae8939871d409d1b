package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import thunderpool.template.http.HomeRoad.Arrival;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.Received;

class SolvedFeedTest {

    private final List<BlockSolved> brought = new ArrayList<>();
    private Arrival answer = Arrival.STORED;

    private void feed(String chain) {
        BlockSolved block = Solved.block();
        new SolvedFeed(chain, solved -> {
                    brought.add(solved);
                    return answer;
                })
                .accept(List.of(new Received<>(BlockSolved.TOPIC, 0, 0, 0, block)));
    }

    @Test
    void bringsTheBlocksOfItsChainHome() {
        feed("litecoin-regtest");
        feed("bitcoin-main");
        assertThat(brought).hasSize(1);
    }

    @Test
    void asksForABatchAgainThatIsNotDurable() {
        answer = Arrival.NOT_STORED;
        assertThatThrownBy(() -> feed("litecoin-regtest")).isInstanceOf(SolvedFeed.NotYetStored.class);
    }

    @Test
    void doesNotStopAtWhatIsNoBlock() {
        answer = Arrival.REFUSED;
        feed("litecoin-regtest");
        assertThat(brought).hasSize(1);
    }
}
