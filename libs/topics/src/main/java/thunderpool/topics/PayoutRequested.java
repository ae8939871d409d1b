package thunderpool.topics;

import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/**
 * Payout-service wants to pay an account: accounting reserves, or refuses. Asking again with the same order changes
 * nothing.
 *
 * @param orderId {@link PayoutOrderId} of the account and its sequence
 * @param sequence number of the account's earlier orders
 * @param minimum smallest amount worth an order
 * @param exactly reserve this and no more: it is on the chain already, and only the books lack it; empty for the whole
 *     payable balance
 */
public record PayoutRequested(
        Hash256 orderId, String chain, Script account, long sequence, Sats minimum, Optional<Sats> exactly) {

    /** An order of the whole payable balance. */
    public PayoutRequested(Hash256 orderId, String chain, Script account, long sequence, Sats minimum) {
        this(orderId, chain, account, sequence, minimum, Optional.empty());
    }

    public static final Topic<PayoutRequested> TOPIC = Topic.ordered(
            "payout-requested",
            new PayoutRequestedCodec(),
            Principal.PAYOUT,
            Set.of(Principal.ACCOUNTING),
            new Retention.Forever(),
            record -> record.orderId.wire());

    /** Version 2: a flag and, when set, the exact amount behind version 1. */
    private static final class PayoutRequestedCodec implements Codec<PayoutRequested> {
        @Override
        public int version() {
            return 2;
        }

        @Override
        public void write(PayoutRequested value, RecordWriter out) {
            out.hash(value.orderId);
            out.text(value.chain);
            out.script(value.account);
            out.int64(value.sequence);
            out.sats(value.minimum);
            out.flag(value.exactly.isPresent());
            value.exactly.ifPresent(out::sats);
        }

        @Override
        public PayoutRequested read(int version, RecordReader in) {
            PayoutRequested whole = new PayoutRequested(in.hash(), in.text(), in.script(), in.int64(), in.sats());
            if (version == 1 || !in.flag()) {
                return whole;
            }
            return new PayoutRequested(
                    whole.orderId, whole.chain, whole.account, whole.sequence, whole.minimum, Optional.of(in.sats()));
        }
    }
}
