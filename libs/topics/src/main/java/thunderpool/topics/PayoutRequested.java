package thunderpool.topics;

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
 */
public record PayoutRequested(Hash256 orderId, String chain, Script account, long sequence, Sats minimum) {

    public static final Topic<PayoutRequested> TOPIC = Topic.ordered(
            "payout-requested",
            new PayoutRequestedCodec(),
            Principal.PAYOUT,
            Set.of(Principal.ACCOUNTING),
            new Retention.Forever(),
            record -> record.orderId.wire());

    private static final class PayoutRequestedCodec implements Codec<PayoutRequested> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(PayoutRequested value, RecordWriter out) {
            out.hash(value.orderId);
            out.text(value.chain);
            out.script(value.account);
            out.int64(value.sequence);
            out.sats(value.minimum);
        }

        @Override
        public PayoutRequested read(int version, RecordReader in) {
            return new PayoutRequested(in.hash(), in.text(), in.script(), in.int64(), in.sats());
        }
    }
}
