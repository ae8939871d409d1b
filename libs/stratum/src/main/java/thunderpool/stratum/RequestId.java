package thunderpool.stratum;

/**
 * The id of a request, kept as the JSON token it was sent as: a number stays a number and a string a string, byte for
 * byte, since clients compare what comes back with what they sent.
 *
 * @param token a JSON number, a JSON string with its quotes, or {@code null}
 */
public record RequestId(String token) {
    /** Longest id that is echoed; nobody sends longer ones but to make the pool write much. */
    public static final int MAX_LENGTH = 128;
    /** No id: a notification, or a line that could not be read. */
    public static final RequestId NONE = new RequestId("null");

    public RequestId {
        if (token.isEmpty() || token.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("request id token of " + token.length() + " characters");
        }
    }

    public static RequestId of(long number) {
        return new RequestId(Long.toString(number));
    }

    /** Nobody waits for an answer to a request without an id. */
    public boolean isNone() {
        return token.equals(NONE.token);
    }
}
