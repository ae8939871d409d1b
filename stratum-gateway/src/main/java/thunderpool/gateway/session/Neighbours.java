package thunderpool.gateway.session;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import thunderpool.work.Extranonce;

/** The other gateways, as far as they matter for who may speak under an extranonce1. Thread-safe; never blocks. */
public interface Neighbours {
    /** Whether certainly nobody serves this session, which is not at home here now: so it may go on here. */
    boolean isFree(int extranonce1);

    /** Tells everybody that the session goes on here. */
    void adopted(int extranonce1);

    /**
     * Tells everybody that this gateway says no more of its own under it.
     *
     * @return completes once that is on the log, with a failure when it is not known to be
     */
    CompletionStage<?> release(int extranonce1);

    /** Whether the release has been read back here, so that the other gateways, which read the same log, have it about now. */
    boolean isReleased(int extranonce1);

    /** Whether others may think that this gateway is dead, and take its sessions up. */
    boolean maySeemDead();

    /** A gateway that knows of no other, only that some earlier ones are dead. */
    static Neighbours none(Set<Integer> deadIncarnations) {
        Set<Integer> dead = Set.copyOf(deadIncarnations);
        return new Neighbours() {
            @Override
            public boolean isFree(int extranonce1) {
                return dead.contains(Extranonce.incarnationOf(extranonce1));
            }

            @Override
            public void adopted(int extranonce1) {}

            @Override
            public CompletionStage<?> release(int extranonce1) {
                return CompletableFuture.completedStage(extranonce1);
            }

            @Override
            public boolean isReleased(int extranonce1) {
                return true;
            }

            @Override
            public boolean maySeemDead() {
                return false;
            }
        };
    }
}
