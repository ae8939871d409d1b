package thunderpool.accounting.ledger;

import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.topics.RecordWriter;

/**
 * Money that moves from one purse to another: both legs in one record, so it cannot be unbalanced. Never changed, only
 * followed by more transfers.
 *
 * @param debit where it comes from
 * @param credit where it goes
 * @param amount above zero
 * @param reference the block, order or command that causes it
 * @param sequence tells repeated causes of one reference apart: the version of the block's story, 0 elsewhere
 * @param note author and reason where a person caused it, else empty
 * @param atMs broker's time of the cause, milliseconds since the Unix epoch
 */
public record Transfer(
        Kind kind,
        LedgerAccount debit,
        LedgerAccount credit,
        Sats amount,
        Hash256 reference,
        long sequence,
        String note,
        long atMs) {

    /** Why money moves. */
    public enum Kind {
        BLOCK_FOUND("block-found"),
        BLOCK_MATURED("block-matured"),
        BLOCK_ORPHANED("block-orphaned"),
        PAYOUT_RESERVED("payout-reserved"),
        PAYOUT_PAID("payout-paid"),
        PAYOUT_RETURNED("payout-returned"),
        CORRECTION("correction");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** As the database and transfer ids spell it; never changed. */
        public String label() {
            return label;
        }
    }

    public Transfer {
        if (amount.isZero()) {
            throw new IllegalArgumentException("a transfer of nothing: " + kind);
        }
        if (debit.equals(credit)) {
            throw new IllegalArgumentException("a transfer from a purse to itself: " + debit);
        }
    }

    /**
     * Computed from what causes the transfer, not from how much it moves: the same cause twice is the same id, and the
     * same id with another amount is a contradiction that is found.
     */
    public Hash256 id() {
        RecordWriter bytes = new RecordWriter();
        bytes.text(kind.label);
        bytes.hash(reference);
        bytes.int64(sequence);
        write(debit, bytes);
        write(credit, bytes);
        return Sha256d.of(bytes.toByteArray());
    }

    private static void write(LedgerAccount account, RecordWriter bytes) {
        bytes.text(account.purse().label());
        Script owner = account.owner();
        bytes.script(owner == null ? Script.EMPTY : owner);
    }
}
