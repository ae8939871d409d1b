package thunderpool.gateway.session;

import java.util.LinkedHashMap;
import java.util.Map;
import thunderpool.bitcoin.Script;

/**
 * Who is shut out for a while. An account is banned on the network address it flooded from. The address as a whole is
 * banned only when offence follows offence and no good share came from it lately: thousands of honest miners may sit
 * behind one address. Thread-safe and bounded.
 */
public final class BanBook {
    private static final int MOST = 10_000;
    private static final int OFFENCES_MOST = 50;

    private record Pair(String remote, Script account) {}

    private static final class Standing {
        private int offences;
        private long offendedMs = Long.MIN_VALUE / 2;
        private long goodMs = Long.MIN_VALUE / 2;
        private long bannedUntilMs = Long.MIN_VALUE / 2;
    }

    private final long banMs;
    private final Map<String, Standing> remotes = bounded();
    private final Map<Pair, Long> pairs = bounded();

    /** @param banMs how long a ban lasts, in milliseconds; 0 for none at all */
    public BanBook(long banMs) {
        this.banMs = banMs;
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST;
            }
        };
    }

    /** A flood of invalid shares for an account. Returns whether this led to a ban. */
    public synchronized boolean offence(String remote, Script account, long nowMs) {
        if (banMs > 0) {
            pairs.put(new Pair(remote, account), nowMs + banMs);
        }
        offence(remote, nowMs);
        return banMs > 0;
    }

    /** Something else than stratum, or no handshake in time. Returns whether the address is banned now. */
    public synchronized boolean offence(String remote, long nowMs) {
        Standing standing = remotes.computeIfAbsent(remote, fresh -> new Standing());
        standing.offences = nowMs - standing.offendedMs > banMs ? 1 : standing.offences + 1;
        standing.offendedMs = nowMs;
        if (standing.offences >= OFFENCES_MOST && nowMs - standing.goodMs > banMs && banMs > 0) {
            standing.bannedUntilMs = nowMs + banMs;
            return true;
        }
        return false;
    }

    /** An accepted share came from there. */
    public synchronized void good(String remote, long nowMs) {
        remotes.computeIfAbsent(remote, fresh -> new Standing()).goodMs = nowMs;
    }

    public synchronized boolean isBanned(String remote, long nowMs) {
        Standing standing = remotes.get(remote);
        return standing != null && standing.bannedUntilMs > nowMs;
    }

    public synchronized boolean isBanned(String remote, Script account, long nowMs) {
        Long until = pairs.get(new Pair(remote, account));
        return until != null && until > nowMs;
    }
}
