package thunderpool.lab.devnode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.bitcoinj.core.Block;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Goal: whatever way the chain turns, coins, confirmations and mempool follow exactly. */
class ReorganizationTest {
    private final DevNode node = DevNode.start(DevNodeConfig.regtest().withPorts(0, -1));
    private final RpcClient rpc = new RpcClient(node);

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void invalidatingAndReconsideringRestoresBalances() {
        node.mineBlocks(110);
        String balances = rpc.call("getbalances").path("mine").toString();
        String tip = node.tip().hash();
        String fifth = rpc.call("getblockhash", 106).stringValue();

        node.invalidate(fifth);
        assertThat(node.tip().height()).isEqualTo(105);
        assertThat(rpc.call("getbalances").path("mine").toString()).isNotEqualTo(balances);
        assertThat(rpc.call("getblockheader", tip).path("confirmations").intValue())
                .isEqualTo(-1);

        node.reconsider(fifth);
        assertThat(node.tip()).isEqualTo(new DevNode.Tip(tip, 110));
        assertThat(rpc.call("getbalances").path("mine").toString()).isEqualTo(balances);
    }

    @Test
    void aLongerSideChainTakesOverAndReturnsTransactionsToTheMempool() {
        node.mineBlocks(101);
        JsonNode fork = rpc.template();
        String txid = rpc.call("sendtoaddress", node.newAddress(), "1.25").stringValue();
        node.mineBlocks(1);
        assertThat(confirmations(txid)).isEqualTo(1);

        Draft cheap = new Draft(fork).with(List.of()).salted(9);
        cheap.coinbaseSats = 50_0000_0000L;
        Block sibling = cheap.solved();
        assertThat(rpc.call("submitblock", Draft.hex(sibling)).stringValue()).isEqualTo("inconclusive");
        Draft second = new Draft(fork).with(List.of());
        second.coinbaseSats = 50_0000_0000L;
        second.previous = sibling.getHashAsString();
        second.scriptSig = new byte[] {0x01, 0x67, 0x00};
        second.time = second.time + 1;
        Block child = second.solved();
        assertThat(rpc.call("submitblock", Draft.hex(child)).isNull()).isTrue();

        assertThat(node.tip()).isEqualTo(new DevNode.Tip(child.getHashAsString(), 103));
        assertThat(confirmations(txid)).isZero();
        assertThat(rpc.call("getrawmempool").toString()).contains(txid);
        node.mineBlocks(1);
        assertThat(confirmations(txid)).isEqualTo(1);
    }

    @Test
    void partitionedNodesAgreeOnTheLongerChainWhenTheyMeet() {
        try (DevNode other = DevNode.start(DevNodeConfig.regtest().withPorts(0, -1))) {
            node.link(other);
            String common = node.mineBlocks(5).getLast();
            await(() -> other.tip().hash().equals(common));
            node.unlink(other);
            node.mineBlocks(2);
            String longer = other.mineBlocks(3).getLast();
            assertThat(node.tip().height()).isEqualTo(7);

            node.link(other);
            await(() -> node.tip().hash().equals(longer));
            assertThat(rpc.call("getconnectioncount").intValue()).isEqualTo(1);
        }
    }

    @Test
    void aPreciousBlockWinsAmongEquals() {
        node.mineBlocks(3);
        JsonNode fork = rpc.template();
        Block first = new Draft(fork).salted(1).solved();
        Block second = new Draft(fork).salted(2).solved();
        rpc.call("submitblock", Draft.hex(first));
        rpc.call("submitblock", Draft.hex(second));
        assertThat(node.tip().hash()).isEqualTo(first.getHashAsString());

        rpc.call("preciousblock", second.getHashAsString());
        assertThat(node.tip().hash()).isEqualTo(second.getHashAsString());
        assertThat(rpc.call("getchaintips")).hasSize(2);
    }

    private int confirmations(String txid) {
        return rpc.call("gettransaction", txid).path("confirmations").intValue();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
