package thunderpool.dashboard.view;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Target;
import thunderpool.work.Slice;
import thunderpool.work.Work;

/**
 * Rounds: the work between the blocks the pool found.
 *
 * <p>The rule: a round ends with the judged share that solved a block, that share's own work included, in the order
 * shares are folded here; the next one begins behind it. All credited work of all reward systems counts, and every
 * solved block ends a round whatever became of it: an orphaned block was found, so it counts for luck. Partitions of
 * the log are folded in no fixed order among each other, so a share of another partition that was judged in the same
 * moment may fall to either side of a cut; no work is ever lost or counted twice.
 */
public final class PgRounds {

    /** Blocks that luck is told over, the newest ones. */
    static final int LUCK_BLOCKS = 100;

    /**
     * How much work the newest blocks took.
     *
     * @param blocks they are, at most {@value #LUCK_BLOCKS}
     * @param percent expected work over actual work in percent: above 100 is lucky; 0 without blocks
     */
    record Luck(int blocks, double percent) {}

    private record Round(BigDecimal work, int nbits) {}

    private final JdbcClient jdbc;

    public PgRounds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds a batch's work to the running round and ends rounds; in the transaction that moves the feed's position. */
    void add(ShareTally tally) {
        List<ShareTally.Cut> cuts = tally.cuts();
        if (cuts.isEmpty()) {
            if (!tally.sinceCut().isZero()) {
                jdbc.sql("update round_now set work = work + ?")
                        .param(new BigDecimal(tally.sinceCut().toBigInteger()))
                        .update();
            }
            return;
        }
        BigDecimal carried = jdbc.sql("select work from round_now for update")
                .query(BigDecimal.class)
                .single();
        Set<Hash256> ended = ended(cuts);
        for (ShareTally.Cut cut : cuts) {
            carried = carried.add(new BigDecimal(cut.work().toBigInteger()));
            // The same block solved twice is one block.
            if (ended.add(cut.blockId())) {
                jdbc.sql("insert into rounds (block_id, solved_ms, work) values (?, ?, ?)")
                        .params(cut.blockId().wire(), Slice.startMs(cut.slice()), carried)
                        .update();
                carried = BigDecimal.ZERO;
            }
        }
        jdbc.sql("update round_now set work = ?")
                .param(carried.add(new BigDecimal(tally.sinceCut().toBigInteger())))
                .update();
    }

    private Set<Hash256> ended(List<ShareTally.Cut> cuts) {
        List<byte[]> ids = new ArrayList<>();
        cuts.forEach(cut -> ids.add(cut.blockId().wire()));
        return new HashSet<>(jdbc.sql("select block_id from rounds where block_id in (:ids)")
                .param("ids", ids)
                .query((row, at) -> Hash256.ofWire(row.getBytes(1)))
                .list());
    }

    /** Work since the last solved block, in hashes. */
    BigDecimal now() {
        return jdbc.sql("select work from round_now").query(BigDecimal.class).single();
    }

    Luck luck() {
        List<Round> newest = jdbc.sql("""
                        select r.work, b.nbits from blocks b join rounds r on r.block_id = b.block_id
                        order by b.found_at_ms desc limit ?""")
                .param(LUCK_BLOCKS)
                .query((row, at) -> new Round(row.getBigDecimal("work"), row.getInt("nbits")))
                .list();
        double expected = newest.stream()
                .mapToDouble(round -> expected(round.nbits).doubleValue())
                .sum();
        double actual =
                newest.stream().mapToDouble(round -> round.work.doubleValue()).sum();
        return new Luck(newest.size(), actual == 0 ? 0 : 100 * expected / actual);
    }

    /** Work that finds a block of these compact bits on average, in hashes. */
    static BigDecimal expected(int nbits) {
        return new BigDecimal(Work.ofTarget(Target.ofCompact(nbits)).toBigInteger());
    }

    /** Work in percent of what a block of these bits takes on average. */
    static double effortPercent(BigDecimal work, int nbits) {
        return 100 * work.doubleValue() / expected(nbits).doubleValue();
    }
}
