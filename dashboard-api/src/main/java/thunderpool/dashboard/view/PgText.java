package thunderpool.dashboard.view;

/** What PostgreSQL's text can not hold. */
final class PgText {

    private PgText() {}

    /** Every character but NUL can be stored; a hostile worker name may hold one, and must not stop a feed. */
    static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
