package thunderpool.standalone;

/**
 * How one service reaches its own schema.
 *
 * @param jdbcUrl carries {@code currentSchema}, so SQL and migrations need no prefix
 * @param user the service's own role; it sees no other service's schema
 * @param password never printed
 */
public record DatabaseAccess(String jdbcUrl, String user, String password) {
    @Override
    public String toString() {
        return "DatabaseAccess[jdbcUrl=" + jdbcUrl + ", user=" + user + ", password=***]";
    }
}
