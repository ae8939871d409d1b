package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.runtime.DatabaseConfig;

/** The words at the end of production's database URLs, said to a real PostgreSQL that shows a certificate as CloudNativePG makes them. */
class DatabaseTrustIT {

    @TempDir
    Path folder;

    @Test
    void aDatabaseIsBelievedByItsNameAndItsAuthorityAlone() throws Exception {
        Programs.need("openssl", "openssl");
        authority("ours");
        authority("another");
        server("localhost");
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", folder.resolve("server.crt").toString())
                .setServerConfig("ssl_key_file", folder.resolve("server.key").toString())
                .start()) {
            Path trusted = Files.copy(folder.resolve("ours.crt"), folder.resolve("ca.crt"));
            DatabaseConfig named = database("localhost", server.getPort(), trusted);
            assertThat(encrypted(named)).isTrue();
            assertThatThrownBy(() -> encrypted(database("127.0.0.1", server.getPort(), trusted)))
                    .as("a name that is not in the certificate")
                    .hasStackTraceContaining("127.0.0.1");
            Files.copy(folder.resolve("another.crt"), trusted, StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(() -> encrypted(named))
                    .as("signed by nobody it trusts; the file is read anew for each connection")
                    .hasStackTraceContaining("PKIX");
        }
    }

    private static boolean encrypted(DatabaseConfig config) throws Exception {
        try (var pool = config.open("trusting", "db/runtime/leases");
                Connection connection = pool.getConnection();
                var statement = connection.createStatement();
                var answer = statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private static DatabaseConfig database(String host, int port, Path trusted) {
        String production = Rendered.text("kubernetes/overlays/production/environment.env")
                .lines()
                .filter(line -> line.startsWith("PAYOUT_DATABASE_URL="))
                .findFirst()
                .orElseThrow();
        String words = production
                .substring(production.indexOf('?'))
                .replace("/run/secrets/database-ca/ca.crt", trusted.toString());
        String url = "jdbc:postgresql://" + host + ":" + port + "/postgres" + words;
        return new DatabaseConfig(url, "postgres", "unused", null, 2);
    }

    private void authority(String name) {
        openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=" + name + " -keyout " + name + ".key -out " + name
                + ".crt");
    }

    private void server(String name) throws IOException {
        openssl("req -newkey rsa:2048 -nodes -subj /CN=server -keyout server.key -out server.csr");
        Files.writeString(folder.resolve("names"), "subjectAltName=DNS:" + name + "\n");
        openssl("x509 -req -in server.csr -CA ours.crt -CAkey ours.key -CAcreateserial -days 2 -extfile names"
                + " -out server.crt");
        Files.setPosixFilePermissions(folder.resolve("server.key"), PosixFilePermissions.fromString("rw-------"));
        // The server may run as another user than this test.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void openssl(String arguments) {
        Programs.output(List.of("/bin/sh", "-c", "cd '" + folder + "' && exec openssl " + arguments), Map.of());
    }
}
