package thunderpool.gateway.session;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Target;
import thunderpool.work.Vardiff;

/** One session's difficulty: the port's bounds, what the miner asked for, and vardiff in between. */
final class DifficultyControl {
    /** Rental markets refuse less than half a million; their proxies stand for much power. */
    private static final Difficulty MARKET_FLOOR = new Difficulty(19);

    private static final String MARKET_AGENT = "NiceHash/";

    private PortRules rules;
    /** Wishes as they were told: the port's bounds may change under them. */
    private @Nullable Difficulty wantedFloor;

    private @Nullable Difficulty wantedStart;
    private @Nullable Difficulty wantedFixed;
    private @Nullable Vardiff vardiff;

    DifficultyControl(PortRules rules) {
        this.rules = rules;
    }

    /** The greatest power of two whose target is not harder; empty for an easier target than any difficulty has. */
    static Optional<Difficulty> ofTarget(BigInteger target, Target difficultyOne) {
        return Difficulty.snapDown(
                new BigDecimal(difficultyOne.toBigInteger()).divide(new BigDecimal(target), MathContext.DECIMAL64));
    }

    void userAgent(String agent) {
        if (agent.startsWith(MARKET_AGENT)) {
            raiseFloor(MARKET_FLOOR);
        }
    }

    /** The miner wants nothing easier ({@code md=}, minimum-difficulty). */
    void raiseFloor(Difficulty wanted) {
        wantedFloor = wantedFloor == null ? wanted : wantedFloor.max(wanted);
    }

    /** The miner wants to begin there ({@code suggest_difficulty}, a resumed session). */
    void startAt(Difficulty wanted) {
        wantedStart = wanted;
    }

    /** The miner wants this and no other ({@code d=}). */
    void fix(Difficulty wanted) {
        wantedFixed = wanted;
    }

    boolean isFixed() {
        return wantedFixed != null || !rules.vardiff();
    }

    /** The port's rules changed; goes on from where the miner is, inside of the new ones. */
    void change(PortRules fresh, @Nullable Difficulty told, long nowMs) {
        rules = fresh;
        if (told != null) {
            wantedStart = told;
            begin(nowMs);
        }
    }

    /** Begins, or begins anew after the wishes changed. */
    void begin(long nowMs) {
        if (!rules.vardiff()) {
            vardiff = null;
            return;
        }
        Difficulty floor = wantedFloor == null ? rules.minimum() : rules.bounded(wantedFloor);
        Difficulty held = wantedFixed;
        if (held != null) {
            Difficulty lowest = rules.bounded(held).max(floor);
            vardiff = new Vardiff(new Vardiff.Aim(rules.fastestIntervalMs(), lowest, rules.maximum()), lowest, nowMs);
        } else {
            Difficulty start = wantedStart == null ? rules.start() : rules.bounded(wantedStart);
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
