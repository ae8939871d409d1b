package thunderpool.work;

import java.math.BigInteger;
import thunderpool.bitcoin.Difficulty;

/**
 * Chooses a miner's difficulty so that its shares come at a set rate. Pure: shares and times in, a difficulty out.
 *
 * <p>Two cumulative sums (CUSUM, Page 1954) of log-likelihood ratios watch the rate: one for "at least twice too fast",
 * one for "at least twice too slow". A sum that falls to zero starts afresh there, so it also tells since when the rate
 * is another one, and the size of the step follows from the shares since then. Between about half and twice the aim
 * nothing happens; a step lands in the middle of that band, and chance alone crosses a threshold once in a million
 * shares. So a steady miner never sees the difficulty swing. Silence raises the second sum by itself: a miner too weak
 * for its difficulty is found without a share. A miner whose bursts look like changes has to be the more convincing each
 * time it would turn the difficulty around.
 *
 * <p>Scores are in millionths of a nat; no floating point. Not thread-safe.
 */
public final class Vardiff {
    private static final long LN_2 = 693_147;
    /** Rates compared when looking for too fast: sqrt(2) and 2 sqrt(2) times the aim; the difference, in millionths. */
    private static final long FAST_DRIFT = 1_414_214;
    /** Rates compared when looking for too slow: 1 / sqrt(2) and half of that; the difference, in millionths. */
    private static final long SLOW_DRIFT = 353_553;
    /** ln of a million: false alarms are that rare. */
    private static final long SURE = 13_815_511;
    /** While nothing is known of a miner, a wrong step costs less than a slow one. */
    private static final long LIKELY = 6_000_000;
    /** Steps round up from 2^0.6, which the factor 2^0.4 and a floor do. */
    private static final long ROUND_NUMERATOR = 132;

    private static final long ROUND_DENOMINATOR = 100;
    private static final int MOST_UP = 8;
    private static final int MOST_DOWN = 6;
    private static final int MOST_DOWN_OFF = 2;
    private static final int MOST_DROUGHT = 10;
    private static final long MOST_PATIENCE = 8;
    private static final long INTERVALS_TO_LEARN = 30;
    private static final long INTERVALS_TO_FORGIVE = 2_000;

    /**
     * What is wanted.
     *
     * @param intervalMs mean time between shares
     * @param floor never easier than this, unless the network itself is
     * @param ceiling never harder than this
     */
    public record Aim(long intervalMs, Difficulty floor, Difficulty ceiling) {
        public Aim {
            if (intervalMs <= 0 || intervalMs > 3_600_000) {
                throw new IllegalArgumentException("share interval must be 1 ms to 1 h, not " + intervalMs + " ms");
            }
            if (floor.compareTo(ceiling) > 0) {
                throw new IllegalArgumentException("difficulty floor " + floor + " is above ceiling " + ceiling);
            }
        }
    }

    /** One cumulative sum, and what was seen since it was last zero. */
    private static final class Sum {
        private long score;
        private long shares;
        private long sinceMs;

        void clear(long nowMs) {
            score = 0;
            shares = 0;
            sinceMs = nowMs;
        }

        void add(long change, long nowMs) {
            score += change;
            if (score <= 0) {
                clear(nowMs);
            }
        }
    }

    private enum Direction {
        NONE,
        UP,
        DOWN
    }

    private final Aim aim;
    private final Sum fast = new Sum();
    private final Sum slow = new Sum();
    private Difficulty difficulty;
    private long seenMs;
    private long changedMs;
    private long forgivenMs;
    private boolean learning = true;
    private Direction last = Direction.NONE;
    private long patience = 1;
    /** Whether any share came, and how often the difficulty was lowered since the last one. */
    private boolean delivered;

    private int drought;

    /**
     * @param start taken into the aim's bounds
     * @param nowMs on any one clock, as all times here
     */
    public Vardiff(Aim aim, Difficulty start, long nowMs) {
        this.aim = aim;
        this.difficulty = start.max(aim.floor()).min(aim.ceiling());
        restart(nowMs);
    }

    public Difficulty difficulty() {
        return difficulty;
    }

    /** Forgets what was seen: after a time in which the miner had no work, its silence says nothing. */
    public void restart(long nowMs) {
        seenMs = nowMs;
        changedMs = nowMs;
        forgivenMs = nowMs;
        fast.clear(nowMs);
        slow.clear(nowMs);
    }

    /**
     * A share that met its difficulty. Shares of earlier difficulties say little about the present one and are left out.
     *
     * @param of the difficulty of the share's job
     */
    public void share(Difficulty of, long nowMs) {
        advance(nowMs);
        if (of.equals(difficulty)) {
            delivered = true;
            drought = 0;
            fast.shares++;
            slow.shares++;
            fast.add(LN_2, nowMs);
            slow.add(-LN_2, nowMs);
        }
    }

    /**
     * The difficulty from here on; asked after shares and every few seconds without any.
     *
     * @param network the network's own difficulty, snapped down: a share is never harder than a block
     */
    public Difficulty decide(long nowMs, Difficulty network) {
        advance(nowMs);
        Difficulty highest = aim.ceiling().min(network);
        Difficulty lowest = aim.floor().min(network);
        int steps = steps(nowMs);
        int exponent = Math.clamp((long) difficulty.exponent() + steps, lowest.exponent(), highest.exponent());
        if (exponent != difficulty.exponent()) {
            remember(steps, nowMs);
            difficulty = new Difficulty(exponent);
            fast.clear(nowMs);
            slow.clear(nowMs);
        }
        return difficulty;
    }

    private int steps(long nowMs) {
        if (nowMs - changedMs < aim.intervalMs()) {
            // The change itself needs time to arrive.
            return 0;
        }
        if (fast.score >= threshold(Direction.UP)) {
            return stepsUp(nowMs);
        }
        return slow.score >= threshold(Direction.DOWN) ? -stepsDown(nowMs) : 0;
    }

    /** By the rate the miner has at least, so that a step up need not be taken back. */
    private int stepsUp(long nowMs) {
        long shares = fast.shares - deviation(fast.shares);
        long elapsedMs = Math.max(1, nowMs - fast.sinceMs);
        return rounded(shares * aim.intervalMs(), elapsedMs, MOST_UP);
    }

    /**
     * By the rate the miner has at most. One that worked before and is silent for long is rather off than weak: it is
     * lowered ever more slowly, or its return would be a flood.
     */
    private int stepsDown(long nowMs) {
        long shares = slow.shares + deviation(slow.shares) + 1;
        int most = delivered && drought > 0 ? MOST_DOWN_OFF : MOST_DOWN;
        return rounded(nowMs - slow.sinceMs, shares * aim.intervalMs(), most);
    }

    /** Base-two logarithm of a ratio, rounded, between 1 and {@code most}. */
    private static int rounded(long over, long under, int most) {
        long ratio = over * ROUND_NUMERATOR / (under * ROUND_DENOMINATOR);
        return Math.clamp(63 - Long.numberOfLeadingZeros(Math.max(1, ratio)), 1, most);
    }

    /** The standard deviation of a count that came about by chance. */
    private static long deviation(long count) {
        return BigInteger.valueOf(count).sqrt().longValueExact();
    }

    private long threshold(Direction direction) {
        long sure = learning ? LIKELY : SURE;
        boolean back = last != Direction.NONE && last != direction;
        long wanted = back ? SURE * patience : sure;
        return delivered && direction == Direction.DOWN ? wanted << Math.min(drought, MOST_DROUGHT) : wanted;
    }

    private void remember(int steps, long nowMs) {
        Direction direction = steps > 0 ? Direction.UP : Direction.DOWN;
        if (steps != 0) {
            if (last != Direction.NONE && last != direction) {
                patience = Math.min(MOST_PATIENCE, patience * 2);
                learning = false;
            }
            last = direction;
        }
        if (direction == Direction.DOWN) {
            drought++;
        }
        changedMs = nowMs;
        forgivenMs = nowMs;
    }

    private void advance(long nowMs) {
        long elapsedMs = nowMs - seenMs;
        if (elapsedMs <= 0) {
            return;
        }
        seenMs = nowMs;
        fast.add(-(FAST_DRIFT * elapsedMs / aim.intervalMs()), nowMs);
        slow.add(SLOW_DRIFT * elapsedMs / aim.intervalMs(), nowMs);
        if (nowMs - changedMs > INTERVALS_TO_LEARN * aim.intervalMs()) {
            learning = false;
        }
        if (patience > 1 && nowMs - forgivenMs > INTERVALS_TO_FORGIVE * aim.intervalMs()) {
            patience /= 2;
            forgivenMs = nowMs;
        }
    }
}
