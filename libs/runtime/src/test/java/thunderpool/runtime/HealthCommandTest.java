package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** What a container engine learns of a service. */
class HealthCommandTest {

    @Test
    void aServiceThatAnswersOkIsWellAndOneThatIsDownIsNot() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(server, "/up", 200);
        answer(server, "/down", 503);
        answer(server, "/login", 302);
        server.start();
        try {
            String at = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(HealthCommand.problem(at + "/up")).isEmpty();
            assertThat(HealthCommand.problem(at + "/down")).endsWith("/down answers 503");
            assertThat(HealthCommand.problem(at + "/login")).endsWith("/login answers 302");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServiceThatIsNotThereIsNotWell() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        assertThat(HealthCommand.problem("http://127.0.0.1:" + nobody + "/")).contains("refused");
        assertThat(HealthCommand.problem("")).isNotEmpty();
        assertThat(HealthCommand.problem("file:///etc/hostname")).isNotEmpty();
    }

    private static void answer(HttpServer server, String path, int status) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }
}
