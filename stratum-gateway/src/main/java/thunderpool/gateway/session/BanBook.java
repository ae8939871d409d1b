package thunderpool.gateway.session;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Script;
import thunderpool.gateway.session.BanNews.Change;

/**
 * Who is shut out for a while. By rule an account is banned on the network address it flooded from; the address as a
 * whole only when offence follows offence and no good share came from it lately: thousands of honest miners may sit
 * behind one address. Operators ban addresses and accounts as they see fit. Thread-safe and bounded.
 */
public final class BanBook {
    private static final int MOST = 10_000;
    private static final int OFFENCES_MOST = 50;
    private static final String POOL = "pool";

    private static final class Standing {
        private int offences;
        private long offendedMs = Long.MIN_VALUE / 2;
        private long goodMs = Long.MIN_VALUE / 2;
        private long bannedUntilMs = Long.MIN_VALUE / 2;
    }

    private final long banMs;
    private final BanNews news;
    private final Map<String, Standing> remotes = bounded();
    private final Map<BanSubject.Pair, Long> pairs = bounded();
    private final Map<BanSubject, Long> byOperator = new HashMap<>();

    /** @param banMs how long a ban by rule lasts, in milliseconds; 0 for none at all */
    public BanBook(long banMs) {
        this(banMs, BanNews.NONE);
    }

    /** @param banMs how long a ban by rule lasts, in milliseconds; 0 for none at all */
    public BanBook(long banMs, BanNews news) {
        this.banMs = banMs;
        this.news = news;
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
            BanSubject.Pair pair = new BanSubject.Pair(remote, account);
            Long before = pairs.put(pair, nowMs + banMs);
            if (before == null || before <= nowMs) {
                tell(pair, "a flood of invalid shares", nowMs);
            }
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
            if (standing.bannedUntilMs <= nowMs) {
                tell(new BanSubject.Remote(remote), "offence follows offence, and no good share", nowMs);
            }
            standing.bannedUntilMs = nowMs + banMs;
            return true;
        }
        return false;
    }

    private void tell(BanSubject subject, String reason, long nowMs) {
        news.changed(new Change(subject, reason, POOL), true, nowMs, nowMs + banMs);
    }

    /** An accepted share came from there. */
    public synchronized void good(String remote, long nowMs) {
        remotes.computeIfAbsent(remote, fresh -> new Standing()).goodMs = nowMs;
    }

    /**
     * An operator's ban, or a longer or shorter one for the same subject.
     *
     * @return false when there are too many
     */
    public synchronized boolean ban(Change change, long nowMs, long untilMs) {
        byOperator.values().removeIf(until -> until <= nowMs);
        if (byOperator.size() >= MOST && !byOperator.containsKey(change.subject())) {
            return false;
        }
        byOperator.put(change.subject(), untilMs);
        news.changed(change, true, nowMs, untilMs);
        return true;
    }

    /** Lets the subject in again, whoever banned it; an account also where only its pairs were banned. */
    public synchronized void lift(Change change, long nowMs) {
        BanSubject subject = change.subject();
        byOperator.remove(subject);
        switch (subject) {
            case BanSubject.Remote(String address) -> remotes.remove(address);
            case BanSubject.Account(Script script) ->
                pairs.keySet().removeIf(pair -> {
                    boolean freed = pair.script().equals(script);
                    if (freed) {
                        news.changed(new Change(pair, change.reason(), change.author()), false, nowMs, nowMs);
                    }
                    return freed;
                });
            case BanSubject.Pair pair -> pairs.remove(pair);
        }
        news.changed(change, false, nowMs, nowMs);
    }

    public synchronized boolean isBanned(String remote, long nowMs) {
        Standing standing = remotes.get(remote);
        return (standing != null && standing.bannedUntilMs > nowMs) || byOperator(new BanSubject.Remote(remote), nowMs);
    }

    /** What a banned account is told on this address; null when it may come. */
    public synchronized @Nullable String refusal(String remote, Script account, long nowMs) {
        BanSubject.Pair pair = new BanSubject.Pair(remote, account);
        Long until = pairs.get(pair);
        if (until != null && until > nowMs) {
            return "Banned for a while for a flood of invalid shares";
        }
        return byOperator(new BanSubject.Account(account), nowMs) || byOperator(pair, nowMs)
                ? "Banned by the pool's operator"
                : null;
    }

    private boolean byOperator(BanSubject subject, long nowMs) {
        Long until = byOperator.get(subject);
        return until != null && until > nowMs;
    }

    /** Bans that hold now. */
    public synchronized int active(long nowMs) {
        long byRule = pairs.values().stream().filter(until -> until > nowMs).count()
                + remotes.values().stream()
                        .filter(standing -> standing.bannedUntilMs > nowMs)
                        .count();
        return (int) (byRule
                + byOperator.values().stream().filter(until -> until > nowMs).count());
    }
}
