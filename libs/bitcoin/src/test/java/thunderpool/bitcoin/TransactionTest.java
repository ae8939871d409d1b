package thunderpool.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransactionTest {
    /** BIP143, "Native P2WPKH": the signed transaction with a p2pk and a p2wpkh input. */
    private static final String BIP143 =
            "01000000000102fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f00000000494830450221008b9d1dc26"
                    + "ba6a9cb62127b02742fa9d754cd3bebf337f7a55d114c8e5cdd30be022040529b194ba3f9281a99f2b1c0a19c0489bc22ede944"
                    + "ccf4ecbab4cc618ef3ed01eeffffffef51e1b804cc89d182d279655c3aa89e815b1b309fe287d9b2b55d57b90ec68a010000000"
                    + "0ffffffff02202cb206000000001976a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac9093510d000000001976a914"
                    + "3bde42dbee7e4dbe6a21b2d50ce2f0167faa815988ac000247304402203609e17b84f6a7d30c80bfa610b5b4542f32a8a0d5447"
                    + "a12fb1366d7f01cc44a0220573a954c4518331561406f90300e8f3358f51928d43c212a8caed02de67eebee0121025476c2e831"
                    + "88368da1ff3e292e7acafcdb3566bb0ad253f62fc70f07aeee635711000000";

    static Stream<String[]> litecoinTransactions() {
        return VectorFile.rows("litecoin-block-2383209.txt", 6).stream().skip(1).map(row -> row);
    }

    @ParameterizedTest
    @MethodSource("litecoinTransactions")
    void agreesWithANodeAboutRealTransactions(String txid, String wtxid, int vsize, int weight, String raw) {
        Transaction transaction = Transaction.parse(VectorFile.hex(raw));
        assertThat(transaction.txid().displayHex()).isEqualTo(txid);
        assertThat(transaction.wtxid().displayHex()).isEqualTo(wtxid);
        assertThat(transaction.vsize()).isEqualTo(vsize);
        assertThat(transaction.weight()).isEqualTo(weight);
        assertThat(transaction.serialize()).isEqualTo(VectorFile.hex(raw));
    }

    @Test
    void readsASegwitTransactionWithAnEmptyWitness() {
        byte[] raw = VectorFile.hex(BIP143);
        Transaction transaction = Transaction.parse(raw);
        assertThat(transaction.inputs()).hasSize(2);
        assertThat(transaction.inputs().get(0).witness().isEmpty()).isTrue();
        assertThat(transaction.inputs().get(1).witness().items()).hasSize(2);
        assertThat(transaction.outputs()).map(output -> output.value().value()).containsExactly(112340000L, 223450000L);
        assertThat(transaction.lockTime()).isEqualTo(0x11);
        assertThat(transaction.isCoinbase()).isFalse();
        assertThat(transaction.serialize()).isEqualTo(raw);
        assertSameAsBitcoinj(transaction);
    }

    /** The HogEx of a Litecoin block carries flag 8 and an absent body; its txid covers neither. */
    @Test
    void readsAnMwebTransactionWithABodyItDoesNotUnderstand() {
        String hogEx = litecoinTransactions().toList().getLast()[4];
        assertThat(Transaction.parse(VectorFile.hex(hogEx)).mwebHex()).isEqualTo("00");
        String body = hogEx.substring(0, hogEx.length() - 10) + "01aabbccdd" + "00000000";
        Transaction pegIn = Transaction.parse(VectorFile.hex(body));
        assertThat(pegIn.mwebHex()).isEqualTo("01aabbccdd");
        assertThat(pegIn.txid())
                .isEqualTo(Transaction.parse(VectorFile.hex(hogEx)).txid());
        assertThat(pegIn.serialize()).isEqualTo(VectorFile.hex(body));
    }

    @Test
    void refusesWhatIsNotATransaction() {
        byte[] raw = VectorFile.hex(BIP143);
        for (int length = 0; length < raw.length; length++) {
            byte[] truncated = Arrays.copyOf(raw, length);
            assertThatThrownBy(() -> Transaction.parse(truncated)).isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> Transaction.parse(Arrays.copyOf(raw, raw.length + 1)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Transaction.parse(VectorFile.hex("01000000" + "0002" + "00".repeat(20))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("flag 2");
        assertThatThrownBy(() -> Transaction.parse(VectorFile.hex("01000000" + "0001" + "0000" + "00000000")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("without a witness");
    }

    @Test
    void refusesAnOutputOfMoreCoinsThanExist() {
        String raw = "0100000001" + "00".repeat(32) + "00000000" + "00" + "ffffffff" + "01" + "ffffffffffffff7f" + "00"
                + "00000000";
        assertThatThrownBy(() -> Transaction.parse(VectorFile.hex(raw)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("satoshi");
    }

    @Property(tries = 200)
    void serializesAsBitcoinjDoes(@ForAll("transactions") Transaction transaction) {
        assertThat(Transaction.parse(transaction.serialize())).isEqualTo(transaction);
        assertSameAsBitcoinj(transaction);
    }

    private static void assertSameAsBitcoinj(Transaction transaction) {
        var theirs = org.bitcoinj.core.Transaction.read(ByteBuffer.wrap(transaction.serialize()));
        assertThat(theirs.serialize()).isEqualTo(transaction.serialize());
        assertThat(transaction.txid()).hasToString(theirs.getTxId().toString());
        assertThat(transaction.wtxid()).hasToString(theirs.getWTxId().toString());
        assertThat(transaction.weight()).isEqualTo(theirs.getWeight());
        assertThat(transaction.vsize()).isEqualTo(theirs.getVsize());
    }

    @Provide
    Arbitrary<Transaction> transactions() {
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        Arbitrary<Hash256> hashes =
                Arbitraries.bytes().array(byte[].class).ofSize(32).map(Hash256::ofWire);
        Arbitrary<Witness> witnesses = bytes.list().ofMaxSize(3).map(items -> Witness.of(items.toArray(byte[][]::new)));
        Arbitrary<TxInput> inputs = Combinators.combine(
                        hashes, Arbitraries.integers().between(0, 1000), bytes, Arbitraries.integers(), witnesses)
                .as((hash, index, script, sequence, witness) ->
                        new TxInput(new OutPoint(hash, index), new Script(script), sequence, witness));
        Arbitrary<TxOutput> outputs = Combinators.combine(Arbitraries.longs().between(0, 2_100_000_000_000_000L), bytes)
                .as((value, script) -> new TxOutput(Sats.of(value), new Script(script)));
        return Combinators.combine(
                        Arbitraries.integers().between(1, 2),
                        inputs.list().ofMinSize(1).ofMaxSize(4),
                        outputs.list().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.integers())
                .as(Transaction::new);
    }

    @Test
    void buildsACoinbase() {
        TxInput input = new TxInput(OutPoint.NULL, new Script(Script.pushHeight(840_000)), TxInput.FINAL);
        Transaction coinbase =
                new Transaction(2, List.of(input), List.of(new TxOutput(Sats.of(312_500_000), Script.EMPTY)), 0);
        assertThat(coinbase.isCoinbase()).isTrue();
        assertThat(coinbase.hasWitness()).isFalse();
        assertThat(coinbase.wtxid()).isEqualTo(coinbase.txid());
        assertSameAsBitcoinj(coinbase);
    }
}
