package thunderpool.dashboard.view;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;
import thunderpool.dashboard.view.Views.BlockRow;
import thunderpool.dashboard.view.Views.PayoutRow;
import thunderpool.dashboard.view.Views.StatementRow;
import thunderpool.topics.BlockChanged;
import thunderpool.work.RewardSystem;

/** Turns rows that several questions share into what people read. */
record PgRows(Accounts accounts) {

    String account(ResultSet row) throws SQLException {
        return accounts.text(row.getBytes("account"));
    }

    static String rewardSystem(ResultSet row) throws SQLException {
        return RewardSystem.ofCode(row.getInt("reward_system")).name();
    }

    /** Work in hashes as a decimal string: it outgrows the 53 bits that readers of JSON numbers often keep. */
    static String hashes(BigDecimal work) {
        return work.toBigInteger().toString();
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    /** Null for a column that is null or 0, which stands for never. */
    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        return instantOrNull(row.getLong(column));
    }

    static @Nullable Instant instantOrNull(long ms) {
        return ms == 0 ? null : Instant.ofEpochMilli(ms);
    }

    /**
     * Of a row of blocks with its round's work in {@code round}, which may be null.
     *
     * @param tip height of the chain, 0 when unknown
     */
    BlockRow block(ResultSet row, int tip) throws SQLException {
        BigDecimal round = row.getBigDecimal("round");
        int nbits = row.getInt("nbits");
        int height = row.getInt("height");
        String state = row.getString("state");
        return new BlockRow(
                Hash256.ofWire(row.getBytes("block_id")).displayHex(),
                height,
                state,
                confirmations(state, row.getInt("confirmations"), tip - height + 1),
                row.getLong("reward"),
                account(row),
                row.getString("worker"),
                rewardSystem(row),
                instant(row, "found_at_ms"),
                round == null ? null : PgRounds.effortPercent(round, nbits),
                Difficulties.ofCompact(nbits, accounts.chain().difficultyOne()));
    }

    /**
     * A block in the chain is confirmed by itself and each block above it. Records tell of some depths only; the tip's
     * word can lag behind a record's.
     */
    private static int confirmations(String state, int told, int depth) {
        return switch (BlockChanged.State.valueOf(state)) {
            case FOUND, MATURED -> Math.max(told, depth);
            case ORPHANED, REJECTED -> told;
        };
    }

    PayoutRow payout(ResultSet row) throws SQLException {
        Hash256 txid = Hash256.ofWire(row.getBytes("txid"));
        return new PayoutRow(
                HexFormat.of().formatHex(row.getBytes("order_id")),
                account(row),
                row.getString("state"),
                row.getLong("amount"),
                txid.equals(Hash256.ZERO) ? null : txid.displayHex(),
                row.getInt("confirmations"),
                instant(row, "at_ms"));
    }

    StatementRow statement(ResultSet row) throws SQLException {
        return new StatementRow(
                row.getLong("epoch"),
                account(row),
                rewardSystem(row),
                row.getLong("shares"),
                hashes(row.getBigDecimal("work")),
                row.getLong("reward"));
    }
}
