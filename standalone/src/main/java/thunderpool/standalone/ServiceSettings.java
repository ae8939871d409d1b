package thunderpool.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import thunderpool.lab.devnode.DevNode;
import thunderpool.runtime.KafkaAccess;

/** What each service must be told, in its own property names; the rest are its defaults. */
final class ServiceSettings {

    /** Where state and secrets are. */
    record Stores(EmbeddedBroker broker, EmbeddedDatabase database, Passwords passwords) {}

    private final StandaloneOptions options;
    private final Ports ports;
    private final Path data;
    private final Stores stores;
    private final List<String> nodes;
    private final List<String> zmq;

    ServiceSettings(StandaloneOptions options, Ports ports, Path data, Stores stores, Optional<DevNode> demo) {
        this.options = options;
        this.ports = ports;
        this.data = data;
        this.stores = stores;
        this.nodes = demo.map(node -> List.of(node.rpcUrl().toString())).orElse(options.nodes);
        this.zmq =
                demo.map(node -> List.of("tcp://127.0.0.1:" + node.zmqPort())).orElse(options.zmq);
    }

    Map<String, String> of(Service service) {
        Map<String, String> settings = new LinkedHashMap<>();
        String own = service.label() + ".";
        settings.put("server.port", String.valueOf(ports.management(service)));
        settings.put("server.address", service == Service.DASHBOARD ? options.bind : "127.0.0.1");
        settings.put(own + "chain", options.chain);
        putKafka(settings, own + "kafka.", stores.broker.access(service.principal()));
        if (service.keepsSchema()) {
            DatabaseAccess access = stores.database.access(service.label());
            settings.put(own + "database.url", access.jdbcUrl());
            settings.put(own + "database.user", access.user());
            settings.put(own + "database.password", access.password());
            if (options.newLog != null) {
                settings.put(own + "database.new-log", options.newLog);
            }
        }
        switch (service) {
            case TEMPLATE -> putTemplate(settings);
            case PAYOUT -> putPayout(settings);
            case ACCOUNTING -> putAccounting(settings);
            case DASHBOARD -> putDashboard(settings);
            case GATEWAY -> putGateway(settings);
            case VALIDATOR -> {
                // Chain and broker are all it needs.
            }
        }
        return settings;
    }

    /** Where the dashboard leaves the code that makes the first admin, until it is used. */
    static Path setupCode(Path data) {
        return data.resolve("admin-setup-code");
    }

    private static void putKafka(Map<String, String> settings, String prefix, KafkaAccess access) {
        settings.put(prefix + "bootstrap", access.bootstrap());
        settings.put(prefix + "user", access.user());
        String password = access.password();
        if (password != null) {
            settings.put(prefix + "password", password);
        }
    }

    private void putTemplate(Map<String, String> settings) {
        List<String> urls = new ArrayList<>(nodes);
        for (int i = 0; i < urls.size(); i++) {
            settings.put("template.nodes[" + i + "].name", "node-" + (i + 1));
            settings.put("template.nodes[" + i + "].url", urls.get(i));
            if (i < zmq.size()) {
                settings.put("template.nodes[" + i + "].zmq", zmq.get(i));
            }
        }
        settings.put("template.block-secret", stores.passwords.of("blocks"));
    }

    private void putPayout(Map<String, String> settings) {
        settings.put("payout.node.url", nodes.getFirst());
        if (options.demo()) {
            settings.put("payout.schemes.blocks", "5");
            settings.put("payout.schemes.time-minutes", "1");
            settings.put("payout.payment.look-every", "5s");
            settings.put("payout.payment.gather", "3s");
            settings.put("payout.payment.pause", "30s");
            settings.put("payout.tick-every", "1s");
        }
    }

    private void putAccounting(Map<String, String> settings) {
        if (options.demo()) {
            // A newcomer should see an epoch close within the first minutes.
            settings.put("accounting.slices-per-epoch", "6");
        }
    }

    private void putDashboard(Map<String, String> settings) {
        settings.put("dashboard.port-offset", String.valueOf(ports.offset()));
        settings.put("dashboard.stratum-host", ShownHost.of(options.bind));
        settings.put("dashboard.admin.key", stores.passwords.of("admin"));
        settings.put("dashboard.admin.setup-code-file", setupCode(data).toString());
    }

    private void putGateway(Map<String, String> settings) {
        settings.put("gateway.data", data.resolve("gateway").toString());
        settings.put("gateway.host", options.bind);
        settings.put("gateway.port-offset", String.valueOf(ports.offset()));
        settings.put("gateway.vardiff", String.valueOf(options.vardiffOn()));
        options.difficulty().ifPresent(difficulty -> settings.put("gateway.difficulty", difficulty.toPlainString()));
        settings.put("gateway.block-secret", stores.passwords.of("blocks"));
        settings.put("gateway.session-key", stores.passwords.of("sessions"));
        settings.put("gateway.template-services[0]", "http://127.0.0.1:" + ports.management(Service.TEMPLATE));
    }
}
