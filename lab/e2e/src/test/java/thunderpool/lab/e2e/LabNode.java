package thunderpool.lab.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The devnode as a process of its own, so that a chain goes on while pools die around it. */
final class LabNode implements AutoCloseable {

    private static final Pattern UP = Pattern.compile("devnode is up: (http://127\\.0\\.0\\.1:\\d+)");

    private final JavaProcess process;
    private final String url;

    private LabNode(JavaProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /** @param bits compact target of every block, hex */
    static LabNode start(Path folder, String bits) {
        JavaProcess process = JavaProcess.start(new JavaProcess.Launch(
                "thunderpool.lab.devnode.DevNodeMain",
                List.of("--port", "0", "--spacing", "20", "--bootstrap", "100000", "--bits", bits),
                Map.of(),
                folder.resolve("node.screen")));
        String[] url = new String[1];
        RunningPool.await("the node to be up", Duration.ofSeconds(60), () -> {
            process.requireAlive();
            Matcher up = UP.matcher(process.said());
            if (up.find()) {
                url[0] = up.group(1);
            }
            return url[0] != null;
        });
        return new LabNode(process, url[0]);
    }

    /** As {@code --node} takes it. */
    String url() {
        return url.replace("http://", "http://user:password@");
    }

    NodeRpc rpc() {
        return new NodeRpc(url, "user:password");
    }

    @Override
    public void close() {
        process.close();
    }
}
