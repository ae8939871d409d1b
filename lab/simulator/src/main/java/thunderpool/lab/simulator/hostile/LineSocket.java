package thunderpool.lab.simulator.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import thunderpool.lab.simulator.Endpoint;

/** A plain blocking connection that says exactly the bytes it is told to: for attacks, and for transcripts in tests. */
public final class LineSocket implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

    private LineSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new java.io.BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /**
     * @param receiveBuffer bytes the system buffers for us, 0 for its own choice; small for those who will not read
     */
    public static LineSocket connect(Endpoint pool, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(pool.host(), pool.port()), CONNECT_TIMEOUT_MS);
            return new LineSocket(socket);
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    public static LineSocket connect(Endpoint pool) throws IOException {
        return connect(pool, 0);
    }

    /** Sends a line; the end is added. */
    public void say(String line) throws IOException {
        send((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /**
     * The next line without its end.
     *
     * @return empty when none came in time; what came of it so far is kept
     * @throws SocketException when the other side closed or reset the connection
     */
    public Optional<String> hear(int timeoutMs) throws IOException {
        socket.setSoTimeout(Math.max(1, timeoutMs));
        try {
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new SocketException("closed by the pool");
                }
                partial.write(next);
            }
        } catch (SocketTimeoutException nothing) {
            return Optional.empty();
        }
        String line = partial.toString(StandardCharsets.UTF_8);
        partial.reset();
        return Optional.of(line);
    }

    /** Whether the pool closes the connection within this time; what it says before is dropped. */
    public boolean isClosedWithin(int timeoutMs) {
        long end = System.nanoTime() + timeoutMs * 1_000_000L;
        try {
            while (System.nanoTime() < end) {
                var _ = hear((int) Math.max(1, (end - System.nanoTime()) / 1_000_000L));
            }
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Closing is all that was wanted.
            return;
        }
    }
}
