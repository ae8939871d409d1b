package thunderpool.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.gateway.session.BanBook;
import thunderpool.gateway.session.PortRules;
import thunderpool.gateway.session.Rig;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.CommandAnswered.CommandApplied;
import thunderpool.topics.CommandAnswered.CommandRefused;
import thunderpool.topics.Principal;
import thunderpool.topics.Received;

class CommandDeskTest {
    private static final Script ALICE =
            Address.parse(Rig.ALICE, Chain.BITCOIN_REGTEST).script();
    private static final long START = 5_000_000;

    private final List<String> news = new ArrayList<>();
    private final List<String> orders = new ArrayList<>();
    private final List<String> plans = new ArrayList<>();
    private final List<CommandAnswered> answers = new ArrayList<>();
    private final BanBook bans = new BanBook(
            600_000,
            (change, banned, atMs, untilMs) -> news.add(
                    (banned ? "+" : "-") + change.subject().text() + " " + change.author() + " " + (untilMs - atMs)));
    private final PortRules rules = Rig.rules(-20, -10, true);
    private final PortDesk ports = new PortDesk(List.of(rules));
    private final CommandDesk desk = new CommandDesk(
            new CommandDesk.Self("gateway-1", Chain.BITCOIN_REGTEST),
            new CommandDesk.Tools(bans, ports, new Recorded(), (command, answer) -> answers.add(answer)),
            () -> Instant.ofEpochMilli(this.nowMs));
    private long nowMs = START;
    private int commands;

    private final class Recorded implements Orders {
        @Override
        public void say(String text, @Nullable Script account) {
            orders.add("say " + text + " to " + (account == null ? "all" : account.hex()));
        }

        @Override
        public void goDown() {
            orders.add("down");
        }

        @Override
        public void shutOut() {
            orders.add("shut out");
        }

        @Override
        public void offer(PortDesk.Offer offer) {
            orders.add("offer " + offer.version() + " "
                    + offer.rules().minimum().exponent() + " "
                    + offer.rules().start().exponent() + " " + offer.rules().shareIntervalMs());
        }

        @Override
        public void plan(PortDesk.Offer offer) {
            PortDesk.Plan next = offer.next();
            plans.add(offer.version() + ", then "
                    + (next == null
                            ? "nothing else"
                            : next.version() + " from " + (next.fromMs() - START) + " minimum "
                                    + next.rules().minimum().exponent()));
        }
    }

    private Hash256 id(int number) {
        return Hash256.ofDisplayHex("%064x".formatted(number));
    }

    private void says(long atMs, String kind, String... fields) {
        says(id(++commands), atMs, -1, kind, fields);
    }

    private void says(Hash256 id, long atMs, long expectedVersion, String kind, String... fields) {
        Map<String, String> byName = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            byName.put(fields[i], fields[i + 1]);
        }
        nowMs = Math.max(nowMs, atMs);
        desk.on(List.of(new Received<>(
                AdminCommand.TOPIC,
                0,
                commands,
                atMs,
                new AdminCommand(id, Principal.GATEWAY, kind, "olga", "because", expectedVersion, byName, atMs))));
    }

    private String lastRefusal() {
        assertThat(answers.getLast()).isInstanceOf(CommandRefused.class);
        return ((CommandRefused) answers.getLast()).reason();
    }

    @Test
    void whatWasSaidBeforeTheStartHoldsWithoutAnAnswer() {
        says(START - 3_600_000, "ban", "subject", "remote:192.0.2.1", "minutes", "120");
        says(START - 3_600_000, "ban", "subject", "remote:192.0.2.2", "minutes", "59");
        says(START - 3_600_000, "ban", "subject", "account:" + ALICE.hex(), "minutes", "100000");
        says(START - 3_600_000, "ban", "subject", "remote:192.0.2.3", "minutes", "120");
        says(START - 1_000, "unban", "subject", "remote:192.0.2.3");
        says(START - 900, "set-port", "port", "test", "start", "1");
        says(START - 800, "show-message", "text", "hello");
        says(START - 700, "drain", "instance", "gateway-1");
        says(START + 10, "ban", "subject", "remote:192.0.2.9", "minutes", "1");
        assertThat(answers).isEmpty();
        desk.begin(START);
        assertThat(bans.isBanned("192.0.2.1", nowMs)).isTrue();
        assertThat(bans.isBanned("192.0.2.2", nowMs)).isFalse();
        assertThat(bans.isBanned("192.0.2.3", nowMs)).isFalse();
        assertThat(bans.refusal("198.51.100.7", ALICE, nowMs)).isEqualTo("Banned by the pool's operator");
        assertThat(ports.present("test").version()).isEqualTo(1);
        assertThat(ports.present("test").rules().start()).isEqualTo(Difficulty.ONE);
        assertThat(orders).containsExactly("offer 1 -20 0 4000", "shut out");
        assertThat(answers)
                .as("only the one of after the start, with the count of all")
                .containsExactly(new CommandApplied(id(9), 6));
        assertThat(bans.active(nowMs)).isEqualTo(3);
    }

    @Test
    void aCommandIsObeyedAndAnsweredOnceHoweverOftenItIsRead() {
        desk.begin(START);
        says(id(1), START + 1, -1, "show-message", "text", " all\nof you ");
        says(id(1), START + 2, -1, "show-message", "text", " all\nof you ");
        says(id(2), START + 3, -1, "show-message", "text", "you", "address", Rig.ALICE);
        assertThat(orders).containsExactly("say all of you to all", "say you to " + ALICE.hex());
        assertThat(answers).containsExactly(new CommandApplied(id(1), 0), new CommandApplied(id(2), 0));
    }

    @Test
    void bansAndTheirEndAreToldAndThoseConcernedGo() {
        desk.begin(START);
        says(START + 1, "ban", "subject", "remote:2001:db8::1", "minutes", "10");
        assertThat(bans.isBanned("2001:db8:0:0:0:0:0:1", nowMs)).isTrue();
        bans.offence("192.0.2.7", ALICE, nowMs);
        says(START + 2, "unban", "subject", "account:" + ALICE.hex());
        assertThat(bans.refusal("192.0.2.7", ALICE, nowMs)).isNull();
        assertThat(orders).containsExactly("shut out");
        assertThat(news)
                .containsExactly(
                        "+remote:2001:db8:0:0:0:0:0:1 olga 600000",
                        "+pair:192.0.2.7:" + ALICE.hex() + " pool 600000",
                        "-pair:192.0.2.7:" + ALICE.hex() + " olga 0",
                        "-account:" + ALICE.hex() + " olga 0");
        nowMs += 600_000;
        assertThat(bans.isBanned("2001:db8:0:0:0:0:0:1", nowMs)).isFalse();
    }

    @Test
    void whatIsNotUnderstoodIsRefusedWithAReason() {
        desk.begin(START);
        says(START, "ban", "subject", "remote:not.an.address", "minutes", "5");
        assertThat(lastRefusal()).startsWith("subject must be remote:ADDRESS");
        says(START, "ban", "subject", "account:xyz", "minutes", "5");
        assertThat(lastRefusal()).startsWith("subject must be");
        says(START, "ban", "subject", "remote:192.0.2.1", "minutes", "-5");
        assertThat(lastRefusal()).startsWith("minutes must be");
        says(START, "show-message", "text", "");
        assertThat(lastRefusal()).startsWith("text must have");
        says(START, "show-message", "text", "x", "address", "bc1qwrongchain");
        assertThat(lastRefusal()).startsWith("address: ");
        says(START, "drain");
        assertThat(lastRefusal()).isEqualTo("instance must name a gateway");
        says(START, "set-port", "port", "nowhere");
        assertThat(lastRefusal()).isEqualTo("there is no such port; there are [test]");
        says(START, "set-port", "port", "test", "minimum", "0.0000000001");
        assertThat(lastRefusal()).startsWith("minimum must be a difficulty");
        says(START, "set-port", "port", "test", "minimum", "0.00000001");
        assertThat(lastRefusal()).startsWith("minimum may not be below the gateway's own");
        says(START, "set-port", "port", "test", "minimum", "4", "start", "2");
        assertThat(lastRefusal()).contains("minimum <= start <= maximum");
        says(START, "set-port", "port", "test", "vardiff", "maybe");
        assertThat(lastRefusal()).isEqualTo("vardiff must be true or false");
        says(START, "set-port", "port", "test", "share_interval_ms", "0");
        assertThat(lastRefusal()).startsWith("share_interval_ms must be a whole number");
        says(START, "make-coffee");
        assertThat(lastRefusal()).isEqualTo("gateways know no command make-coffee");
        assertThat(orders).isEmpty();
        assertThat(news).isEmpty();
    }

    @Test
    void onlyTheNamedGatewayDrains() {
        desk.begin(START);
        says(START, "drain", "instance", "gateway-2");
        assertThat(answers).isEmpty();
        says(START, "drain", "instance", "gateway-1");
        assertThat(answers).containsExactly(new CommandApplied(id(2), 0));
        assertThat(orders).containsExactly("down");
    }

    @Test
    void aPortChangesWhenSaidAndForWhoSawItsVersion() {
        desk.begin(START);
        says(id(1), START, 0, "set-port", "port", "test", "start", "1000", "share_interval_ms", "8000");
        assertThat(orders).containsExactly("offer 1 -20 9 8000");
        says(id(2), START + 1, 0, "set-port", "port", "test", "start", "2");
        assertThat(lastRefusal()).isEqualTo("the port is at version 1 by now");
        says(id(3), START + 2, 1, "set-port", "port", "test", "minimum", "4", "from_ms", "" + (START + 60_000));
        assertThat(answers.getLast()).isEqualTo(new CommandApplied(id(3), 2));
        nowMs = START + 59_999;
        desk.tick();
        assertThat(orders).hasSize(1);
        assertThat(plans).as("told once").containsExactly("1, then 2 from 60000 minimum 2");
        nowMs = START + 60_000;
        desk.tick();
        desk.tick();
        assertThat(plans).hasSize(1);
        assertThat(orders).containsExactly("offer 1 -20 9 8000", "offer 2 2 9 8000");
    }

    @Test
    void aNewerSettingTakesThePlaceOfOneThatWaits() {
        desk.begin(START);
        says(START, "set-port", "port", "test", "start", "16", "from_ms", "" + (START + 60_000));
        says(START + 1, "set-port", "port", "test", "minimum", "1");
        assertThat(orders).containsExactly("offer 2 0 4 4000");
        nowMs = START + 120_000;
        desk.tick();
        assertThat(orders).hasSize(1);
    }

    @Test
    void aSettingThatFellDueUnseenIsNotLostToTheNextCommand() {
        desk.begin(START);
        says(START, "set-port", "port", "test", "start", "16", "from_ms", "" + (START + 60_000));
        says(START + 61_000, "set-port", "port", "test", "start", "32", "from_ms", "" + (START + 90_000));
        assertThat(orders).containsExactly("offer 1 -20 4 4000");
        nowMs = START + 90_000;
        desk.tick();
        assertThat(orders).containsExactly("offer 1 -20 4 4000", "offer 2 -20 5 4000");
    }
}
