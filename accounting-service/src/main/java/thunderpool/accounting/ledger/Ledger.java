package thunderpool.accounting.ledger;

import java.io.Serial;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/** The one truth about money. Every method runs inside the caller's transaction. */
public interface Ledger {

    /** What became of posted transfers. */
    enum Posting {
        /** At least one is new, and every new one is in. */
        POSTED,
        /** All of them were there already, to the satoshi. */
        EXISTS
    }

    /**
     * Waits until no other transaction moves money, and keeps others waiting until this one ends: whoever reads a
     * balance behind it may act upon it.
     */
    void lock();

    /**
     * Adds transfers, all or none. Moving what a purse does not hold, or to an account that does not exist, fails the
     * transaction.
     *
     * @throws ContradictionException when one has the id of a transfer that moved another amount
     */
    Posting post(List<Transfer> transfers);

    /** The balances of these accounts; one that never had money is {@link Balance#NONE}. */
    Map<Script, Balance> balances(Collection<Script> accounts);

    default Balance balance(Script account) {
        return balances(List.of(account)).getOrDefault(account, Balance.NONE);
    }

    /** The pool's own money. */
    Sats feePayable();

    /** How much of the transfers an audit adds up again. */
    enum Scope {
        /** Those that no audit has seen; the sums of the others are carried. */
        NEW,
        /** All of them, and the carried sums are compared with what they carry. */
        WHOLE
    }

    /**
     * Compares all balances with the sums of their transfers and with what else must be equal, as one moment has them;
     * money may move meanwhile.
     */
    LedgerAudit audit(Scope scope);

    /** The same cause claims two different movements of money. A bug: nothing may go on. */
    final class ContradictionException extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        public ContradictionException(String message) {
            super(message);
        }
    }
}
