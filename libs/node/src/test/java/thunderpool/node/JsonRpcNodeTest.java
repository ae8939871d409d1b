package thunderpool.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Transaction;

class JsonRpcNodeTest {

    private static final Hash256 SOME =
            Hash256.ofDisplayHex("f1259ea022b5b300f92fd72d3a7b37e3a10b48620324d4b6a7f000446f2e5bb7");

    private static JsonRpcNode node(ScriptedRpc rpc, Optional<String> wallet) {
        return new JsonRpcNode("n1", rpc, wallet, List.of("segwit", "mweb"), () -> {});
    }

    private static JsonRpcNode node(String reply) {
        return node(new ScriptedRpc().answer(reply), Optional.of("pool"));
    }

    private static JsonRpcNode failing(int code, String message) {
        return node(new ScriptedRpc().fault(new NodeFault.RpcError(code, message)), Optional.of("pool"));
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(JsonRpcNodeTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void readsTheTemplateOfARealLitecoinNode() {
        BlockTemplate template =
                node(resource("/litecoind/template-with-mweb.json")).blockTemplate();
        assertThat(template.height()).isEqualTo(433);
        assertThat(template.previous().displayHex())
                .isEqualTo("c211f9651afd2d65f5f6bb13523d3a100377bb8ccc8aff16924dc5c4f53d7327");
        assertThat(template.coinbaseValue()).isEqualTo(Sats.of(1_250_005_310L));
        assertThat(template.nbits()).isEqualTo(0x207fffff);
        assertThat(template.rules()).containsExactly("csv", "!segwit", "testdummy", "taproot", "mweb");
        assertThat(template.entries()).hasSize(2);
        assertThat(template.entries().getLast().txid().displayHex())
                .isEqualTo("d4d5a3bc867ee2155dd0b3677393c86b9d54c5846be4f102743836245725c8a2");
        assertThat(template.mwebHex()).startsWith("823158671a1acdd5").hasSize(4580);
        assertThat(template.witnessCommitment().orElseThrow().hex())
                .isEqualTo("6a24aa21a9ed6bb56036b478f972f3c492ec8625acaa8293d8bb5666a0e05c244000510d10ee");
        assertThat(template.signetChallenge()).isEmpty();
    }

    @Test
    void readsATemplateWithoutExtensionBlock() {
        BlockTemplate template =
                node(resource("/litecoind/template-before-mweb.json")).blockTemplate();
        assertThat(template.mwebHex()).isEmpty();
        assertThat(template.height()).isEqualTo(111);
        assertThat(template.entries().getFirst().fee()).isEqualTo(Sats.of(1410));
    }

    @Test
    void readsAmountsWithoutADouble() {
        // 20999999.97690001 has no exact double; 1e-8 is how Core prints one satoshi.
        String reply = "{\"mine\":{\"trusted\":20999999.97690001,\"untrusted_pending\":1e-8,\"immature\":0.00000000}}";
        Wallet.Balances balances = node(reply).balances();
        assertThat(balances.trusted()).isEqualTo(Sats.of(2_099_999_997_690_001L));
        assertThat(balances.untrustedPending()).isEqualTo(Sats.of(1));
        assertThat(balances.immature()).isEqualTo(Sats.ZERO);
    }

    @Test
    void callsAnAmountWithNineDecimalsMalformed() {
        String reply = "{\"mine\":{\"trusted\":0.000000001,\"untrusted_pending\":0,\"immature\":0}}";
        NodeException failure =
                catchThrowableOfType(NodeException.class, () -> node(reply).balances());
        assertThat(failure.fault()).isInstanceOf(NodeFault.Malformed.class);
    }

    @Test
    void callsAReplyWithoutAPromisedFieldMalformed() {
        NodeException failure = catchThrowableOfType(
                NodeException.class, () -> node("{\"chain\":\"main\"}").chainState());
        assertThat(failure.fault()).isInstanceOf(NodeFault.Malformed.class);
    }

    @Test
    void readsWhatANodeSaysToABlock() {
        assertThat(node("null").submitBlock(new byte[1])).isEqualTo(new SubmitOutcome.Accepted());
        assertThat(node("\"duplicate\"").submitBlock(new byte[1])).isEqualTo(new SubmitOutcome.Duplicate());
        assertThat(node("\"inconclusive\"").submitBlock(new byte[1])).isEqualTo(new SubmitOutcome.Inconclusive());
        assertThat(node("\"duplicate-inconclusive\"").submitBlock(new byte[1]))
                .isEqualTo(new SubmitOutcome.Inconclusive());
        assertThat(node("\"duplicate-invalid\"").submitBlock(new byte[1]))
                .isEqualTo(new SubmitOutcome.Rejected("duplicate-invalid"));
        assertThat(node("\"high-hash\"").submitBlock(new byte[1])).isEqualTo(new SubmitOutcome.Rejected("high-hash"));
    }

    @Test
    void readsWhatANodeSaysToATransaction() {
        Transaction signed = RpcReplies.transaction(SIGNED);
        assertThat(failing(-27, "Transaction outputs already in utxo set").sendRawTransaction(signed))
                .isEqualTo(new SendOutcome.InChain());
        assertThat(failing(-26, "txn-already-in-mempool").sendRawTransaction(signed))
                .isEqualTo(new SendOutcome.InMempool(signed.txid()));
        assertThat(failing(-25, "bad-txns-inputs-missingorspent").sendRawTransaction(signed))
                .isEqualTo(new SendOutcome.MissingInputs());
        assertThat(failing(-26, "min relay fee not met, 0 < 141").sendRawTransaction(signed))
                .isEqualTo(new SendOutcome.Refused(-26, "min relay fee not met, 0 < 141"));
    }

    @Test
    void tellsUnknownFromFaulty() {
        assertThat(failing(-5, "Block not found").block(SOME)).isEmpty();
        assertThat(failing(-8, "Block height out of range").blockAt(9)).isEmpty();
        assertThat(failing(-5, "No such mempool or blockchain transaction").transaction(SOME))
                .isEmpty();
        NodeException failure = catchThrowableOfType(
                NodeException.class, () -> failing(-1, "boom").block(SOME));
        assertThat(failure.fault()).isEqualTo(new NodeFault.RpcError(-1, "boom"));
    }

    @Test
    void usesTheWalletOfTheUrlElseTheOneNamedPoolElseTheOnlyOne() {
        assertThat(node(new ScriptedRpc().answer("[\"a\",\"pool\"]"), Optional.of("a"))
                        .walletName())
                .isEqualTo("a");
        assertThat(node(new ScriptedRpc().answer("[\"a\",\"pool\",\"b\"]"), Optional.empty())
                        .walletName())
                .isEqualTo("pool");
        assertThat(node(new ScriptedRpc().answer("[\"\"]"), Optional.empty()).walletName())
                .isEmpty();
        assertThat(walletFault("[\"a\",\"b\"]")).contains("[a, b]").contains("/wallet/NAME");
        assertThat(walletFault("[]")).contains("no wallet is loaded");
    }

    private static String walletFault(String loaded) {
        JsonRpcNode node = node(new ScriptedRpc().answer(loaded), Optional.empty());
        NodeException failure = catchThrowableOfType(NodeException.class, node::walletName);
        assertThat(failure.fault()).isInstanceOf(NodeFault.NoWallet.class);
        return String.valueOf(failure.getMessage());
    }

    @Test
    void sendsOnlyWalletCallsToTheWallet() {
        ScriptedRpc rpc =
                new ScriptedRpc().answer("[\"pool\"]").answer("\"addr\"").answer("7");
        JsonRpcNode node = node(rpc, Optional.empty());
        assertThat(node.newAddress("x")).isEqualTo("addr");
        assertThat(node.connections()).isEqualTo(7);
        assertThat(rpc.asked).containsExactly("listwallets", "getnewaddress@pool", "getconnectioncount");
    }

    @Test
    void takesSilenceOfALongPollAsNoNews() {
        JsonRpcNode silent =
                node(new ScriptedRpc().fault(new NodeFault.Timeout(RpcMethod.LONG_POLL.timeout())), Optional.empty());
        assertThat(silent.awaitTemplate("id")).isEmpty();
    }

    @Test
    void readsASignedTransactionOfARealNode() {
        Wallet.SignedTransaction signed = node("{\"hex\":\"" + SIGNED + "\",\"complete\":true}")
                .signRawTransaction(RpcReplies.transaction(SIGNED));
        assertThat(signed.complete()).isTrue();
        assertThat(signed.transaction().txid().displayHex())
                .isEqualTo("7fb7c7410755553affeaad36832b5d27432f1882a56bf441169d47e2e18fdd77");
        assertThat(HexFormat.of().formatHex(signed.transaction().serialize())).isEqualTo(SIGNED);
    }

    /** From the recorded template before MWEB. */
    private static final String SIGNED =
            "02000000000101c8276b53d3a18cfb4a293a527562395ab1f47d06a39a44f161350e634436439400"
                    + "00000000feffffff0280d1f008000000001600145217211ae3b9645e3adf8f6bd1463701b5c05b1afe1a15210100000016001415"
                    + "034df3de829930d9e5c7fd2fe06ae022298c5702473044022045cb363b1a8ca5ec0214c447f2a35c8947eefd853e95b6a1e01b29"
                    + "8d65f9cb2a0220662c611155815d8845c5e04b3a288f07d4e61674bcef0d6054b2963e4c79b3ef012103ce90e8c643cf570d6e01"
                    + "0ac2e5c601681552dd38785de27fa650a6b0717118c76e000000";
}
