package thunderpool.accounting.epoch;

import java.util.List;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.StatementIssued;

/** Closed epochs and what accounts were told. Every method runs inside the caller's transaction. */
public interface EpochBook {

    /**
     * The first slice that belongs to no closed epoch.
     *
     * @param slicesPerEpoch the length in use: all epochs of a database have one length, or their numbers would overlap
     * @throws IllegalStateException when the database was made with another length
     */
    long nextSlice(int slicesPerEpoch);

    void moveTo(long nextSlice);

    void close(EpochClosed epoch, List<StatementIssued> statements, long atMs);
}
