package thunderpool.gateway.session;

/** How a session behaves: many invalid shares among few good ones, or needless messages in masses, are a flood. */
final class Conduct {
    private static final long WINDOW_MS = 60_000;
    private static final int BAD_MOST = 120;
    private static final int BAD_PER_GOOD = 10;
    /** A proxy may authorize its hundreds of workers one by one. */
    private static final int WORDS_MOST = 1_000;

    private long windowMs;
    private int good;
    private int bad;
    private int words;

    Conduct(long nowMs) {
        this.windowMs = nowMs;
    }

    void good(long nowMs) {
        roll(nowMs);
        good++;
    }

    /** An invalid share or an unreadable line; true when it is too much. */
    boolean bad(long nowMs) {
        roll(nowMs);
        bad++;
        return bad > BAD_MOST && bad > BAD_PER_GOOD * good;
    }

    /** A message that is no share; true when it is too much. */
    boolean word(long nowMs) {
        roll(nowMs);
        words++;
        return words > WORDS_MOST;
    }

    private void roll(long nowMs) {
        if (nowMs - windowMs > WINDOW_MS) {
            windowMs = nowMs;
            good = 0;
            bad = 0;
            words = 0;
        }
    }
}
