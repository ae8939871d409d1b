package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import thunderpool.bitcoin.Sats;
import thunderpool.work.Work;

/**
 * An epoch's accounts are final: every partition has sealed the slice behind its last.
 *
 * @param epoch its number
 * @param firstSlice first slice, inclusive
 * @param lastSlice last slice, inclusive
 * @param shares credited in it
 * @param work credited in it
 * @param statements how many {@link StatementIssued} belong to it
 * @param rewards of the blocks that are in the chain at its end and in no earlier epoch's statements
 */
public record EpochClosed(
        String chain,
        long epoch,
        long firstSlice,
        long lastSlice,
        long shares,
        Work work,
        int statements,
        Sats rewards) {

    public static final Topic<EpochClosed> TOPIC = Topic.ordered(
            "epoch-closed",
            new EpochClosedCodec(),
            Principal.ACCOUNTING,
            Set.of(Principal.DASHBOARD),
            new Retention.Forever(),
            record -> record.chain.getBytes(StandardCharsets.UTF_8));

    private static final class EpochClosedCodec implements Codec<EpochClosed> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(EpochClosed value, RecordWriter out) {
            out.text(value.chain);
            out.int64(value.epoch);
            out.int64(value.firstSlice);
            out.int64(value.lastSlice);
            out.int64(value.shares);
            out.work(value.work);
            out.int32(value.statements);
            out.sats(value.rewards);
        }

        @Override
        public EpochClosed read(int version, RecordReader in) {
            return new EpochClosed(
                    in.text(), in.int64(), in.int64(), in.int64(), in.int64(), in.work(), in.int32(), in.sats());
        }
    }
}
