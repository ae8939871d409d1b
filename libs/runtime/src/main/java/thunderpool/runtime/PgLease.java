package thunderpool.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Leases in the service's own schema, by the database's clock alone; the table comes from {@code db/runtime/leases}.
 * Each statement is atomic on its row, so two instances cannot both succeed.
 */
public final class PgLease {
    private final JdbcTemplate jdbc;

    public PgLease(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes a lease that nobody holds or whose time is over.
     *
     * @param owner unique per process start: an owner that comes back under its old name would pass for its ghost
     * @return empty while another holds it; else the lease with a token greater than every earlier one
     */
    public Optional<Lease> tryAcquire(String name, String owner, Duration ttl) {
        List<Lease> taken =
                jdbc.query("""
                insert into leases as held (name, owner, token, expires_at)
                values (?, ?, 1, clock_timestamp() + ? * interval '1 millisecond')
                on conflict (name) do update
                   set owner = excluded.owner, token = held.token + 1, expires_at = excluded.expires_at
                 where held.expires_at <= clock_timestamp()
                returning token
                """, (row, index) -> new Lease(name, owner, row.getLong(1)), name, owner, ttl.toMillis());
        return taken.stream().findFirst();
    }

    /**
     * Prolongs a lease that has not lapsed.
     *
     * @return false when it has, or was taken by another
     */
    public boolean renew(Lease lease, Duration ttl) {
        return jdbc.update("""
                        update leases set expires_at = clock_timestamp() + ? * interval '1 millisecond'
                         where name = ? and owner = ? and token = ? and expires_at > clock_timestamp()
                        """, ttl.toMillis(), lease.name(), lease.owner(), lease.token()) == 1;
    }

    /** Gives it back early, so that the next instance need not wait; the token stays used. */
    public void release(Lease lease) {
        jdbc.update(
                "update leases set expires_at = clock_timestamp() where name = ? and owner = ? and token = ?",
                lease.name(),
                lease.owner(),
                lease.token());
    }

    /**
     * The fence, inside the transaction it protects: until that ends nobody else can take the lease, so what it writes
     * was written by the holder.
     *
     * @throws LeaseLostException when another has taken it
     */
    public void guard(Lease lease) {
        List<Integer> held = jdbc.query(
                "select 1 from leases where name = ? and owner = ? and token = ? for share",
                (row, index) -> row.getInt(1),
                lease.name(),
                lease.owner(),
                lease.token());
        if (held.isEmpty()) {
            throw new LeaseLostException(lease);
        }
    }
}
