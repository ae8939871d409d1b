package thunderpool.gateway.session;

import java.util.HashSet;
import java.util.Set;
import thunderpool.bitcoin.Hash256;

/**
 * The newest shares of one session, so that a plain repeat is answered at once. Bounded, so it may forget: the
 * validator remembers all and credits none twice.
 */
final class RecentShares {
    private static final int GENERATION = 512;

    private Set<Hash256> older = Set.of();
    private Set<Hash256> newer = new HashSet<>();

    boolean contains(Hash256 identity) {
        return newer.contains(identity) || older.contains(identity);
    }

    void add(Hash256 identity) {
        if (newer.size() == GENERATION) {
            older = newer;
            newer = new HashSet<>();
        }
        newer.add(identity);
    }

    /** On a new tip nothing of before can be accepted again. */
    void clear() {
        older = Set.of();
        newer = new HashSet<>();
    }
}
