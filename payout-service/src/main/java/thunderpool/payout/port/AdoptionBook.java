package thunderpool.payout.port;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Adopted;

/** What the books learnt from outside: payments they did not make themselves, and how far they have looked. */
public interface AdoptionBook {

    /** Empty before the first start with this book. */
    Optional<Watch> watch();

    void save(Watch watch);

    /**
     * How far was looked.
     *
     * @param floor height up to which the wallet's payments are nobody's business here
     * @param height up to which the wallet's payments were compared
     * @param logMs append time of the newest record of our own log that was compared, 0 before the first
     */
    record Watch(int floor, int height, long logMs) {}

    /** Those of these transactions that are in this book, whatever was decided. */
    Set<Hash256> known(Set<Hash256> txids);

    /** In the order in which they were found. */
    List<Adopted> inState(Adopted.State state);

    List<Adopted> ofTransaction(Hash256 txid);

    List<Adopted> ofAccount(Script account);

    Optional<Adopted> ofOrder(Hash256 orderId);

    /** Adds or replaces, by transaction and account. */
    void save(Collection<Adopted> payments);
}
