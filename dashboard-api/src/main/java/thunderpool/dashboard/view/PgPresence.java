package thunderpool.dashboard.view;

import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.topics.BanChanged;
import thunderpool.topics.WorkersSeen;

/** Writes what gateways tell of the workers on them and of whom they shut out. */
public final class PgPresence {

    private final JdbcClient jdbc;

    public PgPresence(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param seenMs the broker's append time, milliseconds since the Unix epoch */
    void put(String instance, WorkersSeen.Row seen, long seenMs) {
        ShareTally.Who who = ShareTally.Who.of(seen.miner());
        jdbc.sql("""
                insert into worker_presence as p (account, worker, reward_system, instance, connections, difficulty,
                                                  agent, last_submit_ms, seen_ms)
                select ?, ?, ?, ?, ?, ?, ?, ?, ?
                on conflict (account, worker, reward_system, instance) do update
                set connections = excluded.connections, difficulty = excluded.difficulty, agent = excluded.agent,
                    last_submit_ms = greatest(p.last_submit_ms, excluded.last_submit_ms), seen_ms = excluded.seen_ms""")
                .params(
                        who.account().bytes(),
                        who.worker(),
                        who.rewardSystem().code(),
                        PgText.storable(instance),
                        seen.connections(),
                        seen.difficulty().exponent(),
                        PgText.storable(seen.agent()),
                        seen.lastSubmitMs(),
                        seenMs)
                .update();
    }

    void put(BanChanged ban) {
        jdbc.sql("""
                insert into bans as b (instance, subject, banned, reason, author, at_ms, until_ms)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (instance, subject) do update
                set banned = excluded.banned, reason = excluded.reason, author = excluded.author,
                    at_ms = excluded.at_ms, until_ms = excluded.until_ms where b.at_ms <= excluded.at_ms""")
                .params(
                        PgText.storable(ban.instance()),
                        PgText.storable(ban.subject()),
                        ban.banned(),
                        PgText.storable(ban.reason()),
                        PgText.storable(ban.author()),
                        ban.atMs(),
                        ban.untilMs())
                .update();
    }

    /**
     * Forgets workers nobody spoke of and bans that ended before this time.
     *
     * @return rows forgotten
     */
    public int forgetBefore(long beforeMs) {
        return jdbc.sql("delete from worker_presence where seen_ms < ?")
                        .param(beforeMs)
                        .update()
                + jdbc.sql("delete from bans where until_ms < ?")
                        .param(beforeMs)
                        .update();
    }
}
