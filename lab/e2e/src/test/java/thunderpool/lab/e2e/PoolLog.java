package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What a pool wrote to its log, as an operator searches it. */
final class PoolLog {

    /** What variables of services that hold a secret end in. */
    private static final List<String> SECRET = List.of("_PASSWORD", "_BLOCKSECRET", "_SESSIONKEY", "_ADMIN_KEY");

    private static final Pattern URL_PASSWORD = Pattern.compile("//[^:/@]*:([^@]+)@");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningPool pool;

    PoolLog(RunningPool pool) {
        this.pool = pool;
    }

    /** Who did what to a thing: {@code SERVICE EVENT} of every line with this key and value, each once. The log is JSON. */
    Set<String> story(String key, String value) {
        String path = "/" + key.replace('.', '/');
        Set<String> events = new TreeSet<>();
        for (String line : read(pool.data().resolve("logs/pool.log")).lines().toList()) {
            JsonNode event = JSON.readTree(line);
            JsonNode about = event.at(path);
            boolean named = about.isArray()
                    ? about.valueStream().anyMatch(one -> one.asString().equals(value))
                    : about.asString("").equals(value);
            if (named) {
                events.add(event.at("/service/name").asString() + " "
                        + event.at("/event/action").asString());
            }
        }
        return events;
    }

    /** Nothing the pool or a service of its printed holds a password of broker, database, node or between services. */
    void assertKeepsSecrets() {
        Set<String> secrets = secrets();
        assertThat(secrets).hasSizeGreaterThan(10);
        Set<Path> written = new TreeSet<>(files(pool.data().resolve("logs")));
        String beside = pool.data().getFileName() + ".";
        files(pool.data().resolveSibling(".").normalize()).stream()
                .filter(file -> file.getFileName().toString().startsWith(beside))
                .forEach(written::add);
        for (Path file : written) {
            String text = read(file);
            for (String secret : secrets) {
                assertThat(text.contains(secret))
                        .as("%s holds a secret of the pool", file.getFileName())
                        .isFalse();
            }
        }
        Path code = pool.data().resolve("admin-setup-code");
        if (Files.exists(code)) {
            assertThat(read(pool.data().resolve("logs/pool.log"))
                            .contains(read(code).strip()))
                    .as("the first admin's code is in the log")
                    .isFalse();
        }
        System.out.println(secrets.size() + " secrets are in none of " + written.size() + " logs");
    }

    private Set<String> secrets() {
        Set<String> secrets = new TreeSet<>();
        for (String file : List.of("passwords", "kafka/passwords", "postgresql/passwords")) {
            read(pool.data().resolve(file))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> secrets.add(line.substring(line.indexOf('=') + 1)));
        }
        for (String service : List.of("gateway", "validator", "template", "accounting", "payout", "dashboard")) {
            pool.environment(service).forEach((name, value) -> {
                Matcher password = URL_PASSWORD.matcher(value);
                if (SECRET.stream().anyMatch(name::endsWith)) {
                    secrets.add(value);
                } else if (password.find()) {
                    secrets.add(password.group(1));
                }
            });
        }
        // The lab's node has the word itself for its password.
        secrets.remove("password");
        return secrets;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
