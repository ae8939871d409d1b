package thunderpool.lab.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A machine of its own for a process: a network namespace with two cables to ours, one on which only the broker is reached
 * and one for everything else. The first may be cut: then packets vanish both ways without a word, as in a real partition,
 * and nobody is told by a reset.
 *
 * <p>Our services listen on 127.0.0.1 and say so to their clients, so there that address leads to us, for the ports given.
 * Whoever wants something of the process connects to {@link #address}. Linux, iproute2 and root are needed.
 */
final class RemoteMachine implements AutoCloseable {

    private static final Path INTERFACES = Path.of("/proc/sys/net/ipv4/conf");
    private static final int BROKER_TABLE = 100;
    private static final int OTHERS_TABLE = 101;

    private final String name;
    private final String brokerCable;
    private final String otherCable;
    private final String network;

    private RemoteMachine(long number) {
        this.name = "thunderpool-" + number;
        this.brokerCable = "tpb" + number;
        this.otherCable = "tpo" + number;
        this.network = "10.213." + number % 256 + ".";
    }

    /**
     * @param number of which there is no other on this host, such as this process's id
     * @param brokerPort the broker's, on our 127.0.0.1
     * @param otherPorts what else the process calls there
     * @throws IllegalStateException saying what is missing, when this host does not let us
     */
    static RemoteMachine connect(long number, int brokerPort, List<Integer> otherPorts) {
        RemoteMachine machine = new RemoteMachine(number);
        try {
            machine.build(brokerPort, otherPorts);
            return machine;
        } catch (IllegalStateException refused) {
            machine.close();
            throw refused;
        }
    }

    private void build(int brokerPort, List<Integer> otherPorts) {
        ip("netns", "add", name);
        // What is meant for it must never leave this host, not even while it is taken down.
        ip("route", "add", "blackhole", network + "0/24");
        inside("link", "set", "lo", "up");
        cable(brokerCable, 1, BROKER_TABLE);
        cable(otherCable, 5, OTHERS_TABLE);
        // The rules for ports must come before the one that keeps 127.0.0.1 inside.
        inside("rule", "add", "pref", "50", "lookup", "local");
        inside("rule", "del", "pref", "0");
        throughCable(brokerPort, BROKER_TABLE);
        otherPorts.forEach(port -> throughCable(port, OTHERS_TABLE));
    }

    /** Our end has this number in the network, its end the next one. */
    private void cable(String cable, int ours, int table) {
        String there = cable + "x";
        ip("link", "add", cable, "type", "veth", "peer", "name", there, "netns", name);
        ip("addr", "add", network + ours + "/30", "dev", cable);
        ip("link", "set", cable, "up");
        inside("addr", "add", network + (ours + 1) + "/30", "dev", there);
        inside("link", "set", there, "up");
        letLoopbackPass(cable, true);
        for (String permission : List.of("route_localnet", "accept_local")) {
            Path file = INTERFACES.resolve(there).resolve(permission);
            run(List.of("ip", "netns", "exec", name, "sh", "-c", "echo 1 >" + file));
        }
        String source = network + (ours + 1);
        String gateway = network + ours;
        inside("route", "add", "127.0.0.1", "via", gateway, "dev", there, "src", source, "table", table + "");
    }

    private void throughCable(int port, int table) {
        inside("rule", "add", "pref", "10", "ipproto", "tcp", "dport", port + "", "lookup", table + "");
    }

    /** Forbidden, our kernel drops what comes for 127.0.0.1 by this cable, and sends no answer on it either. */
    private static void letLoopbackPass(String cable, boolean pass) {
        try {
            Files.writeString(INTERFACES.resolve(cable).resolve("route_localnet"), pass ? "1" : "0");
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** What stands before the command of a process that is to run there. */
    List<String> command() {
        return List.of("ip", "netns", "exec", name);
    }

    /** Where a process there listens so that we reach it. */
    String address() {
        return network + 6;
    }

    /** As whom it sees us there. */
    String ours() {
        return network + 5;
    }

    /** It and the broker hear nothing of each other any more. */
    void cutOffBroker() {
        letLoopbackPass(brokerCable, false);
    }

    void mend() {
        letLoopbackPass(brokerCable, true);
    }

    /** The processes there must have ended before. */
    @Override
    public void close() {
        for (List<String> part : List.of(
                List.of("link", "del", brokerCable),
                List.of("link", "del", otherCable),
                List.of("route", "del", "blackhole", network + "0/24"),
                List.of("netns", "del", name))) {
            try {
                ip(part.toArray(String[]::new));
            } catch (IllegalStateException notThere) {
                // It was not built so far.
            }
        }
    }

    private void inside(String... words) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(words));
        run(command);
    }

    private static void ip(String... words) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        run(command);
    }

    private static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (IOException absent) {
            throw new IllegalStateException(absent.getMessage(), absent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
