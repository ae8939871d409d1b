package thunderpool.payout.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.payout.port.ScheduleBook;
import thunderpool.payout.schedule.Balance;
import thunderpool.payout.schedule.Candidate;
import thunderpool.payout.schedule.PlannedScheme;
import thunderpool.payout.schedule.Schedule;
import thunderpool.payout.schedule.Scheme;
import thunderpool.runtime.sql.PgSql;

/**
 * Schemes and schedules by JPA, because people edit them one by one; balances and the look for candidates by hand, because
 * they come by the thousand. Every JPA change is flushed at once, so that both see the same rows.
 */
final class PgSchedules implements ScheduleBook {

    private static final String CANDIDATES = """
            select s.*, p.version as scheme_version, p.block_interval, p.time_interval, p.description,
                   b.payable_sats,
                   coalesce(o.sequence + 1, 0) as next_sequence,
                   case when o.state = 'REFUSED' then o.changed_at_ms else 0 end as refused_at_ms
            from account_balances b
            join account_schedules s on s.account = b.account
            join payment_schemes p on p.scheme_name = s.scheme_name
            left join lateral (select sequence, state, changed_at_ms from payout_orders
                               where account = s.account order by sequence desc limit 1) o on true
            where b.payable_sats > 0 and b.payable_sats >= s.minimum_sats and not s.held
              and (o.state is null or o.state in ('PAID', 'RETURNED', 'REFUSED'))
            order by s.since_ms, s.account
            """;

    private final PgSql sql;
    private final SchemeRepository schemes;
    private final ScheduleRepository schedules;

    PgSchedules(PgSql sql, SchemeRepository schemes, ScheduleRepository schedules) {
        this.sql = sql;
        this.schemes = schemes;
        this.schedules = schedules;
    }

    @Override
    public Optional<Scheme> scheme(String name) {
        return schemes.findById(name).map(SchemeEntity::toScheme);
    }

    @Override
    public List<Scheme> schemes() {
        return schemes.findAll().stream().map(SchemeEntity::toScheme).toList();
    }

    @Override
    public void save(Scheme scheme) {
        schemes.saveAndFlush(new SchemeEntity(scheme));
    }

    @Override
    public List<PlannedScheme> planned() {
        return sql.query(
                "select * from planned_schemes order by from_ms, scheme_name",
                row -> new PlannedScheme(
                        new Scheme(
                                row.getString("scheme_name"),
                                0,
                                row.getInt("block_interval"),
                                row.getInt("time_interval"),
                                row.getString("description")),
                        row.getLong("from_ms")));
    }

    @Override
    public void plan(PlannedScheme plan) {
        Scheme scheme = plan.scheme();
        dropPlan(scheme.name());
        sql.update(
                """
                insert into planned_schemes (scheme_name, block_interval, time_interval, description, from_ms)
                values (?, ?, ?, ?, ?)
                """,
                scheme.name(),
                scheme.blockInterval(),
                scheme.timeIntervalMinutes(),
                scheme.description(),
                plan.fromMs());
    }

    @Override
    public void dropPlan(String schemeName) {
        sql.update("delete from planned_schemes where scheme_name = ?", schemeName);
    }

    @Override
    public Optional<Schedule> find(Script account) {
        return schedules.findById(account.hex()).map(ScheduleEntity::toSchedule);
    }

    @Override
    public List<Schedule> followersOf(String schemeName) {
        return schedules.findBySchemeNameOrderByAccount(schemeName).stream()
                .map(ScheduleEntity::toSchedule)
                .toList();
    }

    @Override
    public void save(Schedule schedule) {
        schedules.saveAndFlush(new ScheduleEntity(schedule));
    }

    @Override
    public Optional<Balance> balance(Script account) {
        return sql.first(
                "select * from account_balances where account = ?",
                row -> new Balance(
                        PgSql.script(row, "account"),
                        row.getLong("version"),
                        PgSql.sats(row, "payable_sats"),
                        PgSql.sats(row, "reserved_sats")),
                account);
    }

    @Override
    public void save(Balance balance) {
        sql.update("""
                insert into account_balances (account, version, payable_sats, reserved_sats) values (?, ?, ?, ?)
                on conflict (account) do update
                   set version = excluded.version, payable_sats = excluded.payable_sats,
                       reserved_sats = excluded.reserved_sats
                """, balance.account(), balance.version(), balance.payable(), balance.reserved());
    }

    @Override
    public List<Candidate> candidates() {
        return sql.query(CANDIDATES, PgSchedules::candidate);
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        String schemeName = row.getString("scheme_name");
        Schedule schedule = new Schedule(
                PgSql.script(row, "account"),
                row.getLong("version"),
                schemeName,
                PgSql.sats(row, "minimum_sats"),
                row.getBoolean("held"),
                row.getLong("message_time"),
                row.getInt("since_height"),
                row.getLong("since_ms"));
        Scheme scheme = new Scheme(
                schemeName,
                row.getLong("scheme_version"),
                row.getInt("block_interval"),
                row.getInt("time_interval"),
                row.getString("description"));
        return new Candidate(
                schedule,
                scheme,
                PgSql.sats(row, "payable_sats"),
                row.getLong("next_sequence"),
                row.getLong("refused_at_ms"));
    }

    @Override
    public Hold hold() {
        return sql.first(
                        "select version, held from payout_hold",
                        row -> new Hold(row.getLong("version"), row.getBoolean("held")))
                .orElseThrow();
    }

    @Override
    public void save(Hold hold) {
        sql.update("update payout_hold set version = ?, held = ?", hold.version(), hold.held());
    }

    @Override
    public Approval approval() {
        return sql.first(
                        "select version, coalesce(above_sats, 0) as above_sats from payout_approval",
                        row -> new Approval(
                                row.getLong("version"),
                                Optional.of(PgSql.sats(row, "above_sats")).filter(above -> !above.isZero())))
                .orElseThrow();
    }

    @Override
    public void save(Approval approval) {
        sql.update(
                "update payout_approval set version = ?, above_sats = nullif(?, 0)",
                approval.version(),
                approval.above().orElse(Sats.ZERO));
    }
}
