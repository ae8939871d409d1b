package thunderpool.lab.devnode;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Goal: a payout goes through the wallet as it does through Core's: list, create, sign, send, confirm, conflict. */
class WalletTest {
    /** A P2WPKH address of nobody here (BIP 173's example program on regtest). */
    private static final String STRANGER = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

    private final DevNode node = DevNode.start(DevNodeConfig.regtest().withPorts(0, -1));
    private final RpcClient rpc = new RpcClient(node, "/wallet/pool");

    @BeforeEach
    void matureCoins() {
        node.mineBlocks(103);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void listsOnlyCoinsThatMaySpend() {
        assertThat(rpc.call("listunspent")).hasSize(3).allSatisfy(coin -> {
            assertThat(coin.path("confirmations").intValue()).isGreaterThan(100);
            assertThat(coin.path("safe").booleanValue()).isTrue();
        });
        assertThat(rpc.call("listunspent", 1, 9_999_999, List.of(), true, Map.of("include_immature_coinbase", true)))
                .hasSize(103);
        assertThat(rpc.call("listunspent", 1, 9_999_999, List.of(STRANGER))).isEmpty();
    }

    @Test
    void paysAndSeesConfirmations() {
        String txid = rpc.call("sendtoaddress", STRANGER, 7.5).stringValue();
        JsonNode waiting = rpc.call("gettransaction", txid);
        assertThat(waiting.path("confirmations").intValue()).isZero();
        assertThat(waiting.path("amount").decimalValue()).isEqualByComparingTo("-7.5");
        assertThat(waiting.path("fee").decimalValue()).isNegative();
        assertThat(waiting.path("details").path(0).path("category").stringValue())
                .isEqualTo("send");
        assertThat(rpc.call("getmempoolentry", txid).path("depends")).isEmpty();

        node.mineBlocks(6);
        assertThat(rpc.call("gettransaction", txid).path("confirmations").intValue())
                .isEqualTo(6);
        JsonNode raw = rpc.call("getrawtransaction", txid, true);
        assertThat(raw.path("confirmations").intValue()).isEqualTo(6);
        assertThat(raw.path("vout").path(0).path("scriptPubKey").path("address").stringValue())
                .isEqualTo(STRANGER);
        JsonNode out = rpc.call("gettxout", txid, 0);
        assertThat(out.path("value").decimalValue()).isEqualByComparingTo(new BigDecimal("7.5"));
        assertThat(out.path("confirmations").intValue()).isEqualTo(6);
        assertThat(rpc.error("sendrawtransaction", raw.path("hex").stringValue())
                        .toString())
                .isEqualTo("{\"code\":-27,\"message\":\"Transaction outputs already in utxo set\"}");
    }

    @Test
    void createsSignsAndSendsFromNamedInputs() {
        JsonNode coin = rpc.call("listunspent").path(0);
        String unsigned = create(coin, coin.path("amount").decimalValue().subtract(new BigDecimal("0.0001")));
        JsonNode signed = rpc.call("signrawtransactionwithwallet", unsigned);
        assertThat(signed.path("complete").booleanValue()).isTrue();
        String hex = signed.path("hex").stringValue();

        JsonNode test = rpc.call("testmempoolaccept", List.of(hex)).path(0);
        assertThat(test.path("allowed").booleanValue()).isTrue();
        assertThat(test.path("fees").path("base").decimalValue()).isEqualByComparingTo("0.0001");
        String txid = rpc.call("sendrawtransaction", hex).stringValue();
        assertThat(rpc.call("sendrawtransaction", hex).stringValue())
                .as("sending again is no error")
                .isEqualTo(txid);
        assertThat(rpc.call("gettxspendingprevout", List.of(reference(coin)))
                        .path(0)
                        .path("spendingtxid")
                        .stringValue())
                .isEqualTo(txid);
        assertThat(rpc.call("listunspent")).hasSize(2);
    }

    @Test
    void replacesByAHigherFeeAndShowsTheLoserAsConflicted() {
        JsonNode coin = rpc.call("listunspent").path(0);
        BigDecimal amount = coin.path("amount").decimalValue();
        String loser = send(create(coin, amount.subtract(new BigDecimal("0.0001"))));
        String same = sign(create(coin, amount.subtract(new BigDecimal("0.00010001"))));
        assertThat(rpc.error("sendrawtransaction", same).path("code").intValue())
                .isEqualTo(-26);
        assertThat(rpc.error("sendrawtransaction", same).path("message").stringValue())
                .contains("insufficient fee, rejecting replacement", "not enough additional fees to relay; 1 < 110");
        String winner = send(create(coin, amount.subtract(new BigDecimal("0.0002"))));

        assertThat(rpc.call("getrawmempool").toString()).contains(winner).doesNotContain(loser);
        assertThat(rpc.call("gettransaction", loser)
                        .path("walletconflicts")
                        .path(0)
                        .stringValue())
                .isEqualTo(winner);
        node.mineBlocks(2);
        assertThat(rpc.call("gettransaction", winner).path("confirmations").intValue())
                .isEqualTo(2);
        assertThat(rpc.call("gettransaction", loser).path("confirmations").intValue())
                .isEqualTo(-2);
        assertThat(rpc.error("sendrawtransaction", sign(create(coin, amount.subtract(BigDecimal.ONE))))
                        .toString())
                .isEqualTo("{\"code\":-25,\"message\":\"bad-txns-inputs-missingorspent\"}");
    }

    @Test
    void refusesWhatTheMempoolRefuses() {
        JsonNode coin = rpc.call("listunspent").path(0);
        BigDecimal amount = coin.path("amount").decimalValue();
        assertThat(rpc.error("sendrawtransaction", sign(create(coin, amount))).toString())
                .isEqualTo("{\"code\":-26,\"message\":\"min relay fee not met, 0 < 110\"}");
        assertThat(rpc.error("sendrawtransaction", sign(create(coin, new BigDecimal("0.00000293"))))
                        .toString())
                .isEqualTo("{\"code\":-26,\"message\":\"dust\"}");
        assertThat(rpc.error("sendrawtransaction", sign(create(coin, new BigDecimal("1"))))
                        .path("code")
                        .intValue())
                .as("absurd fee")
                .isEqualTo(-25);
        assertThat(rpc.error("sendrawtransaction", create(coin, amount.subtract(new BigDecimal("0.001"))))
                        .path("code")
                        .intValue())
                .as("unsigned")
                .isEqualTo(-26);
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(rpc.error("sendtoaddress", STRANGER, 100_000).toString())
                .isEqualTo("{\"code\":-6,\"message\":\"Insufficient funds\"}");
        assertThat(rpc.error("sendtoaddress", "foo", 1).toString())
                .isEqualTo("{\"code\":-5,\"message\":\"Invalid Bitcoin address: foo\"}");
        assertThat(rpc.error("sendtoaddress", STRANGER, "0.123456789").toString())
                .isEqualTo("{\"code\":-3,\"message\":\"Invalid amount\"}");
        assertThat(rpc.error("gettransaction", "00".repeat(32)).toString())
                .isEqualTo("{\"code\":-5,\"message\":\"Invalid or non-wallet transaction id\"}");
        JsonNode unknown = rpc.call(
                "signrawtransactionwithwallet",
                rpc.call(
                                "createrawtransaction",
                                List.of(Map.of("txid", "11".repeat(32), "vout", 0)),
                                List.of(Map.of(STRANGER, 1)))
                        .stringValue());
        assertThat(unknown.path("complete").booleanValue()).isFalse();
        assertThat(unknown.path("errors").path(0).path("error").stringValue())
                .isEqualTo("Input not found or already spent");
    }

    @Test
    void knowsItsOwnAddresses() {
        String address = rpc.call("getnewaddress", "label").stringValue();
        assertThat(address).startsWith("bcrt1q").hasSize(44);
        assertThat(rpc.call("getaddressinfo", address).path("ismine").booleanValue())
                .isTrue();
        assertThat(rpc.call("getaddressinfo", STRANGER).path("ismine").booleanValue())
                .isFalse();
        assertThat(rpc.call("getaddressesbylabel", "label").propertyNames()).containsExactly(address);
        assertThat(rpc.error("getaddressesbylabel", "none").toString())
                .isEqualTo("{\"code\":-11,\"message\":\"No addresses with label none\"}");
        assertThat(rpc.call("validateaddress", STRANGER).path("witness_program").stringValue())
                .isEqualTo("751e76e8199196d454941c45d1b3a323f1433bd6");
        assertThat(rpc.call("listwallets").toString()).isEqualTo("[\"pool\"]");
        assertThat(new RpcClient(node, "/wallet/other")
                        .error("getbalance")
                        .path("code")
                        .intValue())
                .isEqualTo(-18);
    }

    private String create(JsonNode coin, BigDecimal amount) {
        return rpc.call("createrawtransaction", List.of(reference(coin)), List.of(Map.of(STRANGER, amount)))
                .stringValue();
    }

    private static Map<String, Object> reference(JsonNode coin) {
        return Map.of(
                "txid",
                coin.path("txid").stringValue(),
                "vout",
                coin.path("vout").intValue());
    }

    private String sign(String hex) {
        return rpc.call("signrawtransactionwithwallet", hex).path("hex").stringValue();
    }

    private String send(String unsigned) {
        return rpc.call("sendrawtransaction", sign(unsigned)).stringValue();
    }
}
