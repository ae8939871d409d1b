package thunderpool.topics;

import java.util.Set;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/**
 * When an account is paid: due when enough blocks or minutes have passed since its last payment.
 *
 * @param version of this account's schedule; readers ignore what is not newer
 * @param schemeName a row of payment_schemes
 * @param blockInterval blocks between payments, 0 when blocks do not matter
 * @param timeIntervalMinutes minutes between payments, 0 when time does not matter
 * @param minimumPayout smallest payable balance that is paid
 * @param held an operator or a rule holds its payouts
 */
public record ScheduleChanged(
        String chain,
        Script account,
        long version,
        String schemeName,
        int blockInterval,
        int timeIntervalMinutes,
        Sats minimumPayout,
        boolean held) {

    public static final Topic<ScheduleChanged> TOPIC = Topic.ordered(
            "schedule-changed",
            new ScheduleChangedCodec(),
            Principal.PAYOUT,
            Set.of(Principal.GATEWAY, Principal.DASHBOARD),
            new Retention.Compact(),
            record -> AccountKey.of(record.chain, record.account));

    private static final class ScheduleChangedCodec implements Codec<ScheduleChanged> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(ScheduleChanged value, RecordWriter out) {
            out.text(value.chain);
            out.script(value.account);
            out.int64(value.version);
            out.text(value.schemeName);
            out.int32(value.blockInterval);
            out.int32(value.timeIntervalMinutes);
            out.sats(value.minimumPayout);
            out.flag(value.held);
        }

        @Override
        public ScheduleChanged read(int version, RecordReader in) {
            return new ScheduleChanged(
                    in.text(), in.script(), in.int64(), in.text(), in.int32(), in.int32(), in.sats(), in.flag());
        }
    }
}
