package thunderpool.template.http;

import thunderpool.topics.BlockSolved;

/** A solved block's way into this service, for those who carry it: the endpoint and the topic. */
public interface HomeRoad {

    /** What became of it. */
    enum Arrival {
        /** Durable here; it need not be brought again. */
        STORED,
        /** Being submitted, but not durable: bring it again. */
        NOT_STORED,
        /** No block of this chain: do not bring it again. */
        REFUSED
    }

    Arrival bring(BlockSolved solved);
}
