package thunderpool.lab.devnode;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bitcoinj.base.Coin;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutPoint;
import org.bitcoinj.crypto.ECKey;
import org.bitcoinj.script.ScriptBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import thunderpool.lab.devnode.chain.ChainEntry;
import thunderpool.lab.devnode.wallet.KeySpend;
import tools.jackson.databind.JsonNode;

/** Goal: submitblock takes what Core takes and answers Core's reason for each broken rule, and for no other. */
class SubmitBlockTest {
    /** Private key 10, which the drafts' coinbases pay. */
    private static final ECKey MINER = ECKey.fromPrivate(BigInteger.TEN);

    private DevNode node = DevNode.start(DevNodeConfig.regtest().withPorts(0, -1));
    private RpcClient rpc = new RpcClient(node);

    @BeforeEach
    void someBlocks() {
        node.mineBlocks(12);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private String submit(Block block) {
        JsonNode answer = rpc.call("submitblock", Draft.hex(block));
        return answer.isNull() ? "accepted" : answer.stringValue();
    }

    @Test
    void acceptsABlockBuiltFromTheTemplate() {
        Block block = new Draft(rpc.template()).solved();

        assertThat(submit(block)).isEqualTo("accepted");
        assertThat(node.tip()).isEqualTo(new DevNode.Tip(block.getHashAsString(), 13));
        assertThat(submit(block)).isEqualTo("duplicate");
    }

    @Test
    void completesAMissingReservedValueAsCoreDoes() {
        Draft draft = new Draft(rpc.template());
        draft.reserved = new byte[0][];

        assertThat(submit(draft.solved())).isEqualTo("accepted");
    }

    static List<Arguments> brokenRules() {
        return List.of(
                broken("time-too-old", draft -> draft.time = draft.time - 3600),
                broken("time-too-new", draft -> draft.time = draft.time + 7_300),
                broken("bad-diffbits", draft -> draft.bits = 0x207ffffeL),
                broken("bad-version(0x00000003)", draft -> draft.version = 3),
                broken("bad-cb-height", draft -> draft.scriptSig = new byte[] {0x01, 0x0c, 0x00}),
                broken("bad-cb-length", draft -> draft.scriptSig = new byte[101]),
                broken("bad-cb-length", draft -> draft.scriptSig = new byte[] {0x5d}),
                broken("bad-cb-amount", draft -> draft.coinbaseSats = draft.coinbaseSats + 1),
                broken("bad-witness-merkle-match", draft -> draft.commitmentHex = "6a24aa21a9ed" + "00".repeat(32)),
                broken("bad-witness-nonce-size", draft -> draft.reserved = new byte[][] {new byte[31]}),
                broken("unexpected-witness", draft -> draft.commitmentHex = ""),
                broken("prev-blk-not-found", draft -> draft.previous = "11".repeat(32)),
                broken("bad-txns-duplicate", draft -> {
                    draft.with(draft.transactions.subList(0, 1).stream().toList());
                    draft.transactions.add(draft.transactions.getFirst());
                    draft.transactions.add(draft.transactions.getFirst());
                }),
                broken("bad-cb-multiple", draft -> draft.with(List.of(secondCoinbase()))),
                broken(
                        "bad-txns-inputs-missingorspent",
                        draft -> draft.with(List.of(spend(Sha256Hash.of(new byte[] {1}), 1_000, MINER)))));
    }

    private static Arguments broken(String reason, Consumer<Draft> change) {
        return Arguments.of(reason, change);
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void namesTheBrokenRule(String reason, Consumer<Draft> change) {
        Draft draft = new Draft(rpc.template());
        change.accept(draft);
        DevNode.Tip before = node.tip();

        assertThat(submit(draft.solved())).isEqualTo(reason);
        assertThat(node.tip()).isEqualTo(before);
    }

    @Test
    void refusesAHashAboveTheTarget() {
        assertThat(submit(new Draft(rpc.template()).unsolved())).isEqualTo("high-hash");
    }

    @Test
    void refusesAMerkleRootOfOtherTransactions() {
        Block block = new Draft(rpc.template()).solvedWithRoot(Sha256Hash.of(new byte[] {7}));

        assertThat(submit(block)).isEqualTo("bad-txnmrklroot");
    }

    @Test
    void takesLessThanTheFullCoinbaseValue() {
        Draft draft = new Draft(rpc.template());
        draft.coinbaseSats = draft.coinbaseSats - 1;

        assertThat(submit(draft.solved())).isEqualTo("accepted");
    }

    @Test
    void coinbaseMaturesAfterOneHundredBlocks() {
        Block own = new Draft(rpc.template()).solved();
        assertThat(submit(own)).isEqualTo("accepted");
        Transaction coinbase = ChainEntry.transactions(own).getFirst();
        Transaction spend = spend(coinbase.getTxId(), coinbase.getOutput(0).getValue().value, MINER);

        node.mineBlocks(98);
        assertThat(submit(new Draft(rpc.template()).with(List.of(spend)).solved()))
                .as("99 blocks deep")
                .isEqualTo("bad-txns-premature-spend-of-coinbase");
        node.mineBlocks(1);
        Draft draft = new Draft(rpc.template()).with(List.of(spend));
        draft.coinbaseSats = 50_0000_0000L;
        assertThat(submit(draft.solved())).as("100 blocks deep").isEqualTo("accepted");
    }

    /** bitcoinj's own shortcut for P2WPKH would let any key spend; the node must not. */
    @Test
    void refusesASpendSignedByAStrangersKey() {
        JsonNode faucet = rpc.template().path("transactions").path(0);
        Draft draft = new Draft(rpc.template());
        Transaction real = draft.transactions.getFirst();
        assertThat(real.getTxId().toString()).isEqualTo(faucet.path("txid").stringValue());
        Sha256Hash parent = real.getInput(0).getOutpoint().hash();
        long sats = real.getOutput(0).getValue().value + faucet.path("fee").longValue();
        Transaction theft = spend(parent, sats, ECKey.fromPrivate(BigInteger.valueOf(666)));
        draft.coinbaseSats = 50_0000_0000L;

        assertThat(submit(draft.with(List.of(theft)).solved()))
                .isEqualTo("mandatory-script-verify-flag-failed (Script failed an OP_EQUALVERIFY operation)");
    }

    @Test
    void refusesASignatureOverOtherOutputs() {
        Draft draft = new Draft(rpc.template());
        Transaction real = draft.transactions.getFirst();
        real.replaceOutput(0, real.getOutput(0).withValue(Coin.valueOf(1_000)));
        draft.coinbaseSats = 50_0000_0000L;

        assertThat(submit(draft.with(List.of(real)).solved()))
                .isEqualTo("mandatory-script-verify-flag-failed"
                        + " (Signature must be zero for failed CHECK(MULTI)SIG operation)");
    }

    @Test
    void refusesADoubleSpendInsideOneBlock() {
        Draft draft = new Draft(rpc.template());
        Transaction real = draft.transactions.getFirst();
        assertThat(submit(draft.with(List.of(real, real)).solved())).isEqualTo("bad-txns-inputs-missingorspent");
    }

    @Test
    void remembersABlockThatFailedAndRefusesItsChildren() {
        Draft bad = new Draft(rpc.template());
        bad.coinbaseSats = bad.coinbaseSats + 1;
        Block failed = bad.solved();
        assertThat(submit(failed)).isEqualTo("bad-cb-amount");
        assertThat(submit(failed)).isEqualTo("duplicate-invalid");

        Draft child = new Draft(rpc.template());
        child.previous = failed.getHashAsString();
        assertThat(submit(child.solved())).isEqualTo("bad-prevblk");
    }

    @Test
    void aSiblingOfTheTipIsInconclusive() {
        JsonNode template = rpc.template();
        assertThat(submit(new Draft(template).salted(1).solved())).isEqualTo("accepted");
        Block sibling = new Draft(template).salted(2).solved();

        assertThat(submit(sibling)).isEqualTo("inconclusive");
        assertThat(submit(sibling)).isEqualTo("duplicate");
        assertThat(node.tip().hash()).isNotEqualTo(sibling.getHashAsString());
    }

    @Test
    void complainsAboutWhatIsNoBlock() {
        assertThat(rpc.error("submitblock", "00").toString())
                .isEqualTo("{\"code\":-22,\"message\":\"Block decode failed\"}");
        assertThat(rpc.error("submitblock", "zz").path("code").intValue()).isEqualTo(-22);
    }

    @Test
    void judgesProposalsWithoutStoringThem() {
        Draft draft = new Draft(rpc.template());
        assertThat(propose(draft.unsolved()).isNull()).as("needs no work").isTrue();
        draft.coinbaseSats = draft.coinbaseSats + 1;
        assertThat(propose(draft.unsolved()).stringValue()).isEqualTo("bad-cb-amount");
        Block stored = new Draft(rpc.template()).solved();
        assertThat(submit(stored)).isEqualTo("accepted");
        assertThat(propose(stored).stringValue()).isEqualTo("duplicate");
        assertThat(propose(draft.unsolved()).stringValue()).isEqualTo("inconclusive-not-best-prevblk");
    }

    private JsonNode propose(Block block) {
        return rpc.call("getblocktemplate", Map.of("mode", "proposal", "data", Draft.hex(block)));
    }

    private static Transaction secondCoinbase() {
        Transaction coinbase = Transaction.coinbase(new byte[] {1, 2, 3});
        coinbase.addOutput(Coin.valueOf(1), ScriptBuilder.createP2WPKHOutputScript(MINER));
        return coinbase;
    }

    private static Transaction spend(Sha256Hash parent, long sats, ECKey key) {
        Transaction tx = new Transaction();
        tx.setVersion(2);
        tx.addInput(new TransactionInput(
                tx, new byte[0], new TransactionOutPoint(0, parent), TransactionInput.NO_SEQUENCE));
        tx.addOutput(Coin.valueOf(sats - 500), ScriptBuilder.createP2WPKHOutputScript(key));
        KeySpend.sign(tx, 0, key, sats);
        return tx;
    }
}
