package thunderpool.gateway.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.ProtocolDetectionResult;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a trusted proxy's connection begins with a PROXY protocol header, version 1 or 2, and learns the
 * miner's address from it. A connection without one is the proxy's own, such as a health check.
 */
final class ProxyHeader extends ByteToMessageDecoder {
    /** Hears the miner's address, or null for the socket's own; then makes the rest of the pipeline. */
    private final Consumer<@Nullable String> then;

    ProxyHeader(Consumer<@Nullable String> then) {
        this.then = then;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        ProtocolDetectionResult<HAProxyProtocolVersion> found = HAProxyMessageDecoder.detectProtocol(in);
        switch (found.state()) {
            case NEEDS_MORE_DATA -> {}
            case INVALID -> {
                then.accept(null);
                ctx.pipeline().remove(this);
            }
            case DETECTED -> {
                ctx.pipeline().addAfter(ctx.name(), "proxy-message", new Message(then));
                ctx.pipeline().addAfter(ctx.name(), "proxy-decoder", new HAProxyMessageDecoder());
                ctx.pipeline().remove(this);
            }
        }
    }

    private static final class Message extends ChannelInboundHandlerAdapter {
        private final Consumer<@Nullable String> then;

        Message(Consumer<@Nullable String> then) {
            this.then = then;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HAProxyMessage header) {
                String address = header.sourceAddress();
                header.release();
                then.accept(address);
                ctx.pipeline().remove(this);
            } else {
                ctx.fireChannelRead(message);
            }
        }
    }
}
