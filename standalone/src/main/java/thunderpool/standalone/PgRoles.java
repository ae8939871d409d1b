package thunderpool.standalone;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * One role and one schema per service in the one database: each role owns its schema and has no right in any other, so
 * that "each service reads only its own" is the database's rule and not a habit.
 */
final class PgRoles {
    static final String DATABASE = "thunderpool";

    private final String serverUrl;
    private final Passwords passwords;

    /** @param serverUrl without a database: {@code jdbc:postgresql://127.0.0.1:5432/} */
    PgRoles(String serverUrl, Passwords passwords) {
        this.serverUrl = serverUrl;
        this.passwords = passwords;
    }

    /** Creates what is missing; safe to repeat at every start. */
    void ensure(List<String> services) throws SQLException {
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            for (String service : services) {
                ensureRole(statement, service);
            }
            if (absent(statement, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE);
            }
            statement.execute("revoke all on database " + DATABASE + " from public");
            statement.execute("revoke connect on database postgres from public");
        }
        try (Connection connection = superuser(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("revoke all on schema public from public");
            for (String service : services) {
                statement.execute("grant connect, temporary on database " + DATABASE + " to " + service);
                statement.execute("create schema if not exists " + service + " authorization " + service);
                statement.execute("revoke all on schema " + service + " from public");
                statement.execute(
                        "alter role " + service + " in database " + DATABASE + " set search_path = " + service);
            }
        }
    }

    private void ensureRole(Statement statement, String service) throws SQLException {
        if (absent(statement, "select 1 from pg_roles where rolname = '" + service + "'")) {
            statement.execute("create role " + service + " login nosuperuser nocreatedb nocreaterole noinherit");
        }
        statement.execute("alter role " + service + " password '" + passwords.of(service) + "'");
    }

    private Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(serverUrl + database, "postgres", passwords.of("postgres"));
    }

    private static boolean absent(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }
}
