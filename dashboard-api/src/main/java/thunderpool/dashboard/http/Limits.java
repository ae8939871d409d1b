package thunderpool.dashboard.http;

/** Bounds of request parameters: one request may not ask for the whole database. */
final class Limits {

    static final int ROWS_MAX = 1000;

    private Limits() {}

    static int rows(int limit) {
        return between("limit", limit, 1, ROWS_MAX);
    }

    static int between(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new BadRequestException(name + " must be between " + min + " and " + max + ", not " + value + ".");
        }
        return value;
    }
}
