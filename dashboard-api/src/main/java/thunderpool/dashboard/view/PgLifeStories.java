package thunderpool.dashboard.view;

import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.PayoutChanged;

/**
 * Keeps the way of blocks and orders through their states, one row a change: records that only count confirmations add none.
 * A record that comes twice or late changes nothing.
 */
final class PgLifeStories {

    private final JdbcClient client;

    PgLifeStories(JdbcClient client) {
        this.client = client;
    }

    void add(BlockChanged block) {
        client.sql("""
                        insert into block_history (block_id, version, state, confirmations, at_ms)
                        select ?, ?, ?, ?, ? where ? is distinct from
                            (select h.state from block_history h where h.block_id = ? order by h.version desc limit 1)
                        and not exists (select 1 from block_history h where h.block_id = ? and h.version >= ?)""")
                .params(
                        block.blockId().wire(),
                        block.version(),
                        block.state().name(),
                        block.confirmations(),
                        block.atMs(),
                        block.state().name(),
                        block.blockId().wire(),
                        block.blockId().wire(),
                        block.version())
                .update();
    }

    /** A replacement transaction is a change too. */
    void add(PayoutChanged payout) {
        client.sql("""
                        insert into payout_history (order_id, version, state, txid, confirmations, at_ms)
                        select ?, ?, ?, ?, ?, ? where not exists (
                            select 1 from (select h.state, h.txid from payout_history h where h.order_id = ?
                                           order by h.version desc limit 1) last
                            where last.state = ? and last.txid = ?)
                        and not exists (select 1 from payout_history h where h.order_id = ? and h.version >= ?)""")
                .params(
                        payout.orderId().wire(),
                        payout.version(),
                        payout.state().name(),
                        payout.txid().wire(),
                        payout.confirmations(),
                        payout.atMs(),
                        payout.orderId().wire(),
                        payout.state().name(),
                        payout.txid().wire(),
                        payout.orderId().wire(),
                        payout.version())
                .update();
    }
}
