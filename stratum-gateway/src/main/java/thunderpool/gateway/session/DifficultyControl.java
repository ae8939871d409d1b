package thunderpool.gateway.session;

import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Difficulty;
import thunderpool.work.Vardiff;

/** One session's difficulty: the port's bounds, what the miner asked for, and vardiff in between. */
final class DifficultyControl {
    /** Rental markets refuse less than half a million; their proxies stand for much power. */
    private static final Difficulty MARKET_FLOOR = new Difficulty(19);

    private static final String MARKET_AGENT = "NiceHash/";

    private final PortRules rules;
    private Difficulty floor;
    private Difficulty start;
    private @Nullable Difficulty fixed;
    private @Nullable Vardiff vardiff;

    DifficultyControl(PortRules rules) {
        this.rules = rules;
        this.floor = rules.minimum();
        this.start = rules.start();
    }

    void userAgent(String agent) {
        if (agent.startsWith(MARKET_AGENT)) {
            raiseFloor(MARKET_FLOOR);
        }
    }

    /** The miner wants nothing easier ({@code md=}, minimum-difficulty). */
    void raiseFloor(Difficulty wanted) {
        floor = floor.max(rules.bounded(wanted));
    }

    /** The miner wants to begin there ({@code suggest_difficulty}, a resumed session). */
    void startAt(Difficulty wanted) {
        start = rules.bounded(wanted);
    }

    /** The miner wants this and no other ({@code d=}). */
    void fix(Difficulty wanted) {
        fixed = rules.bounded(wanted);
    }

    boolean isFixed() {
        return fixed != null || !rules.vardiff();
    }

    /** Begins, or begins anew after the wishes changed. */
    void begin(long nowMs) {
        if (!rules.vardiff()) {
            return;
        }
        Difficulty held = fixed;
        if (held != null) {
            Difficulty lowest = held.max(floor);
            vardiff = new Vardiff(new Vardiff.Aim(rules.fastestIntervalMs(), lowest, rules.maximum()), lowest, nowMs);
        } else {
            vardiff = new Vardiff(new Vardiff.Aim(rules.shareIntervalMs(), floor, rules.maximum()), start, nowMs);
        }
    }

    void share(Difficulty of, long nowMs) {
        if (vardiff != null) {
            vardiff.share(of, nowMs);
        }
    }

    /** After a time without work. */
    void restart(long nowMs) {
        if (vardiff != null) {
            vardiff.restart(nowMs);
        }
    }

    Difficulty decide(long nowMs, Difficulty network) {
        return vardiff == null ? rules.start().min(network) : vardiff.decide(nowMs, network);
    }
}
