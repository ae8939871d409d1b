package thunderpool.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash160;
import thunderpool.bitcoin.Script;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.gateway.session.BanNews;
import thunderpool.gateway.session.BanSubject;
import thunderpool.gateway.session.FakeLog;
import thunderpool.gateway.session.Parting;
import thunderpool.gateway.session.Rig;
import thunderpool.gateway.session.Work;

/** The gateway on loopback sockets. */
class StratumServerIT {
    private static final String HELLO = "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"t/1\"]}\n";
    private static final String RECONNECT = "{\"id\":null,\"method\":\"client.reconnect\",\"params\":[]}";
    private static final String TRUE = "{\"id\":4,\"result\":true,\"error\":null}";

    private final ExecutorService judging = Executors.newFixedThreadPool(2);
    private @Nullable StratumServer server;
    private Rig rig = new Rig();

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        judging.shutdownNow();
    }

    private StratumServer open(NetLimits limits) {
        StratumServer fresh = new StratumServer(rig.services, limits, judging, () -> Instant.ofEpochMilli(rig.nowMs));
        server = fresh;
        return fresh;
    }

    private static PortBinding port(String... proxies) {
        return new PortBinding("127.0.0.1", 0, false, List.of(proxies), Rig.rules(Rig.EASIEST, Rig.EASIEST, false));
    }

    private int open() throws IOException {
        return open(NetLimits.USUAL).listen(port(), null);
    }

    private static String authorize(String user) {
        return "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + user + "\",\"x\"]}\n";
    }

    private static String submit(String user, int nonce) {
        return "{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"" + user + "\",\""
                + Work.job(7, Rig.EASIEST).text() + "\",\"0000000000000000\",\""
                + HexFormat.of().toHexDigits(Work.TIME) + "\",\""
                + HexFormat.of().toHexDigits(nonce) + "\"]}\n";
    }

    private static void await(BooleanSupplier done) {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(done.getAsBoolean()).isTrue();
    }

    private double closed(Parting reason) {
        var counter = rig.registry
                .find("thunderpool_gateway_closed")
                .tag("reason", reason.label())
                .counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void aWholeConversationPipelinedAndSplit() throws IOException {
        rig.install(7, Work.TIP_A, Work.HARD);
        try (Client client = Client.connect(open())) {
            client.send(HELLO + authorize(Rig.ALICE).substring(0, 20));
            assertThat(client.line()).startsWith("{\"id\":1,\"result\":[[[");
            client.send(authorize(Rig.ALICE).substring(20) + submit(Rig.ALICE, 5) + submit(Rig.ALICE, 6));
            List<String> lines = client.lines(5);
            assertThat(lines.get(0)).isEqualTo("{\"id\":2,\"result\":true,\"error\":null}");
            assertThat(lines.get(1)).contains("mining.set_difficulty");
            assertThat(lines.get(2)).contains("mining.notify");
            assertThat(lines.subList(3, 5)).containsExactly(TRUE, TRUE);
            TemplateWork next = rig.install(8, Work.TIP_B, Work.HARD);
            Objects.requireNonNull(server).broadcast(next);
            assertThat(client.line()).contains("\"0000000800e0\"").endsWith("true]}");
        }
        await(() -> Objects.requireNonNull(server).connections() == 0);
    }

    @Test
    void aLineBeyondTheLimitEndsTheConnection() throws IOException {
        try (Client client = Client.connect(open())) {
            client.send("x".repeat(17_000));
            assertThat(client.isClosedByGateway()).isTrue();
        }
        assertThat(closed(Parting.LINE_TOO_LONG)).isEqualTo(1);
    }

    @Test
    void somethingElseThanStratumIsLetGo() throws IOException {
        try (Client client = Client.connect(open())) {
            client.send("GET / HTTP/1.1\r\nHost: pool\r\n\r\n");
            assertThat(client.isClosedByGateway()).isTrue();
        }
        assertThat(closed(Parting.NOT_STRATUM)).isEqualTo(1);
    }

    @Test
    void connectionsPerAddressAreLimited() throws IOException {
        int port = open(new NetLimits(16_384, 262_144, 100, 2, 16)).listen(port(), null);
        try (Client first = Client.connect(port);
                Client second = Client.connect(port)) {
            first.send(HELLO);
            second.send(HELLO);
            assertThat(first.line()).isNotNull();
            assertThat(second.line()).isNotNull();
            try (Client third = Client.connect(port)) {
                assertThat(third.isClosedByGateway()).isTrue();
            }
            assertThat(closed(Parting.FULL)).isEqualTo(1);
        }
        await(() -> Objects.requireNonNull(server).connections() == 0);
        try (Client again = Client.connect(port)) {
            again.send(HELLO);
            assertThat(again.line()).isNotNull();
        }
    }

    @Test
    void aReaderThatDoesNotReadIsDroppedAndHoldsUpNobody() throws IOException {
        rig.install(7, Work.TIP_A, Work.HARD);
        int port = open(new NetLimits(16_384, 65_536, 100, 100, 16)).listen(port(), null);
        try (Socket slow = new Socket();
                Client honest = Client.connect(port)) {
            slow.setReceiveBufferSize(4_096);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            slow.getOutputStream().write((HELLO + authorize(Rig.BOB)).getBytes(StandardCharsets.US_ASCII));
            honest.send(HELLO + authorize(Rig.ALICE));
            honest.lines(4);
            for (int id = 8; id < 30_000 && closed(Parting.SLOW_READER) == 0; id++) {
                Objects.requireNonNull(server).broadcast(rig.install(id, Work.TIP_A, Work.HARD));
                assertThat(honest.line()).contains("mining.notify");
            }
            assertThat(closed(Parting.SLOW_READER)).isEqualTo(1);
        }
    }

    @Test
    void proxyHeadersOfATrustedProxyNameTheMiner() throws IOException {
        rig.install(7, Work.TIP_A, Work.HARD);
        for (int i = 0; i < 50; i++) {
            rig.bans.offence("203.0.113.9", rig.nowMs);
        }
        int port = open(NetLimits.USUAL).listen(port("127.0.0.1"), null);
        try (Client good = Client.connect(port);
                Client banned = Client.connect(port);
                Client second = Client.connect(port);
                Client bannedToo = Client.connect(port);
                Client without = Client.connect(port)) {
            good.send("PROXY TCP4 198.51.100.1 192.0.2.1 4000 3333\r\n" + HELLO);
            assertThat(good.line()).startsWith("{\"id\":1,\"result\":");
            banned.send("PROXY TCP4 203.0.113.9 192.0.2.1 4000 3333\r\n" + HELLO);
            assertThat(banned.isClosedByGateway()).isTrue();
            second.send(version2("198.51.100.2"));
            second.send(HELLO);
            assertThat(second.line()).startsWith("{\"id\":1,\"result\":");
            bannedToo.send(version2("203.0.113.9"));
            assertThat(bannedToo.isClosedByGateway()).isTrue();
            without.send(HELLO);
            assertThat(without.line()).startsWith("{\"id\":1,\"result\":");
        }
        assertThat(closed(Parting.BANNED)).isEqualTo(2);
    }

    @Test
    void anOperatorsBanOfAnAddressHoldsInEverySpellingOfIt() throws IOException {
        rig.bans.ban(
                new BanNews.Change(BanSubject.parse("remote:2001:db8::7").orElseThrow(), "flood", "olga"),
                rig.nowMs,
                rig.nowMs + 60_000);
        int port = open(NetLimits.USUAL).listen(port("127.0.0.1"), null);
        for (String spelling : List.of("2001:db8::7", "2001:0db8:0:0:0:0:0:7")) {
            try (Client banned = Client.connect(port)) {
                banned.send("PROXY TCP6 " + spelling + " 2001:db8::1 4000 3333\r\n" + HELLO);
                assertThat(banned.isClosedByGateway()).isTrue();
            }
        }
        assertThat(closed(Parting.BANNED)).isEqualTo(2);
    }

    /** Section 2.2 of the PROXY protocol's specification. */
    private static byte[] version2(String source) throws IOException {
        return ByteBuffer.allocate(28)
                .put(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a"))
                .put((byte) 0x21)
                .put((byte) 0x11)
                .putShort((short) 12)
                .put(InetAddress.getByName(source).getAddress())
                .put(new byte[] {(byte) 192, 0, 2, 1})
                .putShort((short) 4_000)
                .putShort((short) 3_333)
                .array();
    }

    @Test
    void aProxyHeaderOfAStrangerIsNotBelieved() throws IOException {
        try (Client client = Client.connect(open(NetLimits.USUAL).listen(port("192.0.2.200"), null))) {
            client.send("PROXY TCP4 198.51.100.1 192.0.2.1 4000 3333\r\n" + HELLO);
            assertThat(client.isClosedByGateway()).isTrue();
        }
        assertThat(closed(Parting.NOT_STRATUM)).isEqualTo(1);
    }

    @Test
    void scryptIsJudgedBesideTheLoopAndAnsweredAllTheSame() throws IOException {
        rig = new Rig(Chain.LITECOIN_REGTEST);
        rig.install(7, Work.TIP_A, Work.HARD);
        String user = Address.ofScript(Script.p2wpkh(Hash160.of(new byte[] {1})), Chain.LITECOIN_REGTEST)
                .orElseThrow()
                .text();
        try (Client client = Client.connect(open())) {
            StringBuilder flood = new StringBuilder(HELLO + authorize(user));
            for (int nonce = 0; nonce < 100; nonce++) {
                flood.append(submit(user, nonce));
            }
            client.send(flood.toString());
            client.lines(4);
            assertThat(client.lines(100)).containsOnly(TRUE);
        }
    }

    @Test
    void drainSendsMinersAwayButFinishesWhatIsInFlight() throws IOException {
        rig.install(7, Work.TIP_A, Work.HARD);
        int port = open();
        StratumServer gateway = Objects.requireNonNull(server);
        try (Client client = Client.connect(port)) {
            client.send(HELLO + authorize(Rig.ALICE));
            client.lines(4);
            rig.log.mood(FakeLog.Mood.SILENT);
            client.send(submit(Rig.ALICE, 5));
            await(() -> rig.log.shares().size() == 1);
            gateway.stopAccepting();
            gateway.sendAway(Duration.ofMillis(20));
            turn(gateway, 2_000);
            assertThat(gateway.connections()).isEqualTo(1);
            rig.log.acknowledge();
            await(() -> {
                turn(gateway, 100);
                return gateway.connections() == 0;
            });
            assertThat(client.line()).as("nothing was said before").isEqualTo(TRUE);
            assertThat(client.line()).isEqualTo(RECONNECT);
            assertThat(client.line()).isNull();
        }
    }

    @Test
    void whoCannotLeaveInOrderIsStillAskedToConnectAgain() throws IOException {
        rig.install(7, Work.TIP_A, Work.HARD);
        int port = open();
        StratumServer gateway = Objects.requireNonNull(server);
        try (Client client = Client.connect(port)) {
            client.send(HELLO + authorize(Rig.ALICE));
            client.lines(4);
            rig.log.mood(FakeLog.Mood.SILENT);
            client.send(submit(Rig.ALICE, 5));
            await(() -> rig.log.shares().size() == 1);
            gateway.sendAway(Duration.ZERO);
            turn(gateway, 2_000);
            gateway.cut();
            assertThat(client.line()).isEqualTo(RECONNECT);
            assertThat(client.line()).isNull();
        }
    }

    private void turn(StratumServer gateway, long millis) {
        rig.nowMs += millis;
        gateway.depart();
    }
}
