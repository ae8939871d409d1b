package thunderpool.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Transaction;
import tools.jackson.databind.JsonNode;

/** What Bitcoin Core 28.1 said on regtest, status and body, through the very client that asks nodes. */
class BitcoinCoreAnswersTest {

    private static final JsonNode RECORDED = HttpRpc.JSON.readTree(JsonRpcNodeTest.resource("/bitcoind/answers.json"));
    private static final Hash256 TIP =
            Hash256.ofDisplayHex("45a61a3ada9fab42aee5274ea898ebc19210af5f2d801ad7e1ccfe127efa4fd3");
    private static final String PAYMENT = "008263bcb51e3a97c6d11610a53ec371458093ec4ea13dc22b47b0d17acbe2a3";
    private static final Transaction ANY = RpcReplies.transaction(
            HttpRpc.JSON.readTree(body("gettransaction")).at("/result/hex").stringValue());

    private Optional<HttpServer> server = Optional.empty();
    private Optional<HttpRpc> http = Optional.empty();
    private volatile String answer = "";

    private static String body(String name) {
        return RECORDED.required(name).required("body").stringValue();
    }

    @BeforeEach
    void serve() throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.createContext("/", exchange -> {
            byte[] bytes = body(answer).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(
                    RECORDED.required(answer).required("status").intValue(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        started.start();
        server = Optional.of(started);
        String url = "http://u:p@127.0.0.1:" + started.getAddress().getPort();
        http = Optional.of(new HttpRpc(NodeEndpoint.parse("core", url, Optional.empty(), Optional.empty())));
    }

    @AfterEach
    void stop() {
        http.ifPresent(HttpRpc::close);
        server.ifPresent(each -> each.stop(0));
    }

    /** A node that gives this recorded answer to whatever it is asked. */
    private JsonRpcNode saying(String recorded) {
        answer = recorded;
        return new JsonRpcNode("core", http.orElseThrow(), Optional.of("pool"), List.of("segwit"), () -> {});
    }

    private NodeFault fault(String recorded, Function<JsonRpcNode, ?> question) {
        JsonRpcNode node = saying(recorded);
        return catchThrowableOfType(NodeException.class, () -> question.apply(node))
                .fault();
    }

    @Test
    void readsTheChainThoughItsWarningsAreAList() {
        ChainState state = saying("getblockchaininfo").chainState();
        assertThat(state)
                .isEqualTo(new ChainState("regtest", 239, 239, TIP, BigInteger.valueOf(0x1e0), false, 1_795_271_307L));
    }

    @Test
    void readsATemplateWhoseTransactionsBuildOnEachOther() {
        BlockTemplate template = new JsonRpcNode(
                        "core",
                        new ScriptedRpc().answer(JsonRpcNodeTest.resource("/bitcoind/template.json")),
                        Optional.of("pool"),
                        List.of("segwit"),
                        () -> {})
                .blockTemplate();
        assertThat(template.height()).isEqualTo(239);
        assertThat(template.rules()).containsExactly("csv", "!segwit", "taproot");
        assertThat(template.entries())
                .extracting(entry -> entry.fee().value())
                .containsExactly(1085L, 4735L, 1155L, 1701L, 1316L);
        assertThat(template.coinbaseValue()).isEqualTo(Sats.of(2_500_009_992L));
        // The spend of a legacy output alone has no witness.
        assertThat(template.entries())
                .filteredOn(entry -> entry.txid().equals(entry.wtxid()))
                .hasSize(1);
        assertThat(template.mwebHex()).isEmpty();
    }

    @Test
    void readsBlocksAndOutputs() {
        BlockStatus status = saying("getblockheader").block(TIP).orElseThrow();
        assertThat(status.height()).isEqualTo(239);
        assertThat(status.inActiveChain()).isTrue();
        assertThat(saying("getblockhash-too-high").blockAt(9_999_999)).isEmpty();
        OutPoint coinbase = new OutPoint(TIP, 0);
        Node.UnspentOutput output =
                saying("gettxout").unspentOutput(coinbase, true).orElseThrow();
        assertThat(output.value()).isEqualTo(Sats.of(2_500_009_992L));
        assertThat(output.coinbase()).isTrue();
        assertThat(saying("gettxout-none").unspentOutput(coinbase, true)).isEmpty();
        assertThat(saying("getrawtransaction")
                        .transaction(TIP, TIP)
                        .orElseThrow()
                        .blockId())
                .contains(TIP);
        assertThat(saying("submitblock-duplicate").submitBlock(new byte[1])).isEqualTo(new SubmitOutcome.Duplicate());
    }

    @Test
    void readsTheCoinsOfADescriptorWallet() {
        List<Wallet.Coin> coins = saying("listunspent").listUnspent(1);
        assertThat(coins).allMatch(coin -> coin.spendable() && coin.safe());
        assertThat(coins)
                .extracting(coin -> coin.script().hex().substring(0, 4))
                .containsExactly("0014", "5120");
        assertThat(coins.getFirst().value()).isEqualTo(Sats.of(2_487_830L));
        assertThat(saying("getbalances").balances().trusted()).isEqualTo(Sats.of(85_000_799_280L));
        String address = "bcrt1qcrdx0yv827lext4059tukcxta2hu3rm98xjtwq";
        assertThat(saying("getaddressesbylabel").addressesLabelled("thunder-pool-coinbase"))
                .containsExactly(address);
        assertThat(saying("getaddressesbylabel-none").addressesLabelled("nobody"))
                .isEmpty();
        Wallet.AddressState state = saying("getaddressinfo").addressState(address);
        assertThat(state.mine()).isTrue();
        assertThat(state.witness()).isTrue();
    }

    @Test
    void readsWhatTheWalletSignedAndSent() {
        assertThat(saying("signrawtransactionwithwallet")
                        .signRawTransaction(ANY)
                        .complete())
                .isTrue();
        Wallet.SignedTransaction notOurs =
                saying("signrawtransactionwithwallet-not-ours").signRawTransaction(ANY);
        assertThat(notOurs.complete()).isFalse();
        assertThat(notOurs.problems()).containsExactly("Witness program hash mismatch");
        assertThat(saying("gettransaction")
                        .walletTransaction(ANY.txid())
                        .orElseThrow()
                        .transaction()
                        .txid()
                        .displayHex())
                .isEqualTo(PAYMENT);
        List<WalletHistory.Entry> history = saying("listsinceblock").since(TIP);
        assertThat(history).extracting(WalletHistory.Entry::sent).containsExactly(false, true, false);
        assertThat(history.get(1).value()).isEqualTo(Sats.of(4_998_000L));
    }

    @Test
    void readsWhatTheMempoolSays() {
        assertThat(saying("testmempoolaccept").testMempoolAccept(ANY).allowed()).isTrue();
        assertThat(saying("testmempoolaccept-inputs-spent")
                        .testMempoolAccept(ANY)
                        .reason())
                .isEqualTo("missing-inputs");
        assertThat(saying("testmempoolaccept-in-chain").testMempoolAccept(ANY).reason())
                .isEqualTo("txn-already-known");
        assertThat(saying("getmempoolentry").mempoolEntry(ANY.txid()).orElseThrow())
                .isEqualTo(new Node.MempoolEntry(Sats.of(2_000), 122, 1, 1, true));
        assertThat(saying("getmempoolentry-unknown").mempoolEntry(ANY.txid())).isEmpty();
        assertThat(saying("estimatesmartfee").estimateFee(6)).isEmpty();
    }

    @Test
    void readsWhatBecomesOfATransactionThatIsSentAgain() {
        Hash256 txid = Hash256.ofDisplayHex(PAYMENT);
        assertThat(saying("sendrawtransaction").sendRawTransaction(ANY)).isEqualTo(new SendOutcome.InMempool(txid));
        assertThat(saying("sendrawtransaction-again").sendRawTransaction(ANY))
                .isEqualTo(new SendOutcome.InMempool(txid));
        assertThat(saying("sendrawtransaction-in-chain").sendRawTransaction(ANY))
                .isEqualTo(new SendOutcome.InChain());
        assertThat(saying("sendrawtransaction-inputs-spent").sendRawTransaction(ANY))
                .isEqualTo(new SendOutcome.MissingInputs());
        assertThat(saying("sendrawtransaction-conflict").sendRawTransaction(ANY))
                .isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> assertThat(refused.reason())
                        .startsWith("insufficient fee, rejecting replacement"));
    }

    @Test
    void aNodeThatStartsIsNotReadyAndOneWithAnotherPasswordDenies() {
        assertThat(fault("warm-up", JsonRpcNode::bestBlock))
                .isInstanceOfSatisfying(NodeFault.NotReady.class, starting -> assertThat(starting.code())
                        .isEqualTo(-28));
        assertThat(fault("wrong-password", JsonRpcNode::bestBlock)).isEqualTo(new NodeFault.Denied(401));
    }

    @ParameterizedTest
    @CsvSource({
        "sign-locked, -13, Error: Please enter the wallet passphrase with walletpassphrase first.",
        "getblock-pruned, -1, Block not available (pruned data)",
    })
    void tellsInTheNodesWordsWhyItDeclines(String recorded, int code, String words) {
        assertThat(fault(recorded, node -> node.signRawTransaction(ANY)))
                .isEqualTo(new NodeFault.RpcError(code, words));
    }

    @Test
    void saysThatItsWalletIsNotLoaded() {
        assertThat(fault("wallet-not-loaded", JsonRpcNode::balances)).isInstanceOf(NodeFault.NoWallet.class);
    }
}
