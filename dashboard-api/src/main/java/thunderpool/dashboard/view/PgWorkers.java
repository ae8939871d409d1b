package thunderpool.dashboard.view;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.Views.WorkerRow;
import thunderpool.topics.ServiceStatus;
import thunderpool.work.Rejection;

/** Reads what is known of workers: their work, and what living gateways tell of their connections. */
public final class PgWorkers {

    private final JdbcClient jdbc;
    private final PgRows rows;
    private final SuiteView suite;
    private final InstantSource clock;

    public PgWorkers(JdbcClient jdbc, Accounts accounts, SuiteView suite, InstantSource clock) {
        this.jdbc = jdbc;
        this.rows = new PgRows(accounts);
        this.suite = suite;
        this.clock = clock;
    }

    /** Workers of the whole pool, by hash rate of the last ten minutes. */
    public List<WorkerRow> all(int limit) {
        return read("true", Map.of(), limit);
    }

    /** Workers of one account, by hash rate of the last ten minutes. */
    public List<WorkerRow> of(Script account, int limit) {
        return read("account = :account", Map.of("account", account.bytes()), limit);
    }

    /** One worker, a row per reward system it mines under. */
    public List<WorkerRow> named(Script account, String worker) {
        return read(
                "account = :account and worker = :worker", Map.of("account", account.bytes(), "worker", worker), 10);
    }

    private List<WorkerRow> read(String filter, Map<String, Object> values, int limit) {
        RateWindow ten = new RateWindow(clock.millis(), RateWindow.CURRENT_MINUTES);
        RateWindow hour = new RateWindow(clock.millis(), RateWindow.HOUR_MINUTES);
        List<ServiceStatus> gateways = suite.gateways();
        Map<String, Object> all = new HashMap<>(values);
        all.put("ten", ten.firstMinute());
        all.put("hour", hour.firstMinute());
        all.put("limit", limit);
        all.put("gateways", gateways.stream().map(ServiceStatus::instance).toArray(String[]::new));
        all.put("started", gateways.stream().map(ServiceStatus::startedAtMs).toArray(Long[]::new));
        return jdbc.sql(question(filter))
                .params(all)
                .query((row, at) -> worker(ten, hour, row))
                .list();
    }

    /**
     * The rows wanted come first, by hash rate of the last ten minutes; all else is looked up for them alone.
     * Connections count only on gateways that live, and only if told since the gateway's start.
     */
    private static String question(String filter) {
        return """
            with top as (
                select w.*, coalesce(m.work, 0) as ten, coalesce(m.shares, 0) as ten_shares
                from (select * from workers where shares > 0 and %1$s) w left join
                     (select account, worker, reward_system, sum(work) as work, sum(shares) as shares from work_minutes
                      where step >= :ten and %1$s group by account, worker, reward_system) m
                     on m.account = w.account and m.worker = w.worker and m.reward_system = w.reward_system
                order by ten desc, w.last_share_ms desc, w.account, w.worker, w.reward_system limit :limit)
            select t.*, h.hour, r.reasons, r.counts, p.difficulty, p.agent, p.last_submit_ms,
                   coalesce(c.connections, 0) as connections
            from top t
            cross join lateral (select coalesce(sum(work), 0) as hour from work_minutes m
                 where m.account = t.account and m.worker = t.worker and m.reward_system = t.reward_system
                 and m.step >= :hour) h
            cross join lateral (select array_agg(reason) as reasons, array_agg(shares) as counts
                 from worker_rejections x where x.account = t.account and x.worker = t.worker
                 and x.reward_system = t.reward_system) r
            left join lateral (select difficulty, agent, last_submit_ms from worker_presence x
                 where x.account = t.account and x.worker = t.worker and x.reward_system = t.reward_system
                 order by seen_ms desc limit 1) p on true
            cross join lateral (select sum(x.connections) as connections from worker_presence x
                 join unnest(cast(:gateways as text[]), cast(:started as bigint[])) as g (instance, started)
                 on g.instance = x.instance and x.seen_ms >= g.started
                 where x.account = t.account and x.worker = t.worker and x.reward_system = t.reward_system) c
            order by ten desc, t.last_share_ms desc, t.account, t.worker, t.reward_system""".formatted(filter);
    }

    private WorkerRow worker(RateWindow ten, RateWindow hour, ResultSet row) throws SQLException {
        long firstSeenMs = row.getLong("first_seen_ms");
        double best = row.getDouble("best_difficulty");
        int exponent = row.getInt("difficulty");
        boolean told = !row.wasNull();
        String agent = row.getString("agent");
        return new WorkerRow(
                rows.account(row),
                row.getString("worker"),
                PgRows.rewardSystem(row),
                ten.perSecond(row.getBigDecimal("ten"), firstSeenMs),
                hour.perSecond(row.getBigDecimal("hour"), firstSeenMs),
                RateWindow.errorPercent(row.getLong("ten_shares")),
                row.getLong("shares"),
                row.getLong("rejected"),
                reasons(row.getArray("reasons"), row.getArray("counts")),
                PgRows.hashes(row.getBigDecimal("work")),
                PgRows.instantOrNull(row, "last_share_ms"),
                PgRows.instant(row, "first_seen_ms"),
                row.getLong("connections"),
                told ? Difficulties.of(new Difficulty(exponent)) : null,
                agent == null || agent.isBlank() ? null : agent,
                PgRows.instantOrNull(row, "last_submit_ms"),
                best == 0 ? null : best);
    }

    private static Map<String, Long> reasons(@Nullable Array codes, @Nullable Array counts) throws SQLException {
        Map<String, Long> reasons = new TreeMap<>();
        if (codes == null || counts == null) {
            return reasons;
        }
        Number[] code = (Number[]) codes.getArray();
        Number[] count = (Number[]) counts.getArray();
        for (int i = 0; i < code.length; i++) {
            reasons.merge(Rejection.ofCode(code[i].intValue()).name(), count[i].longValue(), Long::sum);
        }
        return reasons;
    }
}
