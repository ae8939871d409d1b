package thunderpool.accounting.ledger;

import java.util.List;

/**
 * What an audit saw, in satoshi. Plain numbers, because a broken ledger may hold what {@code Sats} refuses.
 *
 * @param imbalance how far the sum over all purses is from zero, plus how far each balance is from the sum of its
 *     transfers; 0 when all is well
 * @param findings each failed invariant in words; empty when all is well
 */
public record LedgerAudit(
        long imbalance,
        long chain,
        long immature,
        long payable,
        long reserved,
        long paid,
        long feeImmature,
        long feePayable,
        List<String> findings) {

    public static final LedgerAudit EMPTY = new LedgerAudit(0, 0, 0, 0, 0, 0, 0, 0, List.of());

    public LedgerAudit {
        findings = List.copyOf(findings);
    }
}
