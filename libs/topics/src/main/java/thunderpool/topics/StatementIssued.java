package thunderpool.topics;

import java.util.Set;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.work.RewardSystem;
import thunderpool.work.Work;

/**
 * What one account contributed in one epoch under one reward system.
 *
 * @param shares credited
 * @param work credited
 * @param reward of blocks split with a slice of this epoch; may later be orphaned, the balance tells
 */
public record StatementIssued(
        String chain, long epoch, Script account, RewardSystem rewardSystem, long shares, Work work, Sats reward) {

    public static final Topic<StatementIssued> TOPIC = Topic.ordered(
            "statement-issued",
            new StatementIssuedCodec(),
            Principal.ACCOUNTING,
            Set.of(Principal.DASHBOARD),
            new Retention.Forever(),
            record -> AccountKey.of(record.chain, record.account));

    private static final class StatementIssuedCodec implements Codec<StatementIssued> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(StatementIssued value, RecordWriter out) {
            out.text(value.chain);
            out.int64(value.epoch);
            out.script(value.account);
            out.uint8(value.rewardSystem.code());
            out.int64(value.shares);
            out.work(value.work);
            out.sats(value.reward);
        }

        @Override
        public StatementIssued read(int version, RecordReader in) {
            return new StatementIssued(
                    in.text(),
                    in.int64(),
                    in.script(),
                    RewardSystem.ofCode(in.uint8()),
                    in.int64(),
                    in.work(),
                    in.sats());
        }
    }
}
