package thunderpool.gateway.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import thunderpool.gateway.session.BanSubject;

/** Makes the pipeline of a new connection: proxy header, TLS, miner. */
final class PortInitializer extends ChannelInitializer<Channel> {
    private static final long TLS_HANDSHAKE_MS = 10_000;

    private final ServerContext server;
    private final ServerPort port;
    private final @Nullable PortCertificate tls;

    PortInitializer(ServerContext server, ServerPort port, @Nullable PortCertificate tls) {
        this.server = server;
        this.port = port;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        String peer = channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "unknown";
        if (port.binding().trustedProxies().contains(peer)) {
            channel.pipeline()
                    .addLast("proxy", new ProxyHeader(found -> rest(channel, found == null ? peer : spelled(found))));
            // A proxy that says nothing holds a socket no session watches.
            var _ = channel.eventLoop().schedule(() -> closeUnused(channel), TLS_HANDSHAKE_MS, TimeUnit.MILLISECONDS);
        } else {
            rest(channel, peer);
        }
    }

    private void rest(Channel channel, String remote) {
        ChannelPipeline pipeline = channel.pipeline();
        if (tls != null) {
            SslHandler handler = tls.context().newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(TLS_HANDSHAKE_MS);
            pipeline.addLast("tls", handler);
        }
        pipeline.addLast("miner", new MinerChannel(server, port, remote));
    }

    /** Proxies write an address as they like; bans know one spelling. */
    private static String spelled(String address) {
        try {
            return BanSubject.address(address);
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
    }

    private static void closeUnused(Channel channel) {
        if (channel.pipeline().get("proxy") != null) {
            var _ = channel.close();
        }
    }
}
