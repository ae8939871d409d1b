package thunderpool.accounting.ledger;

import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Script;

/**
 * One side of a transfer: a purse, and whose it is.
 *
 * @param owner null for the pool's own purses
 */
public record LedgerAccount(Purse purse, @Nullable Script owner) {

    /** Kinds of money. Credits less debits of each is never below zero, but for CHAIN, where all of it comes from. */
    public enum Purse {
        /** The source: what the chain's coinbases have given us, as a debt. */
        CHAIN("chain", false),
        /** An account's share of blocks that are not deep enough. */
        IMMATURE("immature", true),
        /** What an account may be paid. */
        PAYABLE("payable", true),
        /** What an account's open order holds. */
        RESERVED("reserved", true),
        /** What has left to the outside world for an account. */
        PAID("paid", true),
        /** The pool's part of blocks that are not deep enough. */
        FEE_IMMATURE("fee_immature", false),
        /** The pool's own money. */
        FEE_PAYABLE("fee_payable", false);

        private final String label;
        private final boolean owned;

        Purse(String label, boolean owned) {
            this.label = label;
            this.owned = owned;
        }

        /** As the database and transfer ids spell it; never changed. */
        public String label() {
            return label;
        }
    }

    public static final LedgerAccount CHAIN = new LedgerAccount(Purse.CHAIN, null);
    public static final LedgerAccount FEE_IMMATURE = new LedgerAccount(Purse.FEE_IMMATURE, null);
    public static final LedgerAccount FEE_PAYABLE = new LedgerAccount(Purse.FEE_PAYABLE, null);

    public LedgerAccount {
        if (purse.owned != (owner != null)) {
            throw new IllegalArgumentException(purse + (purse.owned ? " needs an owner" : " has no owner"));
        }
    }

    public static LedgerAccount immature(Script owner) {
        return new LedgerAccount(Purse.IMMATURE, owner);
    }

    public static LedgerAccount payable(Script owner) {
        return new LedgerAccount(Purse.PAYABLE, owner);
    }

    public static LedgerAccount reserved(Script owner) {
        return new LedgerAccount(Purse.RESERVED, owner);
    }

    public static LedgerAccount paid(Script owner) {
        return new LedgerAccount(Purse.PAID, owner);
    }
}
