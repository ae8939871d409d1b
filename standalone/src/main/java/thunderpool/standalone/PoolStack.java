package thunderpool.standalone;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import thunderpool.lab.devnode.DevNode;
import thunderpool.runtime.ServiceMain;
import thunderpool.runtime.TopicProvisioner;
import thunderpool.topics.Topics;

/** Broker, database, chain and services of one pool, started in order and stopped in reverse. */
final class PoolStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PoolStack.class);

    private final Deque<Part> parts = new ArrayDeque<>();
    private final Map<Service, ConfigurableApplicationContext> services = new EnumMap<>(Service.class);
    private @Nullable DevNode node;

    private record Part(String name, AutoCloseable closeable) {}

    private PoolStack() {}

    /** Starts everything; what already runs is stopped again when a later part fails. */
    static PoolStack start(StandaloneOptions options, Ports ports, Path data) {
        PoolStack stack = new PoolStack();
        try {
            stack.startAll(options, ports, data);
            return stack;
        } catch (RuntimeException failed) {
            stack.close();
            throw failed;
        }
    }

    private void startAll(StandaloneOptions options, Ports ports, Path data) {
        // Threads of their own, because Kafka takes its class loader from the thread that starts it.
        Executor threads = task -> new Thread(task, "start").start();
        var database = CompletableFuture.supplyAsync(
                () -> part("database", EmbeddedDatabase.start(data.resolve("postgresql"), ports.database())), threads);
        var broker = CompletableFuture.supplyAsync(
                () -> part("broker", EmbeddedBroker.start(data.resolve("kafka"), ports.broker())), threads);
        Optional<DevNode> demo = Optional.empty();
        Passwords passwords = Passwords.open(data.resolve("passwords"), List.of("node", "blocks", "sessions", "admin"));
        if (options.demo()) {
            DevNode chain = part("demo chain", DemoChain.start(data.resolve("chain"), ports, passwords.of("node")));
            node = chain;
            demo = Optional.of(chain);
        }
        EmbeddedBroker kafka = join(broker);
        TopicProvisioner.provision(kafka.adminAccess(), Topics.ALL, TopicProvisioner.Replication.SINGLE);
        var stores = new ServiceSettings.Stores(kafka, join(database), passwords);
        var settings = new ServiceSettings(options, ports, data, stores, demo);
        startServices(options, settings, data, threads);
    }

    private void startServices(StandaloneOptions options, ServiceSettings settings, Path data, Executor threads) {
        Map<Service, CompletableFuture<ConfigurableApplicationContext>> starting = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            Map<String, String> own = settings.of(service);
            AccessFiles.write(data.resolve("services"), service, own);
            if (options.here().contains(service)) {
                starting.put(service, CompletableFuture.supplyAsync(() -> startService(service, own), threads));
            }
        }
        RuntimeException failure = null;
        for (Map.Entry<Service, CompletableFuture<ConfigurableApplicationContext>> entry : starting.entrySet()) {
            try {
                ConfigurableApplicationContext context = join(entry.getValue());
                services.put(entry.getKey(), context);
                part(entry.getKey().label(), context);
            } catch (RuntimeException failed) {
                failure = failed;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static ConfigurableApplicationContext startService(Service service, Map<String, String> settings) {
        try {
            return ServiceMain.embed(Class.forName(service.mainClass()), service.label(), settings);
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException("the class path lacks " + service.label(), absent);
        }
    }

    private static <T> T join(CompletableFuture<T> started) {
        try {
            return started.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private synchronized <T extends AutoCloseable> T part(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    /** Whether miners can connect: the gateway accepts and has work. True without a gateway of ours. */
    boolean isReady() {
        ConfigurableApplicationContext gateway = services.get(Service.GATEWAY);
        if (gateway == null) {
            return true;
        }
        HealthDescriptor readiness = gateway.getBean(HealthEndpoint.class).healthForPath("readiness");
        return readiness != null && readiness.getStatus().equals(Status.UP);
    }

    Optional<DevNode> node() {
        return Optional.ofNullable(node);
    }

    @Override
    public void close() {
        while (true) {
            Part part;
            synchronized (this) {
                part = parts.poll();
            }
            if (part == null) {
                return;
            }
            try {
                part.closeable.close();
            } catch (Exception failed) {
                LOG.warn("{} did not stop cleanly", part.name, failed);
            }
        }
    }
}
