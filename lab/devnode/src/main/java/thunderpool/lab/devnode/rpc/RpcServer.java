package thunderpool.lab.devnode.rpc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.node.NodeCore;
import thunderpool.lab.devnode.node.ZmqPublisher;

/** The HTTP side: loopback only, POST, basic authentication, a virtual thread a request so that long polls cost nothing. */
public final class RpcServer implements AutoCloseable {
    private static final int MAX_BODY = 32 * 1024 * 1024;
    private static final int BACKLOG = 128;

    private final HttpServer server;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("devnode-rpc-", 0).factory());
    private final RpcDispatcher dispatcher;
    private final FaultSwitch faults;
    private final byte[] authorization;

    /** Binds and serves at once; port 0 takes a free one. */
    public RpcServer(NodeCore core, @Nullable ZmqPublisher zmq, FaultSwitch faults, int port, String userAndPassword) {
        RpcMethods methods = new RpcMethods();
        new ChainMethods(core).addTo(methods);
        new MiningMethods(core, faults).addTo(methods);
        new TransactionMethods(core).addTo(methods);
        new WalletMethods(core).addTo(methods);
        new WalletSpendMethods(core).addTo(methods);
        new NodeMethods(core, zmq).addTo(methods);
        this.dispatcher = new RpcDispatcher(core, methods, faults);
        this.faults = faults;
        String encoded = Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
        this.authorization = ("Basic " + encoded).getBytes(StandardCharsets.UTF_8);
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot serve RPC on port " + port, e);
        }
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!await()) {
                return;
            }
            String given = exchange.getRequestHeaders().getFirst("Authorization");
            if (given == null || !MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), authorization)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"jsonrpc\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            if (!exchange.getRequestMethod().equals("POST")) {
                send(exchange, 405, "text/plain", "JSONRPC server handles only POST requests");
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
            RpcDispatcher.Answer answer =
                    dispatcher.answer(exchange.getRequestURI().getPath(), new String(body, StandardCharsets.UTF_8));
            send(exchange, answer.status(), "application/json", answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Acts out the fault of the moment; false means the connection closes unanswered. */
    private boolean await() throws InterruptedException {
        return switch (faults.current()) {
            case Fault.None _, Fault.StaleTemplate _, Fault.ErrorOn _ -> true;
            case Fault.RefuseRpc _ -> false;
            case Fault.Delay(var by) -> {
                Thread.sleep(by);
                yield true;
            }
            case Fault.Hang hang -> {
                faults.awaitOtherThan(hang);
                yield true;
            }
        };
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        if (text.isEmpty()) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
