package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Transaction;
import thunderpool.node.NodeException;
import thunderpool.node.NodeFault;
import thunderpool.node.Wallet;

class PoolScriptTest {

    /** From the recorded node's own wallet: address and script belong together by its word. */
    private static final String ADDRESS = "rltc1q4ugqv280t7n56y8lzepdamwhuhutm3ursf6hqk";

    private final MemoryStores store = new MemoryStores();
    private final FakeWallet wallet = new FakeWallet();

    private PoolScript pool(Optional<String> configured) {
        return new PoolScript(Chain.LITECOIN_REGTEST, configured, List.of(wallet), store);
    }

    @Test
    void usesTheConfiguredAddressWithoutAskingAnyone() {
        wallet.down = true;
        assertThat(pool(Optional.of(ADDRESS)).find().script()).contains(Recorded.POOL);
    }

    @Test
    void asksTheWalletOnceAndKeepsTheAnswerOverRestarts() {
        store.poolScript = Optional.empty();
        assertThat(pool(Optional.empty()).find().script()).contains(Recorded.POOL);
        wallet.down = true;
        assertThat(pool(Optional.empty()).find().script()).contains(Recorded.POOL);
        assertThat(wallet.made).containsExactly(PoolScript.LABEL);
    }

    @Test
    void takesTheAddressTheWalletAlreadyHasUnderItsLabel() {
        store.poolScript = Optional.empty();
        wallet.labelled.add(ADDRESS);
        assertThat(pool(Optional.empty()).find().script()).contains(Recorded.POOL);
        assertThat(wallet.made).isEmpty();
    }

    @Test
    void saysWhyThereIsNone() {
        store.poolScript = Optional.empty();
        wallet.down = true;
        assertThat(pool(Optional.empty()).find())
                .satisfies(found -> assertThat(found.script()).isEmpty())
                .satisfies(found -> assertThat(found.problem()).contains("no wallet is loaded"));
    }

    private static final class FakeWallet implements Wallet {
        final List<String> labelled = new ArrayList<>();
        final List<String> made = new ArrayList<>();
        boolean down;

        private void beUp() {
            if (down) {
                throw new NodeException("fake", "listwallets", new NodeFault.NoWallet("no wallet is loaded"));
            }
        }

        @Override
        public String walletName() {
            return "pool";
        }

        @Override
        public String newAddress(String label) {
            beUp();
            made.add(label);
            return ADDRESS;
        }

        @Override
        public List<String> addressesLabelled(String label) {
            beUp();
            return List.copyOf(labelled);
        }

        @Override
        public List<Coin> listUnspent(int minConfirmations) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AddressState addressState(String address) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Balances balances() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<WalletTransaction> walletTransaction(Hash256 txid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SignedTransaction signRawTransaction(Transaction unsigned) {
            throw new UnsupportedOperationException();
        }
    }
}
