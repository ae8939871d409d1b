package thunderpool.payout.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.order.Spend;
import thunderpool.payout.port.ChainBook;
import thunderpool.runtime.sql.PgSql;

/** The followed chain in PostgreSQL. */
final class PgChain implements ChainBook {

    private final PgSql sql;

    PgChain(PgSql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<SeenBlock> tip() {
        return sql.first("select * from seen_blocks order by height desc limit 1", PgChain::read);
    }

    @Override
    public Optional<SeenBlock> at(int height) {
        return sql.first("select * from seen_blocks where height = ?", PgChain::read, height);
    }

    @Override
    public void push(SeenBlock block, List<Spend> spends) {
        sql.update("delete from seen_spends where height >= ?", block.height());
        sql.update("insert into seen_blocks (height, block_id) values (?, ?)", block.height(), block.id());
        for (Spend spend : spends) {
            sql.update(
                    "insert into seen_spends (txid, vout, spender, height) values (?, ?, ?, ?)",
                    spend.outPoint().txid(),
                    Integer.toUnsignedLong(spend.outPoint().index()),
                    spend.spender(),
                    spend.height());
        }
    }

    @Override
    public void pop() {
        sql.update("delete from seen_spends where height >= (select max(height) from seen_blocks)");
        sql.update("delete from seen_blocks where height = (select max(height) from seen_blocks)");
    }

    @Override
    public void trimBelow(int height) {
        sql.update("delete from seen_blocks where height < ?", height);
    }

    @Override
    public List<Spend> spendsOf(Collection<OutPoint> outPoints) {
        Set<OutPoint> wanted = new HashSet<>(outPoints);
        Set<Hash256> txids = outPoints.stream().map(OutPoint::txid).collect(Collectors.toSet());
        List<Spend> found = sql.query(
                "select * from seen_spends where txid = any (?)",
                row -> new Spend(PgFamilies.outPoint(row), PgSql.hash(row, "spender"), row.getInt("height")),
                txids);
        return found.stream().filter(spend -> wanted.contains(spend.outPoint())).toList();
    }

    private static SeenBlock read(ResultSet row) throws SQLException {
        return new SeenBlock(row.getInt("height"), PgSql.hash(row, "block_id"));
    }
}
