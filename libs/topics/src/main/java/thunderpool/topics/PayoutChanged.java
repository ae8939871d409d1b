package thunderpool.topics;

import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/**
 * A payout order on its way, for people to see. Money moves by {@link PayoutSettled}.
 *
 * @param version of this order's story; readers ignore what is not newer
 * @param amount reserved, zero before that
 * @param txid newest transaction that pays it, or the zero hash
 * @param confirmations of that transaction
 */
public record PayoutChanged(
        Hash256 orderId,
        String chain,
        Script account,
        long version,
        State state,
        Sats amount,
        Hash256 txid,
        int confirmations,
        long atMs) {

    /** An order's way; the chain alone moves it behind BROADCAST. */
    public enum State {
        REQUESTED(1),
        RESERVED(2),
        REFUSED(3),
        SIGNED(4),
        BROADCAST(5),
        CONFIRMED(6),
        PAID(7),
        RETURNED(8),
        /** Reserved, and so much that an operator must let it go on, or give it back. */
        AWAITING_APPROVAL(9);

        private final int code;

        State(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static State ofCode(int code) {
            for (State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            throw new IllegalArgumentException("unknown payout state " + code);
        }
    }

    public static final Topic<PayoutChanged> TOPIC = Topic.ordered(
            "payout-changed",
            new PayoutChangedCodec(),
            Principal.PAYOUT,
            // Its own writer compares it with its database at every start.
            Set.of(Principal.PAYOUT, Principal.DASHBOARD),
            new Retention.Forever(),
            record -> record.orderId.wire());

    private static final class PayoutChangedCodec implements Codec<PayoutChanged> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(PayoutChanged value, RecordWriter out) {
            out.hash(value.orderId);
            out.text(value.chain);
            out.script(value.account);
            out.int64(value.version);
            out.uint8(value.state.code());
            out.sats(value.amount);
            out.hash(value.txid);
            out.int32(value.confirmations);
            out.int64(value.atMs);
        }

        @Override
        public PayoutChanged read(int version, RecordReader in) {
            return new PayoutChanged(
                    in.hash(),
                    in.text(),
                    in.script(),
                    in.int64(),
                    State.ofCode(in.uint8()),
                    in.sats(),
                    in.hash(),
                    in.int32(),
                    in.int64());
        }
    }
}
