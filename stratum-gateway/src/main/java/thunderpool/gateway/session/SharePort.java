package thunderpool.gateway.session;

import thunderpool.topics.ShareSubmitted;

/** Where good shares become durable. Thread-safe. */
public interface SharePort {
    /** What became of a share; exactly one of both is called, once, on any thread. */
    interface Receipt {
        void durable();

        /** It may or may not be on the log: nobody may be told either. */
        void unknown();
    }

    /** Takes a share over; false when it was not taken because too much waits already. */
    boolean offer(ShareSubmitted.Share share, Receipt receipt);
}
