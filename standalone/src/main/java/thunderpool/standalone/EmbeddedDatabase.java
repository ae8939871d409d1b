package thunderpool.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL on a persistent folder, listening on loopback only, with durable settings: what it has
 * acknowledged survives a kill of any process and a loss of power.
 *
 * <p>The folder holds {@code data} (the cluster), {@code passwords} (mode 600), {@code postgres.log} and the unpacked
 * programs. The port may differ from start to start.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    /** The services that keep a schema; gateway and validator keep their state in files and topics. */
    public static final List<String> SERVICES = List.of("template", "accounting", "payout", "dashboard");

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final long LOG_BYTES_MAX = 16L << 20;

    private static final List<String> SETTINGS = List.of(
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "password_encryption=scram-sha-256",
            "max_connections=60",
            "shared_buffers=64MB",
            "max_wal_size=512MB",
            "max_parallel_workers_per_gather=0",
            "autovacuum_max_workers=2",
            "log_line_prefix=%m [%p] %u ");

    private final FolderLock lock;
    private final Postmaster postmaster;
    private final Process process;
    private final Passwords passwords;
    private final int port;

    private EmbeddedDatabase(FolderLock lock, Postmaster postmaster, Process process, Passwords passwords, int port) {
        this.lock = lock;
        this.postmaster = postmaster;
        this.process = process;
        this.passwords = passwords;
        this.port = port;
    }

    /**
     * Starts, or starts again, the database of a folder; 4 s the first time, under a second later. A server that a
     * killed process left behind on it is stopped first.
     *
     * @param port 0 asks the operating system for a free one
     * @throws IllegalStateException when another process owns the folder, or PostgreSQL does not start (with its log)
     */
    public static EmbeddedDatabase start(Path dir, int port) {
        Path folder = dir.toAbsolutePath().normalize();
        FolderLock lock = FolderLock.take(folder);
        try {
            return startLocked(folder, port == 0 ? freePort() : port, lock);
        } catch (IOException | SQLException e) {
            lock.close();
            throw new IllegalStateException("the embedded database does not start on " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lock.close();
            throw new IllegalStateException("interrupted while the embedded database started", e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * How a service reaches its own schema.
     *
     * @param service one of {@link #SERVICES}
     */
    public DatabaseAccess access(String service) {
        if (!SERVICES.contains(service)) {
            throw new IllegalArgumentException("no schema for '" + service + "'; there are " + SERVICES);
        }
        return new DatabaseAccess(
                serverUrl(port) + PgRoles.DATABASE + "?currentSchema=" + service, service, passwords.of(service));
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            postmaster.stop();
            process.waitFor();
        } catch (IOException e) {
            LOG.error("the embedded database did not stop in order", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }

    private static EmbeddedDatabase startLocked(Path folder, int port, FolderLock lock)
            throws IOException, SQLException, InterruptedException {
        Passwords passwords = Passwords.open(
                folder.resolve("passwords"),
                Stream.concat(Stream.of("postgres"), SERVICES.stream()).toList());
        PostgresBinaries binaries = PostgresBinaries.unpackedIn(folder);
        PostgresAccount account = PostgresAccount.choose();
        Path data = folder.resolve("data");
        Path log = folder.resolve("postgres.log");
        rotate(log);
        if (!Files.isDirectory(data)) {
            initialize(folder, binaries, account, passwords);
        }
        Postmaster postmaster = new Postmaster(binaries, account, data, log);
        postmaster.removeOrphan();
        Process process = postmaster.start(port, SETTINGS);
        try {
            new PgRoles(serverUrl(port), passwords).ensure(SERVICES);
        } catch (SQLException e) {
            postmaster.stop();
            throw e;
        }
        return new EmbeddedDatabase(lock, postmaster, process, passwords, port);
    }

    /** Made beside and moved into place: a crash half way through leaves no half cluster that looks like a whole one. */
    private static void initialize(Path folder, PostgresBinaries binaries, PostgresAccount account, Passwords passwords)
            throws IOException, InterruptedException {
        Path beside = folder.resolve("data.new");
        PostgresBinaries.deleteTree(beside);
        Files.createDirectory(
                beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path passwordFile = Files.createTempFile(folder, "superuser", "");
        try {
            Files.writeString(passwordFile, passwords.of("postgres"));
            account.own(beside);
            account.own(passwordFile);
            new Postmaster(binaries, account, beside, folder.resolve("postgres.log")).initialize(passwordFile);
        } finally {
            Files.delete(passwordFile);
        }
        Files.move(beside, folder.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Keeps one earlier log: enough to see the last crash, bounded on disk. */
    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
            Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String serverUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/";
    }
}
