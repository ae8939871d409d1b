package thunderpool.template;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.runtime.PgOutbox;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.BlockSolved;

/** Solved blocks in PostgreSQL. An event leaves through the outbox in the transaction that changes the block. */
final class PgCandidates implements CandidateStore {

    private static final String COLUMNS = "select solved, height, reward, version, state from block_candidates ";

    private final PgConnections connections;

    PgCandidates(PgConnections connections) {
        this.connections = connections;
    }

    @Override
    public boolean keep(Candidate candidate) {
        return connections.transaction("keep a solved block", connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into block_candidates (block_id, chain, height, reward, solved) values (?, ?, ?, ?, ?)
                    on conflict (block_id) do nothing
                    """)) {
                insert.setBytes(1, candidate.blockId().wire());
                insert.setString(2, candidate.solved().chain());
                insert.setInt(3, candidate.height());
                insert.setLong(4, candidate.reward().value());
                insert.setBytes(5, BlockSolved.TOPIC.codec().encode(candidate.solved()));
                return insert.executeUpdate() == 1;
            }
        });
    }

    @Override
    public Optional<Candidate> find(Hash256 blockId) {
        return connections.transaction("find a solved block", connection -> {
            try (PreparedStatement select = connection.prepareStatement(COLUMNS + "where block_id = ?")) {
                select.setBytes(1, blockId.wire());
                return candidates(select).stream().findFirst();
            }
        });
    }

    @Override
    public List<Candidate> open(String chain) {
        return connections.transaction("list open blocks", connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement(COLUMNS + "where chain = ? and not over order by height, created_at")) {
                select.setString(1, chain);
                return candidates(select);
            }
        });
    }

    @Override
    public List<Candidate> told(String chain) {
        return connections.transaction("list told blocks", connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    COLUMNS + "where chain = ? and version > 0 order by height, created_at")) {
                select.setString(1, chain);
                return candidates(select);
            }
        });
    }

    private static List<Candidate> candidates(PreparedStatement select) throws SQLException {
        List<Candidate> candidates = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                candidates.add(new Candidate(
                        BlockSolved.TOPIC.codec().decode(row.getBytes(1)),
                        row.getInt(2),
                        Sats.of(row.getLong(3)),
                        row.getLong(4),
                        Optional.ofNullable(row.getString(5)).map(BlockChanged.State::valueOf)));
            }
        }
        return candidates;
    }

    @Override
    public boolean advance(Candidate after, BlockChanged event, boolean over) {
        return connections.transaction("move a block", connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    update block_candidates set state = ?, version = ?, over = ? where block_id = ? and version = ?
                    """)) {
                update.setString(1, after.state().orElseThrow().name());
                update.setLong(2, after.version());
                update.setBoolean(3, over);
                update.setBytes(4, after.blockId().wire());
                update.setLong(5, after.version() - 1);
                if (update.executeUpdate() != 1) {
                    return false;
                }
            }
            PgOutbox.append(connection, BlockChanged.TOPIC, event);
            return true;
        });
    }

    @Override
    public void close(Hash256 blockId) {
        connections.transaction("close a block", connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("update block_candidates set over = true where block_id = ?")) {
                update.setBytes(1, blockId.wire());
                return update.executeUpdate();
            }
        });
    }

    @Override
    public void noteOutcome(Hash256 blockId, String node, String outcome, String reason) {
        connections.transaction("note what a node said", connection -> {
            try (PreparedStatement upsert = connection.prepareStatement("""
                    insert into block_submissions as held (block_id, node, outcome, reason) values (?, ?, ?, ?)
                    on conflict (block_id, node) do update
                       set outcome = excluded.outcome, reason = excluded.reason, attempts = held.attempts + 1,
                           at = clock_timestamp()
                    """)) {
                upsert.setBytes(1, blockId.wire());
                upsert.setString(2, node);
                upsert.setString(3, outcome);
                upsert.setString(4, reason);
                return upsert.executeUpdate();
            }
        });
    }

    @Override
    public Map<String, String> outcomes(Hash256 blockId) {
        return connections.transaction("read what nodes said", connection -> {
            Map<String, String> outcomes = new HashMap<>();
            try (PreparedStatement select =
                    connection.prepareStatement("select node, outcome from block_submissions where block_id = ?")) {
                select.setBytes(1, blockId.wire());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        outcomes.put(row.getString(1), row.getString(2));
                    }
                }
            }
            return outcomes;
        });
    }
}
