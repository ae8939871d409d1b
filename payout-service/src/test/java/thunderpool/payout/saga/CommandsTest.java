package thunderpool.payout.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.payout.memory.MemoryPayoutStore;
import thunderpool.payout.memory.MemoryPayoutStore.Published;
import thunderpool.payout.port.ScheduleBook;
import thunderpool.payout.schedule.Schedule;
import thunderpool.payout.schedule.Scheme;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.CommandAnswered.CommandApplied;
import thunderpool.topics.CommandAnswered.CommandRefused;
import thunderpool.topics.Principal;
import thunderpool.topics.ScheduleChanged;
import thunderpool.topics.SchemeChanged;

/** Commands of operators, and schedules changed by messages that bitcoinj signed. */
final class CommandsTest {

    private static final long NOW_MS = 1_790_000_000_000L;
    private static final long NOW_S = NOW_MS / 1000;
    private static final ECKey KEY = ECKey.fromPrivate(new byte[] {7, 1, 4, 9}, true);
    private static final String ADDRESS = KEY.toAddress(ScriptType.P2PKH, org.bitcoinj.base.BitcoinNetwork.REGTEST)
            .toString();
    private static final Script ACCOUNT =
            Address.parse(ADDRESS, Chain.BITCOIN_REGTEST).script();

    private final MemoryPayoutStore store = new MemoryPayoutStore();
    private final SplittableRandom random = new SplittableRandom(1);
    private final Payouts payouts = new Payouts(
            SagaWorld.RULES,
            store.term(),
            new FakeChain(random, new Faults(random, 0, 0)),
            (event, about, detail) -> {});
    private int ids;

    @BeforeEach
    void begin() {
        payouts.start(
                List.of(new Scheme("blocks", 0, 144, 0, "b"), new Scheme("time", 0, 0, 60, "t")), Optional.empty());
        payouts.onBalanceChanged(balance(1, "time"), NOW_MS);
        store.drain();
    }

    private static BalanceChanged balance(long version, String tag) {
        return new BalanceChanged(
                "bitcoin-regtest", ACCOUNT, version, Sats.ZERO, Sats.of(5), Sats.ZERO, Sats.ZERO, tag);
    }

    @Test
    void thePortsTagProposesTheFirstScheduleOnly() {
        assertThat(schedule().schemeName()).isEqualTo("time");
        payouts.onBalanceChanged(balance(2, "blocks"), NOW_MS);
        assertThat(schedule().schemeName()).isEqualTo("time");
        assertThat(store.drain()).isEmpty();
    }

    @Test
    void anUnknownTagFallsBackToTheDefaultScheme() {
        Script other = Script.p2wpkh(new byte[20]);
        payouts.onBalanceChanged(
                new BalanceChanged("bitcoin-regtest", other, 1, Sats.ZERO, Sats.ZERO, Sats.ZERO, Sats.ZERO, "no-such"),
                NOW_MS);
        assertThat(store.<Schedule>peek(tx -> tx.schedules().find(other).orElseThrow())
                        .schemeName())
                .isEqualTo("blocks");
    }

    @Test
    void aSignedMessageChangesSchemeAndMinimum() {
        Map<String, String> fields = signed(KEY, message("blocks, minimum 70000 sat", NOW_S));

        assertThat(send("change-schedule", "miner", fields)).isInstanceOf(CommandApplied.class);
        assertThat(schedule().schemeName()).isEqualTo("blocks");
        assertThat(schedule().minimum()).isEqualTo(Sats.of(70_000));
        assertThat(schedule().messageTime()).isEqualTo(NOW_S);
    }

    @Test
    void refusesAMessageThatWasObeyedOrIsOlder() {
        Map<String, String> first = signed(KEY, message("blocks", NOW_S));
        assertThat(send("change-schedule", "miner", first)).isInstanceOf(CommandApplied.class);
        assertRefused(send("change-schedule", "miner", first), "a message of this time or a newer one");
        assertRefused(
                send("change-schedule", "miner", signed(KEY, message("time", NOW_S - 1))),
                "a message of this time or a newer one");
        assertThat(send("change-schedule", "miner", signed(KEY, message("time", NOW_S + 1))))
                .isInstanceOf(CommandApplied.class);
    }

    @Test
    void refusesMessagesOfAnotherTimeKeyChainSchemeOrForm() {
        assertRefused(miner(KEY, message("blocks", NOW_S + 3_600)), "must be the present");
        assertRefused(miner(KEY, message("blocks", NOW_S - 90_000)), "must be the present");
        assertRefused(miner(new ECKey(), message("blocks", NOW_S)), "not by this address");
        assertRefused(miner(KEY, message("weekly", NOW_S)), "no payment scheme is called weekly");
        assertRefused(miner(KEY, message("blocks, minimum 9999 sat", NOW_S)), "at least 10000");
        assertRefused(miner(KEY, message("blocks", NOW_S) + " "), "the message must read");
        assertRefused(
                miner(KEY, message("blocks", NOW_S).replace("bitcoin-regtest", "bitcoin-main")),
                "the message must read");
        assertRefused(
                miner(KEY, message("blocks", NOW_S).replace(ADDRESS, "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080")),
                "the message names another address");
        assertThat(schedule().version()).isEqualTo(1);
    }

    @Test
    void aMinersWordAloneCountsForNothing() {
        assertRefused(
                send("change-schedule", "miner", Map.of("address", ADDRESS, "scheme", "blocks")), "must be signed");
        assertRefused(send("hold-payouts", "miner", Map.of("all", "true")), "must be signed");
        Map<String, String> smuggled = new LinkedHashMap<>(signed(KEY, message("blocks", NOW_S)));
        smuggled.put("all", "true");
        assertRefused(send("hold-payouts", "miner", smuggled), "can only change a schedule");
    }

    @Test
    void anOperatorChangesTheScheduleByAddressOrScript() {
        CommandAnswered answer = send("change-schedule", "olga", Map.of("account", ACCOUNT.hex(), "scheme", "blocks"));
        assertThat(answer).isInstanceOfSatisfying(CommandApplied.class, applied -> assertThat(applied.version())
                .isEqualTo(2));
        assertThat(schedule().schemeName()).isEqualTo("blocks");
        assertRefused(send("change-schedule", "olga", Map.of("address", "1nonsense", "scheme", "time")), "");
        assertRefused(send("change-schedule", "olga", Map.of("address", ADDRESS)), "the field scheme is missing");
    }

    @Test
    void refusesACommandThatWasMadeForAnotherVersion() {
        AdminCommand stale = command("set-minimum", "olga", 7, Map.of("address", ADDRESS, "minimum_sats", "50000"));
        payouts.onCommand(stale, NOW_MS);
        assertRefused(answer(), "its version is 1");
    }

    @Test
    void answersACommandOnceHoweverOftenItComes() {
        AdminCommand command = command("set-minimum", "olga", 1, Map.of("address", ADDRESS, "minimum_sats", "50000"));
        payouts.onCommand(command, NOW_MS);
        assertThat(answer()).isInstanceOf(CommandApplied.class);
        payouts.onCommand(command, NOW_MS);
        assertThat(store.drain()).isEmpty();
        assertThat(schedule().minimum()).isEqualTo(Sats.of(50_000));
    }

    @Test
    void ignoresCommandsOfOtherServices() {
        payouts.onCommand(
                new AdminCommand(
                        Hash256.ZERO, Principal.ACCOUNTING, "hold-payouts", "olga", "", -1, Map.of("all", "true"), 0),
                NOW_MS);
        assertThat(store.drain()).isEmpty();
    }

    @Test
    void holdsOneAccountOrAll() {
        assertThat(send("hold-payouts", "olga", Map.of("address", ADDRESS))).isInstanceOf(CommandApplied.class);
        assertThat(schedule().held()).isTrue();
        assertThat(send("release-payouts", "olga", Map.of("address", ADDRESS))).isInstanceOf(CommandApplied.class);
        assertThat(schedule().held()).isFalse();
        assertThat(send("hold-payouts", "olga", Map.of("all", "true"))).isInstanceOf(CommandApplied.class);
        assertThat(store.<ScheduleBook.Hold>peek(tx -> tx.schedules().hold()).held())
                .isTrue();
    }

    @Test
    void editsASchemeAndTellsItsFollowers() {
        send(
                "put-scheme",
                "olga",
                Map.of("scheme", "time", "block_interval", "0", "time_interval", "30", "description", "half hourly"));
        // The command's records were drained with its answer.
        assertThat(told).anySatisfy(record -> assertThat(record).isInstanceOfSatisfying(SchemeChanged.class, scheme -> {
            assertThat(scheme.timeIntervalMinutes()).isEqualTo(30);
            assertThat(scheme.version()).isEqualTo(2);
        }));
        assertThat(told)
                .anySatisfy(record -> assertThat(record).isInstanceOfSatisfying(ScheduleChanged.class, schedule -> {
                    assertThat(schedule.account()).isEqualTo(ACCOUNT);
                    assertThat(schedule.timeIntervalMinutes()).isEqualTo(30);
                    assertThat(schedule.version()).isEqualTo(2);
                }));
    }

    @Test
    void aPlannedSchemeComesWhenItWasSaid() {
        assertThat(putScheme(1, Map.of("from_ms", "" + (NOW_MS + 60_000)))).isEqualTo(new CommandApplied(lastId(), 2));
        assertThat(scheme()).isEqualTo(new Scheme("time", 2, 0, 60, "t"));
        assertThat(told)
                .as("what will be is told at once")
                .contains(new SchemeChanged(
                        "time", 2, 0, 60, "t", new SchemeChanged.Plan(NOW_MS + 60_000, 0, 30, "half hourly")));
        payouts.tick(NOW_MS + 59_999);
        assertThat(scheme().timeIntervalMinutes()).isEqualTo(60);
        store.drain();

        payouts.tick(NOW_MS + 60_000);
        assertThat(scheme()).isEqualTo(new Scheme("time", 3, 0, 30, "half hourly"));
        assertThat(store.drain().stream().map(Published::value))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(new SchemeChanged("time", 3, 0, 30, "half hourly")),
                        second -> assertThat(second)
                                .isInstanceOfSatisfying(
                                        ScheduleChanged.class, schedule -> assertThat(schedule.timeIntervalMinutes())
                                                .isEqualTo(30)));
        payouts.tick(NOW_MS + 60_001);
        assertThat(store.drain()).as("once").isEmpty();
    }

    @Test
    void aNewerWordTakesThePlaceOfAPlan() {
        putScheme(1, Map.of("from_ms", "" + (NOW_MS + 60_000)));
        assertRefused(putScheme(1, Map.of("time_interval", "5")), "its version is 2");
        assertThat(putScheme(2, Map.of("time_interval", "5"))).isInstanceOf(CommandApplied.class);
        payouts.tick(NOW_MS + 60_000);
        assertThat(scheme()).isEqualTo(new Scheme("time", 3, 0, 5, "half hourly"));
    }

    @Test
    void refusesAPlanThatMakesNoSense() {
        assertRefused(putScheme(-1, Map.of("from_ms", "" + (NOW_MS - 1))), "a time from now on");
        assertRefused(putScheme(-1, Map.of("from_ms", "" + Long.MAX_VALUE)), "at most 366 days ahead");
        assertRefused(putScheme(-1, Map.of("from_ms", "soon")), "whole number");
        assertRefused(
                putScheme(-1, Map.of("from_ms", "" + (NOW_MS + 5), "scheme", "weekly")), "a new scheme begins at once");
        assertRefused(putScheme(-1, Map.of("from_ms", "" + (NOW_MS + 5), "time_interval", "0")), "cannot both be 0");
        assertThat(scheme().version()).isEqualTo(1);
    }

    /** The scheme "time", half hourly unless the fields say otherwise. */
    private CommandAnswered putScheme(long expected, Map<String, String> other) {
        Map<String, String> fields = new LinkedHashMap<>(
                Map.of("scheme", "time", "block_interval", "0", "time_interval", "30", "description", "half hourly"));
        fields.putAll(other);
        payouts.onCommand(command("put-scheme", "olga", expected, fields), NOW_MS);
        return answer();
    }

    private Hash256 lastId() {
        return Sha256d.of(new byte[] {(byte) (ids - 1)});
    }

    private Scheme scheme() {
        return store.peek(tx -> tx.schedules().scheme("time").orElseThrow());
    }

    @Test
    void refusesASchemeThatNeverPaysOrHasAWildName() {
        Map<String, String> never =
                Map.of("scheme", "never", "block_interval", "0", "time_interval", "0", "description", "");
        assertRefused(send("put-scheme", "olga", never), "cannot both be 0");
        Map<String, String> wild =
                Map.of("scheme", "A b", "block_interval", "1", "time_interval", "0", "description", "");
        assertRefused(send("put-scheme", "olga", wild), "a scheme's name is");
        assertRefused(send("dance", "olga", Map.of()), "knows no command dance");
    }

    @Test
    void refusesWordsThatNoDatabaseTakes() {
        Map<String, String> good =
                Map.of("scheme", "time", "block_interval", "0", "time_interval", "30", "description", "half hourly");
        Map<String, String> description = new LinkedHashMap<>(good);
        description.put("description", "half\0hourly");
        assertRefused(send("put-scheme", "olga", description), "the field description holds control characters");
        Map<String, String> name = new LinkedHashMap<>(good);
        name.put("scheme", "time\u007f");
        assertRefused(send("put-scheme", "olga", name), "the field scheme holds control characters");
        assertRefused(send("put-scheme", "ol\0ga", good), "the field author holds control characters");
        assertRefused(send("dan\0ce", "olga", Map.of()), "the field kind holds control characters");
        assertThat(scheme().version()).isEqualTo(1);
    }

    private final List<Object> told = new ArrayList<>();

    private CommandAnswered miner(ECKey key, String message) {
        return send("change-schedule", "miner", signed(key, message));
    }

    private CommandAnswered send(String kind, String author, Map<String, String> fields) {
        payouts.onCommand(command(kind, author, -1, fields), NOW_MS);
        return answer();
    }

    private AdminCommand command(String kind, String author, long expected, Map<String, String> fields) {
        Hash256 id = Sha256d.of(new byte[] {(byte) ids++});
        return new AdminCommand(id, Principal.PAYOUT, kind, author, "why", expected, fields, NOW_MS);
    }

    private CommandAnswered answer() {
        List<Object> values = new ArrayList<>();
        for (Published<?> record : store.drain()) {
            values.add(record.value());
        }
        told.addAll(values);
        return (CommandAnswered) values.getLast();
    }

    private Schedule schedule() {
        return store.peek(tx -> tx.schedules().find(ACCOUNT).orElseThrow());
    }

    private static String message(String scheme, long time) {
        return "Thunder Pool bitcoin-regtest: pay " + ADDRESS + " by scheme " + scheme + ", time " + time;
    }

    private static Map<String, String> signed(ECKey key, String message) {
        return Map.of("address", ADDRESS, "message", message, "signature", key.signMessage(message, ScriptType.P2PKH));
    }

    private static void assertRefused(CommandAnswered answer, String reason) {
        assertThat(answer).isInstanceOfSatisfying(CommandRefused.class, refused -> assertThat(refused.reason())
                .contains(reason));
    }
}
