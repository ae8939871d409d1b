package thunderpool.lab.e2e;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import thunderpool.lab.devnode.DevNode;
import thunderpool.lab.devnode.DevNodeConfig;

/**
 * The suite as an operator would run it who must not lose a machine: every service twice but for the dashboard, as
 * processes of their own, on one broker and database, two connected nodes, and a proxy before the gateways. The first
 * instance of each service is named by its label, the second with a 2 behind it, which may stand on a machine of its own.
 */
final class Cluster implements AutoCloseable {

    private static final int SECOND = 10;
    private static final int SECOND_STRATUM = 3_343;
    private static final int FRONT = 3_353;
    private static final List<String> PAIRED = List.of("template", "validator", "accounting", "payout", "gateway");
    private static final String HERE = "127.0.0.1";
    private static final String DASHBOARD = "dashboard";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Map<String, RunningPool.ServiceProcess> services = new LinkedHashMap<>();
    private final DevNode first;
    private final DevNode second;
    private final RunningPool pool;
    private final Optional<RemoteMachine> remote;

    /**
     * @param settings of any service, such as {@code PAYOUT_SCHEMES_BLOCKS}
     * @param apart whether the second gateway stands on a machine of its own, if this host lets us make one
     */
    Cluster(Path folder, long blockBits, String difficulty, Map<String, String> settings, boolean apart) {
        try {
            first = kept(DevNode.start(config(blockBits, 1)));
            second = kept(DevNode.start(config(blockBits, 2)));
            first.link(second);
            second.link(first);
            pool = kept(RunningPool.start(
                    folder.resolve("pool"),
                    RunningPool.freeOffset(10_200),
                    settings,
                    "--node",
                    first.rpcUrl().toString(),
                    "--node",
                    second.rpcUrl().toString(),
                    "--vardiff",
                    "off",
                    "--difficulty",
                    difficulty,
                    "--without",
                    String.join(",", PAIRED) + "," + DASHBOARD));
            remote = apart ? remote() : Optional.empty();
            PAIRED.forEach(label -> start(label, settings));
            services.put(DASHBOARD, kept(pool.service(DASHBOARD, main(DASHBOARD), settings)));
            services.values().forEach(RunningPool.ServiceProcess::awaitReady);
            kept(FrontProxy.start(folder, pool.port(FRONT), backends()));
        } catch (RuntimeException | AssertionError failed) {
            close();
            throw failed;
        }
    }

    private static DevNodeConfig config(long blockBits, int seed) {
        return DevNodeConfig.demo(blockBits, 100_000, 20).withClock(InstantSource.system(), new Random(seed));
    }

    private <T extends AutoCloseable> T kept(T resource) {
        open.push(resource);
        return resource;
    }

    private Optional<RemoteMachine> remote() {
        int template = Integer.parseInt(pool.setting("template", "SERVER_PORT"));
        try {
            long number = ProcessHandle.current().pid();
            return Optional.of(
                    kept(RemoteMachine.connect(number, pool.port(19_092), List.of(template, template + SECOND))));
        } catch (IllegalStateException refused) {
            System.out.println("no machine of its own for a gateway: " + refused.getMessage());
            return Optional.empty();
        }
    }

    private static String main(String label) {
        return "thunderpool." + label + "." + Character.toUpperCase(label.charAt(0)) + label.substring(1)
                + "Application";
    }

    private void start(String label, Map<String, String> settings) {
        String upper = label.toUpperCase(java.util.Locale.ROOT);
        String main = main(label);
        Map<String, String> one = new HashMap<>(settings);
        int management = Integer.parseInt(pool.setting(label, "SERVER_PORT"));
        Map<String, String> two = new HashMap<>(settings);
        two.put(upper + "_INSTANCE", label + "-2");
        two.put("SERVER_PORT", String.valueOf(management + SECOND));
        if (label.equals("gateway")) {
            gateway(one, 3_333);
            gateway(two, SECOND_STRATUM);
            two.put("GATEWAY_DATA", pool.data().resolve("gateway-2").toString());
            remote.ifPresent(machine -> {
                two.put("GATEWAY_HOST", machine.address());
                two.put("SERVER_ADDRESS", machine.address());
                two.put("GATEWAY_PORTS_0_TRUSTEDPROXIES_0", machine.ours());
            });
        }
        services.put(label, kept(pool.service(label, main, one)));
        boolean there = remote.isPresent() && label.equals("gateway");
        services.put(
                label + "2",
                kept(there ? pool.service(label, main, two, remote.get()) : pool.service(label, main, two)));
    }

    private void gateway(Map<String, String> settings, int stratum) {
        settings.put("GATEWAY_PORTS_0_NAME", "pplns");
        settings.put("GATEWAY_PORTS_0_NUMBER", String.valueOf(stratum));
        settings.put("GATEWAY_PORTS_0_SCHEME", "blocks");
        settings.put("GATEWAY_PORTS_0_TRUSTEDPROXIES_0", "127.0.0.1");
        int template = Integer.parseInt(pool.setting("template", "SERVER_PORT"));
        settings.put("GATEWAY_TEMPLATESERVICES_0", "http://127.0.0.1:" + template);
        settings.put("GATEWAY_TEMPLATESERVICES_1", "http://127.0.0.1:" + (template + SECOND));
    }

    private List<FrontProxy.Backend> backends() {
        int management = Integer.parseInt(pool.setting("gateway", "SERVER_PORT"));
        return List.of(
                new FrontProxy.Backend("gateway", HERE, pool.port(3_333), management),
                new FrontProxy.Backend(
                        "gateway2",
                        remote.map(RemoteMachine::address).orElse(HERE),
                        pool.port(SECOND_STRATUM),
                        management + SECOND));
    }

    /** Broker and database. */
    RunningPool pool() {
        return pool;
    }

    /** Where miners connect: the proxy. */
    int front() {
        return FRONT;
    }

    /** The node whose templates are worked on: the first of the list, while it is there. */
    NodeRpc rpc() {
        DevNode asked = open.contains(first) ? first : second;
        return new NodeRpc("http://127.0.0.1:" + asked.rpcPort(), "user:password");
    }

    /** Where the second gateway stands; empty when it stands here like all others. */
    Optional<RemoteMachine> remoteMachine() {
        return remote;
    }

    /** The node whose templates are worked on goes and never comes back. */
    void loseNode() {
        first.unlink(second);
        second.unlink(first);
        first.close();
        open.remove(first);
    }

    RunningPool.ServiceProcess service(String name) {
        RunningPool.ServiceProcess service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("no service " + name + " among " + services.keySet());
        }
        return service;
    }

    /** Names of all service processes, in the order they were started. */
    List<String> names() {
        return List.copyOf(services.keySet());
    }

    @Override
    public void close() {
        List<Throwable> failed = new ArrayList<>();
        // All at once: one after the other eleven of them would take most of a minute.
        services.values().forEach(service -> service.process().askToEnd());
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception | AssertionError stuck) {
                failed.add(stuck);
            }
        }
        if (!failed.isEmpty()) {
            throw new AssertionError("the cluster does not stop: " + failed, failed.getFirst());
        }
    }
}
