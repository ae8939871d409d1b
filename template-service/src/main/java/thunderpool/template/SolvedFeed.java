package thunderpool.template;

import java.util.List;
import thunderpool.template.http.HomeRoad;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.Received;

/**
 * The road home by the topic. Every instance reads all of it from its first kept record on, each time it starts: bringing
 * a block again does nothing, and no block can fall between two positions.
 */
final class SolvedFeed {

    private final String chain;
    private final HomeRoad home;

    SolvedFeed(String chain, HomeRoad home) {
        this.chain = chain;
        this.home = home;
    }

    /** @throws NotYetStored when one is not durable yet: the batch comes again */
    void accept(List<Received<BlockSolved>> batch) {
        boolean allStored = true;
        for (Received<BlockSolved> record : batch) {
            if (record.value().chain().equals(chain)) {
                allStored &= home.bring(record.value()) != HomeRoad.Arrival.NOT_STORED;
            }
        }
        if (!allStored) {
            throw new NotYetStored();
        }
    }

    /** Makes the feed hand the batch over again. */
    static final class NotYetStored extends RuntimeException {
        NotYetStored() {
            super("a solved block is not durable yet");
        }
    }
}
