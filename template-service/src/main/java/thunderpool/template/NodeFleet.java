package thunderpool.template;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import thunderpool.node.JsonRpcNode;
import thunderpool.node.NodeEndpoint;
import thunderpool.node.TipFeed;

/** The configured nodes, each with its client, its tip feed and its watcher. */
final class NodeFleet implements AutoCloseable {

    private final TemplateConfig config;
    private final MeterRegistry registry;
    private final HostTime time;
    private final List<NodeEndpoint> endpoints;
    private final List<JsonRpcNode> clients;
    private final List<AutoCloseable> watching = new ArrayList<>();

    NodeFleet(TemplateConfig config, MeterRegistry registry, HostTime time) {
        this.config = config;
        this.registry = registry;
        this.time = time;
        this.endpoints = config.nodes().stream()
                .map(TemplateConfig.NodeSettings::endpoint)
                .toList();
        this.clients = endpoints.stream()
                .map(endpoint ->
                        JsonRpcNode.connect(endpoint, config.chainValue().gbtRules(), registry))
                .toList();
    }

    List<JsonRpcNode> clients() {
        return clients;
    }

    List<String> names() {
        return endpoints.stream().map(NodeEndpoint::name).toList();
    }

    /** Starts watching; reports come on the watchers' threads. */
    void watch(NodeWatcher.Outside outside) {
        for (int i = 0; i < clients.size(); i++) {
            watch(clients.get(i), endpoints.get(i).zmq(), outside);
        }
    }

    private void watch(JsonRpcNode node, Optional<String> zmq, NodeWatcher.Outside outside) {
        NodeCheck check = new NodeCheck(node, config.chainValue(), config.policy(), time.nanos());
        NodeWatcher watcher = new NodeWatcher(node.name(), check, config.lookEvery(), time.wall(), outside);
        TipFeed feed =
                new TipFeed(node, zmq, TipFeed.Pauses.DEFAULT, registry, time.nanos(), watcher::tipMayHaveChanged);
        watching.add(feed);
        watching.add(watcher);
        watcher.start();
        feed.start();
    }

    @Override
    public void close() {
        for (AutoCloseable one : watching) {
            close(one);
        }
        watching.clear();
    }

    private static void close(AutoCloseable one) {
        switch (one) {
            case TipFeed feed -> feed.close();
            case NodeWatcher watcher -> watcher.close();
            default -> throw new IllegalStateException("not ours: " + one);
        }
    }
}
