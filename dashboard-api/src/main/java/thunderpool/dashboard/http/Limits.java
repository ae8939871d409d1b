package thunderpool.dashboard.http;

/** Bounds of request parameters: one request may not ask for the whole database. */
final class Limits {

    private Limits() {}

    static int between(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new BadRequestException(name + " must be between " + min + " and " + max + ", not " + value + ".");
        }
        return value;
    }
}
