package thunderpool.topics;

import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/** Accounting's answer to a {@link PayoutRequested}; the same order always gets the same answer. */
public sealed interface PayoutAnswered {

    Hash256 orderId();

    Topic<PayoutAnswered> TOPIC = Topic.ordered(
            "payout-answered",
            new PayoutAnsweredCodec(),
            Principal.ACCOUNTING,
            // Its own writer keeps to what it once said, also after its database was restored.
            Set.of(Principal.PAYOUT, Principal.ACCOUNTING),
            new Retention.Forever(),
            record -> record.orderId().wire());

    /**
     * The ledger holds the amount for this order alone.
     *
     * @param amount to be paid exactly, no more and no less
     * @param script to be paid
     */
    record PayoutReserved(Hash256 orderId, String chain, Sats amount, Script script) implements PayoutAnswered {}

    /**
     * Nothing is held; the order is over.
     *
     * @param reason for people
     */
    record PayoutRefused(Hash256 orderId, String chain, String reason) implements PayoutAnswered {}

    /** Version 1: a kind byte (1 reserved, 2 refused), then the fields. */
    final class PayoutAnsweredCodec implements Codec<PayoutAnswered> {

        private PayoutAnsweredCodec() {}

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(PayoutAnswered value, RecordWriter out) {
            switch (value) {
                case PayoutReserved reserved -> {
                    out.uint8(1);
                    out.hash(reserved.orderId);
                    out.text(reserved.chain);
                    out.sats(reserved.amount);
                    out.script(reserved.script);
                }
                case PayoutRefused refused -> {
                    out.uint8(2);
                    out.hash(refused.orderId);
                    out.text(refused.chain);
                    out.text(refused.reason);
                }
            }
        }

        @Override
        public PayoutAnswered read(int version, RecordReader in) {
            int kind = in.uint8();
            Hash256 orderId = in.hash();
            String chain = in.text();
            return switch (kind) {
                case 1 -> new PayoutReserved(orderId, chain, in.sats(), in.script());
                case 2 -> new PayoutRefused(orderId, chain, in.text());
                default -> throw new CorruptRecordException("unknown answer kind " + kind);
            };
        }
    }
}
