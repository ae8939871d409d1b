package thunderpool.lab.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Two connected regtest nodes of Bitcoin Core's kind: software we did not write, as processes with folders of their own. */
final class CoreNodes implements AutoCloseable {

    private static final String LOGIN = "u:p";
    private static final Duration SOON = Duration.ofMinutes(2);

    private final List<Place> places = new ArrayList<>();

    /** One node's ports and the command that starts it. */
    private static final class Place {
        private final int rpc;
        private final List<String> command;
        private final Path screen;
        private Process process;

        Place(int rpc, List<String> command, Path screen) throws IOException {
            this.rpc = rpc;
            this.command = command;
            this.screen = screen;
            this.process = launch();
        }

        private Process launch() throws IOException {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(screen.toFile()))
                    .start();
        }
    }

    private CoreNodes() {}

    /** The program that the system property {@code pool.NAME} or the PATH names. */
    static Optional<Path> program(String name) {
        String given = System.getProperty("pool." + name, "");
        Stream<Path> places = given.isEmpty()
                ? Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name))
                : Stream.of(Path.of(given));
        return places.filter(Files::isExecutable).findFirst();
    }

    /**
     * Starts both and waits until they see each other.
     *
     * @param more options of both
     */
    static CoreNodes start(Path program, Path dir, String... more) throws IOException {
        CoreNodes nodes = new CoreNodes();
        int port = freePort();
        nodes.add(program, dir.resolve("a"), port, more);
        // Who finds nobody at the first attempt waits a minute for the second.
        RunningPool.await("the first node", SOON, () -> isUp(nodes.rpc(0)));
        List<String> second = new ArrayList<>(List.of(more));
        second.add("-addnode=127.0.0.1:" + port);
        nodes.add(program, dir.resolve("b"), freePort(), second.toArray(String[]::new));
        RunningPool.await("two connected nodes", SOON, () -> hasPeer(nodes.rpc(0)) && hasPeer(nodes.rpc(1)));
        return nodes;
    }

    private void add(Path program, Path dir, int port, String... more) throws IOException {
        Files.createDirectories(dir);
        int rpc = freePort();
        List<String> command = new ArrayList<>(List.of(program.toString(), "-regtest", "-server", "-datadir=" + dir));
        command.addAll(List.of("-rpcport=" + rpc, "-rpcbind=127.0.0.1", "-rpcallowip=127.0.0.1"));
        command.addAll(List.of("-rpcuser=u", "-rpcpassword=p", "-fallbackfee=0.0001"));
        command.addAll(List.of("-port=" + port, "-bind=127.0.0.1:" + port, "-listenonion=0", "-dnsseed=0"));
        command.addAll(List.of(more));
        places.add(new Place(rpc, command, dir.resolve("screen")));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** As {@code --node} takes it. */
    String url(int node) {
        return "http://" + LOGIN + "@127.0.0.1:" + places.get(node).rpc;
    }

    NodeRpc rpc(int node) {
        return rpc(node, "");
    }

    /** A wallet of the node, made now. */
    NodeRpc wallet(int node, String name) {
        rpc(node).call("createwallet", name);
        return rpc(node, "/wallet/" + name);
    }

    private NodeRpc rpc(int node, String path) {
        return new NodeRpc("http://127.0.0.1:" + places.get(node).rpc + path, LOGIN);
    }

    /** kill -9. */
    void kill(int node) throws InterruptedException {
        Process process = places.get(node).process;
        process.destroyForcibly();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("a node does not die");
        }
    }

    /** The same command again, after a kill; without the wallets that it had. */
    void startAgain(int node) throws IOException {
        Place place = places.get(node);
        place.process = place.launch();
        RunningPool.await("the node to be back", SOON, () -> hasPeer(rpc(node)));
    }

    private static boolean isUp(NodeRpc node) {
        try {
            return node.height() >= 0;
        } catch (UncheckedIOException | AssertionError starting) {
            return false;
        }
    }

    private static boolean hasPeer(NodeRpc node) {
        return isUp(node) && node.call("getconnectioncount").asInt() > 0;
    }

    @Override
    public void close() {
        places.forEach(place -> place.process.destroy());
        for (Place place : places) {
            try {
                if (!place.process.waitFor(20, TimeUnit.SECONDS)) {
                    place.process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                place.process.destroyForcibly();
            }
        }
    }
}
