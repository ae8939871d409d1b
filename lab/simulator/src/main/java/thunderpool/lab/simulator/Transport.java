package thunderpool.lab.simulator;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Connections by the thousand on few threads: epoll where there is one, else NIO. */
public final class Transport implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private final EventLoopGroup group;
    private final Class<? extends Channel> channelType;
    private final SslContext anyCertificate;

    public Transport(int threads) {
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(threads, io);
        this.channelType = Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
        try {
            // Like miners: pools' certificates are their own, and no firmware asks who signed them.
            this.anyCertificate = SslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .build();
        } catch (SSLException broken) {
            throw new IllegalStateException("this JVM has no TLS", broken);
        }
    }

    /** Connects; the handler sees the rest. */
    public ChannelFuture connect(Endpoint pool, ChannelHandler handler) {
        return new Bootstrap()
                .group(group)
                .channel(channelType)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (pool.tls()) {
                            channel.pipeline()
                                    .addLast(anyCertificate.newHandler(channel.alloc(), pool.host(), pool.port()));
                        }
                        channel.pipeline().addLast(handler);
                    }
                })
                .connect(pool.host(), pool.port());
    }

    /** Runs later on one of the event loops; dropped when the transport is closed. */
    public void later(Runnable task, long delayMs) {
        if (!group.isShuttingDown()) {
            var _ = group.schedule(task, delayMs, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
