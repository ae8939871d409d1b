package thunderpool.topics;

import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/**
 * The end of an order, by the chain alone.
 *
 * @param paid true: the coins are 6 deep at the script; false: the order can never be paid by any attempt, return it
 * @param amount exactly what was reserved
 * @param txid transaction that paid, or the zero hash when nothing did
 */
public record PayoutSettled(
        Hash256 orderId, String chain, Script account, boolean paid, Sats amount, Hash256 txid, long atMs) {

    public static final Topic<PayoutSettled> TOPIC = Topic.ordered(
            "payout-settled",
            new PayoutSettledCodec(),
            Principal.PAYOUT,
            Set.of(Principal.ACCOUNTING, Principal.DASHBOARD),
            new Retention.Forever(),
            record -> record.orderId.wire());

    private static final class PayoutSettledCodec implements Codec<PayoutSettled> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(PayoutSettled value, RecordWriter out) {
            out.hash(value.orderId);
            out.text(value.chain);
            out.script(value.account);
            out.flag(value.paid);
            out.sats(value.amount);
            out.hash(value.txid);
            out.int64(value.atMs);
        }

        @Override
        public PayoutSettled read(int version, RecordReader in) {
            return new PayoutSettled(in.hash(), in.text(), in.script(), in.flag(), in.sats(), in.hash(), in.int64());
        }
    }
}
