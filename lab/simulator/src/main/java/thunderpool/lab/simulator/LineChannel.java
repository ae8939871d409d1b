package thunderpool.lab.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import thunderpool.stratum.LineAssembler;

/** Cuts what a pool sends into lines. One instance a connection. */
public final class LineChannel extends ChannelInboundHandlerAdapter {
    /** A notify with 32 merkle steps and a large coinbase stays below; a pool that sends more is none. */
    private static final int LINE_MAX = 256 * 1024;

    /** Told on the event loop. */
    public interface Listener {
        void opened(Channel channel);

        /** {@code bytes[from, to)} without its end, valid during the call. */
        void line(byte[] bytes, int from, int to);

        void closed(String reason);
    }

    private final Listener listener;
    private final LineAssembler assembler = new LineAssembler(LINE_MAX);
    private final boolean tls;
    private byte[] buffer = new byte[4096];
    private String reason = "closed by the pool";

    public LineChannel(Listener listener, boolean tls) {
        this.listener = listener;
        this.tls = tls;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!tls) {
            listener.opened(context.channel());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            listener.opened(context.channel());
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf received = (ByteBuf) message;
        try {
            int length = received.readableBytes();
            if (buffer.length < length) {
                buffer = new byte[length];
            }
            received.readBytes(buffer, 0, length);
            boolean fits = assembler.feed(buffer, 0, length, (bytes, from, to) -> {
                listener.line(bytes, from, to);
                return true;
            });
            if (!fits) {
                reason = "the pool's line is longer than " + LINE_MAX + " bytes";
                var _ = context.close();
            }
        } finally {
            received.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.closed(reason);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        reason = String.valueOf(cause.getMessage());
        var _ = context.close();
    }

    /** Sends bytes as they are; a failed write closes the channel, which the listener hears of. */
    public static void send(Channel channel, byte[] bytes) {
        var _ = channel.writeAndFlush(channel.alloc().buffer(bytes.length).writeBytes(bytes), channel.voidPromise());
    }
}
