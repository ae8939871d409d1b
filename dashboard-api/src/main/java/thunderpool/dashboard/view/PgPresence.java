package thunderpool.dashboard.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import thunderpool.topics.BanChanged;
import thunderpool.topics.Received;
import thunderpool.topics.WorkersSeen;

/** Writes what gateways tell of the workers on them and of whom they shut out. */
public final class PgPresence {

    private final JdbcTemplate jdbc;

    public PgPresence(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes what gateways told, in the order they told it. */
    void put(List<Received<WorkersSeen>> told) {
        List<Object[]> rows = new ArrayList<>();
        for (Received<WorkersSeen> received : told) {
            String instance = PgText.storable(received.value().instance());
            received.value().workers().forEach(seen -> rows.add(row(instance, seen, received.appendTimeMs())));
        }
        rows.sort(Comparator.comparing((Object[] row) -> HexFormat.of().formatHex((byte[]) row[0]))
                .thenComparing(row -> (String) row[1]));
        jdbc.batchUpdate("""
                insert into worker_presence as p (account, worker, reward_system, instance, connections, difficulty,
                                                  agent, last_submit_ms, seen_ms)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (account, worker, reward_system, instance) do update
                set connections = excluded.connections, difficulty = excluded.difficulty, agent = excluded.agent,
                    last_submit_ms = greatest(p.last_submit_ms, excluded.last_submit_ms), seen_ms = excluded.seen_ms""", rows);
    }

    private static Object[] row(String instance, WorkersSeen.Row seen, long seenMs) {
        ShareTally.Who who = ShareTally.Who.of(seen.miner());
        return new Object[] {
            who.account().bytes(),
            who.worker(),
            who.rewardSystem().code(),
            instance,
            seen.connections(),
            seen.difficulty().exponent(),
            PgText.storable(seen.agent()),
            seen.lastSubmitMs(),
            seenMs
        };
    }

    void put(BanChanged ban) {
        jdbc.update(
                """
                insert into bans as b (instance, subject, banned, reason, author, at_ms, until_ms)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (instance, subject) do update
                set banned = excluded.banned, reason = excluded.reason, author = excluded.author,
                    at_ms = excluded.at_ms, until_ms = excluded.until_ms where b.at_ms <= excluded.at_ms""",
                PgText.storable(ban.instance()),
                PgText.storable(ban.subject()),
                ban.banned(),
                PgText.storable(ban.reason()),
                PgText.storable(ban.author()),
                ban.atMs(),
                ban.untilMs());
    }

    /**
     * Forgets workers nobody spoke of and bans that ended before this time.
     *
     * @return rows forgotten
     */
    public int forgetBefore(long beforeMs) {
        return jdbc.update("delete from worker_presence where seen_ms < ?", beforeMs)
                + jdbc.update("delete from bans where until_ms < ?", beforeMs);
    }
}
