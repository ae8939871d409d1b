package thunderpool.gateway.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.bitcoin.Script;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.gateway.session.Connection;
import thunderpool.gateway.session.GatewayMetrics;
import thunderpool.gateway.session.Parting;
import thunderpool.gateway.session.PortRules;
import thunderpool.gateway.session.Session;
import thunderpool.stratum.LineAssembler;
import thunderpool.stratum.PoolCodec;
import thunderpool.stratum.ServerMessage;

/** One miner's socket: bytes to lines to the session, and what the session says to bytes. All on the channel's loop. */
final class MinerChannel extends ChannelInboundHandlerAdapter implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(MinerChannel.class);

    private final ServerContext server;
    private final ServerPort port;
    private final String remote;
    private final LineAssembler lines;
    private final PoolCodec codec = new PoolCodec();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Session session;
    /** Whoever writes now flushes at the end. */
    private boolean batching;

    private boolean flushing;
    private boolean closing;
    private boolean entered;

    MinerChannel(ServerContext server, ServerPort port, String remote) {
        this.server = server;
        this.port = port;
        this.remote = remote;
        this.lines = new LineAssembler(server.limits().lineBytes());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        if (ctx.channel().isActive()) {
            open(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        open(ctx);
        ctx.fireChannelActive();
    }

    private void open(ChannelHandlerContext ctx) {
        if (session != null || closing) {
            return;
        }
        long nowMs = server.nowMs();
        if (server.services().bans().isBanned(remote, nowMs)) {
            close(Parting.BANNED);
            return;
        }
        entered = server.admission().enter(remote);
        if (!entered) {
            close(Parting.FULL);
            return;
        }
        GatewayMetrics.OfPort meters = port.meters();
        session = new Session(
                server.services(),
                port.rules(),
                meters,
                this,
                server.judges().forConnection(ctx.channel().eventLoop(), this::judging),
                nowMs);
        server.sessions().add(ctx.channel().eventLoop(), this);
    }

    /** A connection that has enough work with a slow algorithm is not read for a while. */
    private void judging(int waiting) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.channel().config().setAutoRead(waiting < server.limits().judgingPerConnection());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            Session present = session;
            if (!(message instanceof ByteBuf bytes) || present == null || closing) {
                return;
            }
            batching = true;
            byte[] array = new byte[0];
            int offset = 0;
            int length = bytes.readableBytes();
            if (bytes.hasArray()) {
                array = bytes.array();
                offset = bytes.arrayOffset() + bytes.readerIndex();
            } else {
                array = new byte[length];
                bytes.getBytes(bytes.readerIndex(), array);
            }
            if (!lines.feed(array, offset, length, this::line)) {
                server.services().bans().offence(remote, server.nowMs());
                close(Parting.LINE_TOO_LONG);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private boolean line(byte[] bytes, int from, int to) {
        Session present = session;
        if (present == null || closing) {
            return false;
        }
        present.on(codec.decode(bytes, from, to), server.nowMs());
        return !closing;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        batching = false;
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        Session present = session;
        if (present != null) {
            present.closed(server.nowMs());
        }
        if (entered) {
            entered = false;
            server.admission().leave(remote);
            server.sessions().remove(ctx.channel().eventLoop(), this);
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause instanceof DecoderException) {
            LOG.debug("{} broke off", remote, cause);
        } else {
            LOG.error("a bug met by {}", remote, cause);
        }
        close(Parting.FAILED);
    }

    /** Written and flushed when this returns: a new tip waits for nothing. */
    void offer(TemplateWork work, long nowMs) {
        Session present = session;
        ChannelHandlerContext ctx = context;
        if (present != null && ctx != null && !closing) {
            batching = true;
            present.offer(work, nowMs);
            batching = false;
            ctx.flush();
        }
    }

    void tick(long nowMs) {
        Session present = session;
        if (present != null && !closing) {
            present.tick(nowMs);
        }
    }

    /** Its turn to leave comes after a while. */
    void leaveAfter(long delayMs) {
        ChannelHandlerContext ctx = context;
        Session present = session;
        if (ctx != null && present != null) {
            var _ = ctx.channel()
                    .eventLoop()
                    .schedule(() -> present.departure().begin(), delayMs, TimeUnit.MILLISECONDS);
        }
    }

    void depart(long nowMs) {
        Session present = session;
        if (present != null && !closing && present.departure().step(nowMs)) {
            close(Parting.DRAINED);
        }
    }

    void cut(long nowMs) {
        Session present = session;
        if (present != null && !closing) {
            present.departure().hurry(nowMs);
            close(Parting.DRAINED);
        }
    }

    void rules(PortRules fresh, long nowMs) {
        Session present = session;
        if (present != null && !closing && fresh.name().equals(port.rules().name())) {
            present.rules(fresh, nowMs);
        }
    }

    void message(String text, @Nullable Script account) {
        Session present = session;
        if (present != null && !closing) {
            present.message(text, account);
        }
    }

    void enforceBans(long nowMs) {
        Session present = session;
        if (present != null && !closing) {
            present.enforceBans(nowMs);
        }
    }

    @Override
    public void send(ServerMessage message) {
        sendLine(codec.encode(message));
    }

    @Override
    public void sendLine(byte[] line) {
        ChannelHandlerContext ctx = context;
        if (ctx == null || closing) {
            return;
        }
        if (!ctx.channel().isWritable()) {
            // What it has not read yet would only grow; what it missed is stale by now.
            ctx.flush();
            if (!ctx.channel().isWritable()) {
                abandon(ctx, Parting.SLOW_READER);
                return;
            }
        }
        var _ = ctx.write(Unpooled.wrappedBuffer(line), ctx.voidPromise());
        flushSoon(ctx);
    }

    /** Once for all that is written before the loop comes to it. */
    private void flushSoon(ChannelHandlerContext ctx) {
        if (!batching && !flushing) {
            flushing = true;
            ctx.channel().eventLoop().execute(() -> {
                flushing = false;
                ctx.flush();
            });
        }
    }

    @Override
    public void close(Parting reason) {
        ChannelHandlerContext ctx = context;
        if (ctx == null || closing) {
            return;
        }
        closing = true;
        server.services().metrics().closed(reason);
        LOG.debug("closing {}: {}", remote, reason);
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        // A client that reads nothing would keep the last words, and so the socket, for ever.
        var _ = ctx.channel().eventLoop().schedule(() -> drop(ctx), 5, TimeUnit.SECONDS);
    }

    private static void drop(ChannelHandlerContext ctx) {
        var _ = ctx.close();
    }

    private void abandon(ChannelHandlerContext ctx, Parting reason) {
        closing = true;
        server.services().metrics().closed(reason);
        drop(ctx);
    }

    @Override
    public void execute(Runnable task) {
        ChannelHandlerContext ctx = context;
        if (ctx != null && !ctx.channel().eventLoop().isShuttingDown()) {
            ctx.channel().eventLoop().execute(task);
        }
    }

    @Override
    public String remote() {
        return remote;
    }
}
