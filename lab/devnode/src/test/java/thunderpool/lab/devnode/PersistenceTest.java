package thunderpool.lab.devnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.bitcoinj.core.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Goal: what a node said is still true after it starts again, also after a crash in the middle of a write. */
class PersistenceTest {
    @TempDir
    Path folder = Path.of("");

    private DevNode start(Path at) {
        return DevNode.start(DevNodeConfig.regtest().withPorts(0, -1).withFolder(at));
    }

    @Test
    void comesBackWithChainWalletAndUnconfirmedPayments() {
        DevNode.Tip tip;
        String balances;
        String txid;
        try (DevNode node = start(folder)) {
            RpcClient rpc = new RpcClient(node);
            node.mineBlocks(104);
            txid = rpc.call("sendtoaddress", node.newAddress(), 3).stringValue();
            tip = node.tip();
            balances = rpc.call("getbalances").toString();
        }
        try (DevNode node = start(folder)) {
            RpcClient rpc = new RpcClient(node);
            assertThat(node.tip()).isEqualTo(tip);
            assertThat(rpc.call("getbalances").toString()).isEqualTo(balances);
            assertThat(rpc.call("getrawmempool").toString()).contains(txid);
            node.mineBlocks(1);
            assertThat(rpc.call("gettransaction", txid).path("confirmations").intValue())
                    .isEqualTo(1);
        }
    }

    @Test
    void remembersReorganizationsAndFailedBlocks() {
        DevNode.Tip tip;
        Block failed;
        try (DevNode node = start(folder)) {
            List<String> hashes = node.mineBlocks(10);
            node.invalidate(hashes.get(7));
            node.mineBlocks(1);
            RpcClient rpc = new RpcClient(node);
            Draft bad = new Draft(rpc.template());
            bad.coinbaseSats = bad.coinbaseSats + 1;
            failed = bad.solved();
            assertThat(rpc.call("submitblock", Draft.hex(failed)).stringValue()).isEqualTo("bad-cb-amount");
            tip = node.tip();
            assertThat(tip.height()).isEqualTo(8);
        }
        try (DevNode node = start(folder)) {
            assertThat(node.tip()).isEqualTo(tip);
            assertThat(new RpcClient(node)
                            .call("submitblock", Draft.hex(failed))
                            .stringValue())
                    .isEqualTo("duplicate-invalid");
        }
    }

    /** Every prefix that a crash can leave must open, with the blocks that were whole, and go on. */
    @Test
    void cutsATornTailAndGoesOn() throws IOException {
        List<DevNode.Tip> tips = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        Path log = folder.resolve("blocks.log");
        try (DevNode node = start(folder)) {
            for (int i = 0; i < 4; i++) {
                node.mineBlocks(1);
                tips.add(node.tip());
                sizes.add(Files.size(log));
            }
        }
        for (long cut : new long[] {sizes.get(3) - 1, sizes.get(2) + 3, sizes.get(2), sizes.get(1) + 100}) {
            try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                file.truncate(cut);
            }
            int whole = (int) sizes.stream().filter(size -> size <= cut).count();
            try (DevNode node = start(folder)) {
                assertThat(node.tip()).isEqualTo(tips.get(whole - 1));
            }
        }
        try (DevNode node = start(folder)) {
            node.mineBlocks(2);
            assertThat(node.tip().height()).isEqualTo(4);
        }
    }

    @Test
    void aDamagedRecordEndsTheLog() throws IOException {
        Path log = folder.resolve("blocks.log");
        try (DevNode node = start(folder)) {
            node.mineBlocks(3);
        }
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length - 20] ^= 1;
        Files.write(log, bytes);
        try (DevNode node = start(folder)) {
            assertThat(node.tip().height()).isEqualTo(2);
        }
    }

    @Test
    void cutsATornLineOfTheWallet() throws IOException {
        String address;
        try (DevNode node = start(folder)) {
            address = node.newAddress();
        }
        Files.writeString(folder.resolve("wallet.log"), "key rec", StandardOpenOption.APPEND);
        try (DevNode node = start(folder)) {
            JsonNode info = new RpcClient(node).call("getaddressinfo", address);
            assertThat(info.path("ismine").booleanValue()).isTrue();
            assertThat(node.newAddress()).isNotEqualTo(address);
        }
    }

    @Test
    void refusesAFolderOfAnotherChainAndAFolderInUse() {
        try (DevNode node = start(folder)) {
            assertThat(node.tip().height()).isZero();
            assertThatThrownBy(() -> start(folder)).isInstanceOf(RuntimeException.class);
        }
        DevNodeConfig other = DevNodeConfig.demo(0x1e7fffffL, 120, 20).withFolder(folder);
        assertThatThrownBy(() -> DevNode.start(other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another chain");
    }
}
