package thunderpool.gateway.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import thunderpool.bitcoin.Script;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.gateway.job.WorkGate;
import thunderpool.gateway.session.PortRules;
import thunderpool.gateway.session.SessionServices;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.work.Algorithm;

/** All stratum ports of a gateway. */
public final class StratumServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StratumServer.class);
    private static final int BACKLOG = 4_096;
    private static final long TICK_MS = 1_000;

    private final ServerContext context;
    private final LongSupplier nanos;
    private final EventLoopGroup acceptors;
    private final EventLoopGroup loops;
    private final Class<? extends ServerChannel> channelType;
    private final List<Channel> listening = new ArrayList<>();
    private final List<ServerPort> ports = new ArrayList<>();
    /** Touched by the ticking thread only. */
    private WorkGate.@Nullable Stage stage;

    private boolean everWorked;

    /**
     * @param judging threads for algorithms that do not fit an event loop; null when there is none such
     * @param clock wall clock of sessions
     */
    public StratumServer(
            SessionServices services, NetLimits limits, @Nullable ExecutorService judging, InstantSource clock) {
        Algorithm algorithm = Algorithm.ofLabel(services.board().chain().algorithm());
        boolean onLoop = algorithm.judgedAt() == Algorithm.JudgedAt.EDGE;
        if (!onLoop && judging == null) {
            throw new IllegalArgumentException(algorithm + " is judged on a pool of threads");
        }
        Judges judges = new Judges(algorithm, onLoop ? null : judging);
        this.context = new ServerContext(services, limits, new Admission(limits), judges, new LiveSessions(), clock);
        this.nanos = services.nanos();
        boolean epoll = Epoll.isAvailable();
        this.acceptors = group(epoll, 1);
        this.loops = group(epoll, Math.max(1, Runtime.getRuntime().availableProcessors()));
        this.channelType = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        var _ = acceptors.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private static EventLoopGroup group(boolean epoll, int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /**
     * Opens a port.
     *
     * @param certificate needed by TLS ports
     * @return the port's number
     * @throws IOException when the port is taken
     */
    public synchronized int listen(PortBinding binding, @Nullable PortCertificate certificate) throws IOException {
        if (binding.tls() && certificate == null) {
            throw new IOException("port " + binding.number() + " speaks TLS but there is no certificate");
        }
        PortCertificate tls = binding.tls() ? certificate : null;
        ServerPort port = new ServerPort(
                binding, context.services().metrics().port(binding.rules().name()));
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(acceptors, loops)
                .channel(channelType)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(
                                context.limits().unreadBytes() / 2,
                                context.limits().unreadBytes()))
                .childHandler(new PortInitializer(context, port, tls));
        var bound = bootstrap.bind(binding.host(), binding.number()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            BindException taken = new BindException("cannot listen on " + binding.host() + ":" + binding.number());
            taken.initCause(bound.cause());
            throw taken;
        }
        listening.add(bound.channel());
        ports.add(port);
        int number = ((InetSocketAddress) bound.channel().localAddress()).getPort();
        LOG.info("port {} ({}{}) is open", number, binding.rules().name(), binding.tls() ? ", TLS" : "");
        return number;
    }

    /** Tells all miners of new work; returns at once. */
    public void broadcast(TemplateWork work) {
        long arrived = nanos.getAsLong();
        context.sessions().onEachLoop(channels -> {
            long nowMs = context.nowMs();
            for (MinerChannel channel : channels) {
                channel.offer(work, nowMs);
            }
            context.services().metrics().notified(nanos.getAsLong() - arrived);
        });
    }

    private void tick() {
        watchWork();
        context.sessions().onEachLoop(channels -> {
            long nowMs = context.nowMs();
            for (MinerChannel channel : channels) {
                channel.tick(nowMs);
            }
        });
    }

    /** Operators hear of a stop as soon as miners do. */
    private void watchWork() {
        WorkGate.State state = context.services().gate().state(context.nowMs());
        if (state.stage() == stage) {
            return;
        }
        stage = state.stage();
        everWorked |= stage == WorkGate.Stage.WORKING;
        switch (state.stage()) {
            case WORKING ->
                LOG.atInfo().addKeyValue(LogKey.EVENT, LogEvent.WORK_BEGAN).log("miners have work");
            // At the start of everything no work has begun that could stop.
            case PAUSED ->
                LOG.atLevel(everWorked ? Level.WARN : Level.INFO)
                        .addKeyValue(LogKey.EVENT, LogEvent.WORK_PAUSED)
                        .addKeyValue(LogKey.REASON, state.reason())
                        .log("no new work");
            case STOPPED ->
                LOG.atError()
                        .addKeyValue(LogKey.EVENT, LogEvent.WORK_STOPPED)
                        .addKeyValue(LogKey.REASON, state.reason())
                        .log("WORK STOPPED, miners are sent elsewhere");
        }
    }

    /** Open connections. */
    public int connections() {
        return context.admission().connections();
    }

    /** No new connections from here on. */
    public synchronized void stopAccepting() {
        for (Channel channel : listening) {
            channel.close().awaitUninterruptibly();
        }
        listening.clear();
    }

    /**
     * Lets the miners' turns to leave come, evenly over a time, so that they do not storm another gateway together;
     * returns at once. {@link #depart} moves those whose turn has come.
     */
    public void sendAway(Duration over) {
        long millis = Math.max(0, over.toMillis());
        context.sessions().onEachLoop(channels -> {
            for (int i = 0; i < channels.size(); i++) {
                MinerChannel channel = channels.get(i);
                long delay = millis * i / Math.max(1, channels.size());
                channel.leaveAfter(delay);
            }
        });
    }

    /** One step of every departure; ends connections that nothing holds any more. Returns at once. */
    public void depart() {
        context.sessions().onEachLoop(channels -> {
            long nowMs = context.nowMs();
            channels.forEach(channel -> channel.depart(nowMs));
        });
    }

    /** The time is over: who is still here is asked to connect again, and its connection ends. Returns at once. */
    public void cut() {
        context.sessions().onEachLoop(channels -> {
            long nowMs = context.nowMs();
            channels.forEach(channel -> channel.cut(nowMs));
        });
    }

    /** Other rules for a port, for its live sessions too. */
    public synchronized void change(PortRules rules) {
        for (ServerPort port : ports) {
            if (port.rules().name().equals(rules.name())) {
                port.change(rules);
            }
        }
        context.sessions().onEachLoop(channels -> {
            long nowMs = context.nowMs();
            channels.forEach(channel -> channel.rules(rules, nowMs));
        });
    }

    /** Words to the miners of an account, or to all. */
    public void message(String text, @Nullable Script account) {
        context.sessions().onEachLoop(channels -> channels.forEach(channel -> channel.message(text, account)));
    }

    /** Ends what is banned by now. */
    public void enforceBans() {
        context.sessions().onEachLoop(channels -> {
            long nowMs = context.nowMs();
            channels.forEach(channel -> channel.enforceBans(nowMs));
        });
    }

    @Override
    public void close() {
        stopAccepting();
        acceptors.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
