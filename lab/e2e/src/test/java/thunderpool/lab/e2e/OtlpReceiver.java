package thunderpool.lab.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * Takes traces as a collector would: OTLP over HTTP in protobuf (opentelemetry-proto, {@code ExportTraceServiceRequest}). It
 * reads what the tests ask for and skips the rest.
 */
final class OtlpReceiver implements AutoCloseable {

    /**
     * One span.
     *
     * @param service {@code service.name} of its resource
     * @param trace 32 hex digits
     * @param parent 16 hex digits, empty at the root
     * @param kind 1 internal, 2 server, 3 client, 4 producer, 5 consumer
     */
    record Span(String service, String trace, String id, String parent, String name, int kind) {}

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private OtlpReceiver(HttpServer server) {
        this.server = server;
        server.createContext("/v1/traces", exchange -> {
            try (exchange) {
                request(exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
    }

    static OtlpReceiver start() {
        try {
            return new OtlpReceiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** As {@code OTEL_EXPORTER_OTLP_ENDPOINT} takes it. */
    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All that came, in the order of arrival. */
    List<Span> spans() {
        return List.copyOf(spans);
    }

    private void request(byte[] message) {
        fields(ByteBuffer.wrap(message), (field, resourceSpans) -> {
            if (field == 1) {
                resourceSpans(resourceSpans);
            }
        });
    }

    private void resourceSpans(ByteBuffer message) {
        String[] service = {""};
        fields(message.duplicate(), (field, resource) -> {
            if (field == 1) {
                fields(resource, (inner, attribute) -> {
                    if (inner == 1 && text(attribute, 1).equals("service.name")) {
                        service[0] = text(part(attribute, 2), 1);
                    }
                });
            }
        });
        fields(message, (field, scopeSpans) -> {
            if (field == 2) {
                fields(scopeSpans, (inner, span) -> {
                    if (inner == 2) {
                        spans.add(span(service[0], span));
                    }
                });
            }
        });
    }

    private static Span span(String service, ByteBuffer span) {
        return new Span(service, hex(span, 1), hex(span, 2), hex(span, 4), text(span, 5), number(span, 6));
    }

    private static String hex(ByteBuffer message, int wanted) {
        ByteBuffer bytes = part(message, wanted);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return HexFormat.of().formatHex(copy);
    }

    private static String text(ByteBuffer message, int wanted) {
        return StandardCharsets.UTF_8.decode(part(message, wanted)).toString();
    }

    private static ByteBuffer part(ByteBuffer message, int wanted) {
        ByteBuffer[] found = {ByteBuffer.allocate(0)};
        fields(message.duplicate(), (field, bytes) -> {
            if (field == wanted) {
                found[0] = bytes;
            }
        });
        return found[0];
    }

    private static int number(ByteBuffer message, int wanted) {
        ByteBuffer in = message.duplicate();
        while (in.hasRemaining()) {
            long tag = varint(in);
            long value = skip(in, (int) tag & 7);
            if (tag >>> 3 == wanted) {
                return (int) value;
            }
        }
        return 0;
    }

    /** Calls with the number and content of each field that has a length; of the others nobody asks here. */
    private static void fields(ByteBuffer in, BiConsumer<Integer, ByteBuffer> each) {
        while (in.hasRemaining()) {
            long tag = varint(in);
            if ((tag & 7) == BYTES) {
                int length = (int) varint(in);
                each.accept((int) (tag >>> 3), in.slice(in.position(), length));
                in.position(in.position() + length);
            } else {
                skip(in, (int) tag & 7);
            }
        }
    }

    /** @return its value, when it is a varint */
    private static long skip(ByteBuffer in, int type) {
        int length =
                switch (type) {
                    case VARINT -> -1;
                    case FIXED64 -> 8;
                    case BYTES -> (int) varint(in);
                    case FIXED32 -> 4;
                    default -> throw new IllegalArgumentException("wire type " + type);
                };
        if (length < 0) {
            return varint(in);
        }
        in.order(ByteOrder.LITTLE_ENDIAN).position(in.position() + length);
        return 0;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
