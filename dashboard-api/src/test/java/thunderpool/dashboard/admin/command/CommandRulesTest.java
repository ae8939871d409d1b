package thunderpool.dashboard.admin.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thunderpool.bitcoin.Chain;
import thunderpool.dashboard.admin.Role;
import thunderpool.dashboard.admin.command.CommandRules.Checked;

class CommandRulesTest {

    /** BIP173's example, its script, and an address of another network. */
    private static final String BOB = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

    private static final String BOB_SCRIPT = "0014751e76e8199196d454941c45d1b3a323f1433bd6";
    private static final String ON_TESTNET = "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx";

    private final CommandRules rules = new CommandRules(
            Chain.BITCOIN_MAIN, () -> Map.of("gateway-1", true, "gateway-2", true, "gateway-3", false));

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text == null || text.isBlank() ? new String[0] : text.split(";", -1)) {
            fields.put(field.substring(0, field.indexOf('=')).strip(), field.substring(field.indexOf('=') + 1));
        }
        return fields;
    }

    /** Every command, who may send it at least, and fields that can be meant: the whole matrix, in words. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "payout | hold-payouts | OPERATOR | address=" + BOB,
                "payout | hold-payouts | OPERATOR | all=true",
                "payout | release-payouts | OPERATOR | all=true",
                "payout | change-schedule | OPERATOR | address=" + BOB + ";scheme=blocks",
                "payout | set-minimum | OPERATOR | address=" + BOB + ";minimum_sats=10000",
                "payout | approve-payout | OPERATOR | "
                        + "order=00000000000000000000000000000000000000000000000000000000000000ff",
                "payout | refuse-payout | OPERATOR | "
                        + "order=00000000000000000000000000000000000000000000000000000000000000ff",
                "payout | adopt-payment | OWNER | txid=00000000000000000000000000000000000000000000000000000000000000ff",
                "payout | ignore-payment | OWNER | all=true",
                "payout | put-scheme | OWNER | scheme=daily;block_interval=0;time_interval=1440;description=once a day",
                "payout | set-approval | OWNER | above_sats=100000000",
                "payout | set-approval | OWNER | off=true",
                "accounting | hold-account | OPERATOR | account=" + BOB,
                "accounting | release-account | OPERATOR | account=" + BOB_SCRIPT,
                "accounting | resume-payouts | OPERATOR | ",
                "accounting | correct-balance | OWNER | account=" + BOB + ";amount=-5",
                "accounting | set-fee | OWNER | reward_system=PPLNS;basis_points=150;from_ms=1800000000000",
                "gateway | ban | OPERATOR | subject=remote:192.0.2.7;minutes=60",
                "gateway | unban | OPERATOR | subject=account:" + BOB,
                "gateway | show-message | OPERATOR | text=hello miners",
                "gateway | drain | OPERATOR | instance=gateway-1",
                "gateway | set-port | OWNER | port=pplns;start=4096;vardiff=true",
            })
    void eachRoleMaySendItsCommandsAndNoOthers(String owner, String kind, Role least, String fields) {
        for (Role role : Role.values()) {
            Checked checked = rules.check(owner, kind, fields(fields), role);
            if (role.compareTo(least) >= 0) {
                assertThat(checked).as("%s by %s", kind, role).isInstanceOf(Checked.Good.class);
            } else {
                assertThat(checked).as("%s by %s", kind, role).isInstanceOf(Checked.Forbidden.class);
            }
        }
    }

    /** Whoever adds a command decides here who may send it. */
    @Test
    void theMatrixNamesEveryCommand() {
        TreeSet<String> all = new TreeSet<>();
        CommandKind.ALL.forEach(kind -> all.add(kind.owner().label() + " " + kind.label()));
        assertThat(all)
                .containsExactly(
                        "accounting correct-balance",
                        "accounting hold-account",
                        "accounting release-account",
                        "accounting resume-payouts",
                        "accounting set-fee",
                        "gateway ban",
                        "gateway drain",
                        "gateway set-port",
                        "gateway show-message",
                        "gateway unban",
                        "payout adopt-payment",
                        "payout approve-payout",
                        "payout change-schedule",
                        "payout hold-payouts",
                        "payout ignore-payment",
                        "payout put-scheme",
                        "payout refuse-payout",
                        "payout release-payouts",
                        "payout set-approval",
                        "payout set-minimum");
        assertThat(CommandKind.ALL).noneMatch(kind -> kind.role() == Role.VIEWER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "payout | pay-everybody |  | no command",
                "gateway | hold-payouts | all=true | no command",
                "payout | hold-payouts |  | exactly one of",
                "payout | hold-payouts | all=true;address=" + BOB + " | exactly one of",
                "payout | hold-payouts | all=false | must be true",
                "payout | hold-payouts | address=" + ON_TESTNET + " | testnet4",
                "payout | hold-payouts | address=" + BOB_SCRIPT + " | ",
                "payout | set-minimum | address=" + BOB + ";minimum_sats=0 | 1 or more",
                "payout | set-minimum | address=" + BOB + ";minimum_sats=1e9 | whole number",
                "payout | set-minimum | address=" + BOB + " | needs address, minimum_sats",
                "payout | set-minimum | address=" + BOB + ";minimum_sats=1;signature=x | no field signature",
                "payout | approve-payout | order=ff | 64 hex digits",
                "accounting | correct-balance | account=" + BOB + ";amount=0 | must not be 0",
                "accounting | set-fee | reward_system=PPS;basis_points=1 | PPLNS or SOLO",
                "accounting | set-fee | reward_system=SOLO;basis_points=10001 | between 0 and 10000",
                "gateway | ban | subject=192.0.2.7;minutes=5 | remote:IP or account:ADDRESS",
                "gateway | ban | subject=remote:example.org;minutes=5 | no network address",
                "gateway | ban | subject=remote:192.0.2.7;minutes=0 | between 1 and",
                "gateway | set-port | port=pplns | changes nothing",
                "gateway | set-port | port=pplns;minimum=0 | difficulty",
                "gateway | set-port | port=pplns;minimum=much | a number",
            })
    void whatCanNotBeMeantIsRefusedInWords(String owner, String kind, String fields, String words) {
        Checked checked = rules.check(owner, kind, fields(fields), Role.OWNER);
        assertThat(checked).isInstanceOfSatisfying(Checked.Bad.class, bad -> assertThat(bad.reason())
                .contains(words == null ? "" : words));
    }

    @Test
    void messagesAreOneLine() {
        assertThat(rules.check("gateway", "show-message", Map.of("text", "two\nlines"), Role.OWNER))
                .isInstanceOf(Checked.Bad.class);
        assertThat(rules.check("gateway", "show-message", Map.of("text", "x".repeat(301)), Role.OWNER))
                .isInstanceOf(Checked.Bad.class);
    }

    @Test
    void servicesAreToldScriptsAndTheirOwnSpellings() {
        assertThat(rules.check("accounting", "hold-account", Map.of("account", BOB), Role.OPERATOR))
                .isInstanceOfSatisfying(Checked.Good.class, good -> {
                    assertThat(good.fields()).containsExactly(Map.entry("account", BOB_SCRIPT));
                    assertThat(good.subject()).isEqualTo(BOB_SCRIPT);
                });
        assertThat(rules.check("gateway", "ban", Map.of("subject", "account:" + BOB, "minutes", "5"), Role.OPERATOR))
                .isInstanceOfSatisfying(Checked.Good.class, good -> {
                    assertThat(good.fields()).containsEntry("subject", "account:" + BOB_SCRIPT);
                    assertThat(good.subject()).isEqualTo(BOB_SCRIPT);
                });
        String order = "01" + "00".repeat(31);
        assertThat(rules.check("payout", "approve-payout", Map.of("order", order), Role.OPERATOR))
                .isInstanceOfSatisfying(Checked.Good.class, good -> {
                    // payout-service reads ids the way transactions' are shown.
                    assertThat(good.fields()).containsEntry("order", "00".repeat(31) + "01");
                    assertThat(good.subject()).isEqualTo(order);
                });
    }

    @Test
    void fieldsOfAnyTextSurviveTheirTable() {
        Map<String, String> fields = Map.of("text", "100 % = all & more; ünïcödé", "address", "x=y");
        assertThat(PgAdminCommands.unpacked(PgAdminCommands.packed(fields))).isEqualTo(fields);
        assertThat(PgAdminCommands.unpacked("")).isEmpty();
    }

    /** Only the named gateway answers: a name that none has, or one that is gone, would be waited for in vain. */
    @Test
    void aDrainNamesAGatewayThatCanAnswer() {
        assertThat(rules.check("gateway", "drain", Map.of("instance", "gateway-2"), Role.OPERATOR))
                .isInstanceOf(CommandRules.Checked.Good.class);
        assertThat(rules.check("gateway", "drain", Map.of("instance", "gateway-9"), Role.OPERATOR))
                .isEqualTo(new CommandRules.Checked.Bad(
                        "There is no gateway gateway-9: there are gateway-1, gateway-2, gateway-3."));
        assertThat(rules.check("gateway", "drain", Map.of("instance", "gateway-3"), Role.OPERATOR))
                .isInstanceOfSatisfying(CommandRules.Checked.Bad.class, bad -> assertThat(bad.reason())
                        .contains("silent"));
        assertThat(new CommandRules(Chain.BITCOIN_MAIN, Map::of)
                        .check("gateway", "drain", Map.of("instance", "gateway-1"), Role.OPERATOR))
                .isEqualTo(new CommandRules.Checked.Bad("There is no gateway gateway-1: none has spoken yet."));
    }
}
