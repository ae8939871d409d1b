package thunderpool.lab.devnode;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/** The node as a process of its own; {@code --help} names its options. */
public final class DevNodeMain {
    private static final String HELP = """
            An in-memory regtest node that speaks Bitcoin Core's RPC, for trying a pool.

              --port N             RPC port on 127.0.0.1 (0: a free one; default 18443)
              --zmq N              ZMQ port on 127.0.0.1 (0: a free one, -1: none; default -1)
              --data DIR           keep chain and wallet there (default: nothing is kept)
              --user U --password P   credentials (default user, password)
              --wallet NAME        name of the one wallet (default pool)
              --traffic N          made-up transactions waiting after each block (default 4)
              --spacing SECONDS    retarget to this block spacing after the bootstrap (default: classic regtest)
              --bootstrap HEIGHT   with --spacing: height at which the retargeting starts (default 120)
              --bits HEX           with --spacing: compact target below that height (default 1e7fffff)
            """;

    private DevNodeMain() {}

    private record Options(DevNodeConfig config, boolean help, int spacing, int bootstrap, long bits) {
        DevNodeConfig finished() {
            return spacing == 0
                    ? config
                    : config.withConsensus(
                            DevNodeConfig.demo(bits, bootstrap, spacing).consensus());
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Options options;
        try {
            options = parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.print(HELP);
            return;
        }
        DevNode node = DevNode.start(options.finished());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            node.close();
            stopped.countDown();
        }));
        System.out.println("devnode is up: http://127.0.0.1:" + node.rpcPort() + " height "
                + node.tip().height() + (node.zmqPort() < 0 ? "" : " zmq tcp://127.0.0.1:" + node.zmqPort()));
        stopped.await();
    }

    private static Options parse(String[] args) {
        Deque<String> words = new ArrayDeque<>(Arrays.asList(args));
        Options options = new Options(DevNodeConfig.regtest().withPorts(18_443, -1), false, 0, 120, 0x1e7fffffL);
        while (!words.isEmpty()) {
            String name = words.removeFirst();
            if (name.equals("--help")) {
                return new Options(options.config(), true, 0, 0, 0);
            }
            if (words.isEmpty()) {
                throw new IllegalArgumentException(name + " needs a value; see --help");
            }
            options = with(options, name, words.removeFirst());
        }
        return options;
    }

    private static Options with(Options at, String name, String value) {
        DevNodeConfig config = at.config();
        DevNodeConfig next = config;
        int spacing = at.spacing();
        int bootstrap = at.bootstrap();
        long bits = at.bits();
        switch (name) {
            case "--port" -> next = config.withPorts(Integer.parseInt(value), config.zmqPort());
            case "--zmq" -> next = config.withPorts(config.rpcPort(), Integer.parseInt(value));
            case "--data" -> next = config.withFolder(Path.of(value));
            case "--user" -> next = config.withCredentials(value, config.password());
            case "--password" -> next = config.withCredentials(config.user(), value);
            case "--wallet" -> next = config.withWalletName(value);
            case "--traffic" -> next = config.withTraffic(Integer.parseInt(value));
            case "--spacing" -> spacing = Integer.parseInt(value);
            case "--bootstrap" -> bootstrap = Integer.parseInt(value);
            case "--bits" -> bits = Long.parseLong(value, 16);
            default -> throw new IllegalArgumentException("unknown option " + name + "; see --help");
        }
        return new Options(next, false, spacing, bootstrap, bits);
    }
}
