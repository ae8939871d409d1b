package thunderpool.accounting.payout;

import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;

/** All orders that were ever answered. Every method runs inside the caller's transaction. */
public interface Reservations {

    Optional<Reservation> find(Hash256 orderId);

    boolean hasOpen(Script account);

    void add(Reservation reservation);

    /** Writes the state of an OPEN reservation; only that can change. */
    void settle(Reservation reservation);
}
