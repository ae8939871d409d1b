package thunderpool.standalone;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.runtime.KafkaAccess;
import thunderpool.topics.Principal;

/**
 * A real Kafka broker in this JVM (KRaft, one node) on a persistent folder, listening on loopback only. Every record is
 * synced to disk before it is acknowledged. Users prove themselves by SCRAM; what no right grants is refused.
 *
 * <p>The folder holds {@code log} (the records and the metadata) and {@code passwords} (mode 600). The port may differ
 * from start to start.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final FolderLock lock;
    private final KafkaRaftServer server;
    private final Passwords passwords;
    private final int port;

    private EmbeddedBroker(FolderLock lock, KafkaRaftServer server, Passwords passwords, int port) {
        this.lock = lock;
        this.server = server;
        this.passwords = passwords;
        this.port = port;
    }

    /**
     * Starts, or starts again, the broker of a folder: 2 to 4 s, also after a kill. A failed disk halts the JVM, as
     * Kafka does: a log that cannot be written must not look alive.
     *
     * @param port 0 asks the operating system for a free one
     * @throws IllegalStateException when another process owns the folder, or the broker does not start
     */
    public static EmbeddedBroker start(Path dir, int port) {
        Path folder = dir.toAbsolutePath().normalize();
        FolderLock lock = FolderLock.take(folder);
        ClassLoader callers = Thread.currentThread().getContextClassLoader();
        try {
            // Kafka finds its own plug-ins by the context class loader, which pool threads and fat jars set to another.
            Thread.currentThread().setContextClassLoader(EmbeddedBroker.class.getClassLoader());
            return startLocked(folder, port == 0 ? freePort() : port, lock);
        } catch (Exception e) {
            lock.close();
            throw new IllegalStateException("the embedded broker does not start on " + folder, e);
        } finally {
            Thread.currentThread().setContextClassLoader(callers);
        }
    }

    /** As a service: it writes its own topics, reads what names it a reader, and nothing else. */
    public KafkaAccess access(Principal principal) {
        return access(principal.label());
    }

    /** As the super user: provisions topics and rights. No service gets this. */
    public KafkaAccess adminAccess() {
        return access(BrokerSettings.ADMIN);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            lock.close();
        }
    }

    private KafkaAccess access(String user) {
        return KafkaAccess.scram("127.0.0.1:" + port, user, passwords.of(user));
    }

    private static EmbeddedBroker startLocked(Path folder, int port, FolderLock lock) throws Exception {
        List<String> users = new ArrayList<>(List.of(BrokerSettings.ADMIN));
        users.addAll(Arrays.stream(Principal.values()).map(Principal::label).toList());
        Passwords passwords = Passwords.open(folder.resolve("passwords"), users);
        Path log = folder.resolve("log");
        if (!Files.exists(log.resolve("meta.properties"))) {
            format(log, users, passwords);
        }
        BrokerSettings settings = new BrokerSettings(log, port, freePort(), passwords.of(BrokerSettings.ADMIN));
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings.properties(), false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        EmbeddedBroker broker = new EmbeddedBroker(lock, server, passwords, port);
        try {
            BrokerUsers.addMissing(broker.adminAccess(), users, passwords);
        } catch (ExecutionException e) {
            broker.close();
            throw e;
        }
        LOG.info("embedded broker on 127.0.0.1:{}, log in {}", port, log);
        return broker;
    }

    /** Writes the empty log and, as its first records, the users: from the first connection on nobody is anonymous. */
    private static void format(Path log, List<String> users, Passwords passwords) throws Exception {
        List<String> scram = users.stream()
                .map(user -> KafkaAccess.SCRAM_MECHANISM + "=[name=" + user + ",password=" + passwords.of(user) + "]")
                .toList();
        new Formatter()
                .setPrintStream(new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setNodeId(BrokerSettings.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(BrokerSettings.CONTROLLER)
                .setMetadataLogDirectory(log.toString())
                .setDirectories(List.of(log.toString()))
                .setScramArguments(scram)
                .run();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
