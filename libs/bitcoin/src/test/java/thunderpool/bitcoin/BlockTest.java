package thunderpool.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlockTest {
    private static final byte[] NO_MWEB = {};

    private static byte[] block100000() {
        return VectorFile.hex(VectorFile.rows("bitcoin-block-100000.txt", 1).getFirst()[0]);
    }

    @Test
    void takesARealBlockApartAndPutsItTogether() {
        byte[] raw = block100000();
        Block.Parsed block = Block.parse(raw);
        assertThat(block.header().hash())
                .hasToString("000000000003ba27aa200b1cecaad478d2b00432346c3f1f3986da1afd33e506");
        assertThat(block.transactions())
                .map(tx -> tx.txid().displayHex())
                .containsExactly(
                        "8c14f0db3df150123e6f3dbbf30f8b955a8249b62ac1d1ff16284aefa3d06d87",
                        "fff2525b8931402dd09222c50775608f75787bd2b87e56995a7bdd30f79702c4",
                        "6359f0868171b1d194cbee1af2f16ea598ae8fad666d9b012c8ed2b79a236ec4",
                        "e9a66845e05d5abc0ad04ec80f774a7e585c6e8db975962d069a522137b80c1d");
        assertThat(block.transactions().getFirst().isCoinbase()).isTrue();
        List<byte[]> serialized =
                block.transactions().stream().map(Transaction::serialize).toList();
        assertThat(Block.assemble(block.header(), serialized.getFirst(), serialized.subList(1, 4), NO_MWEB))
                .isEqualTo(raw);
    }

    @Test
    void provesARealMerkleRootFromTheCoinbase() {
        Block.Parsed block = Block.parse(block100000());
        List<Hash256> txids =
                block.transactions().stream().map(Transaction::txid).toList();
        Hash256 expected = Hash256.ofDisplayHex("f3e94742aca4b5ef85488dc37c06c3282295ffec960994b2c0d5ac2a25a95766");
        assertThat(block.header().merkleRoot()).isEqualTo(expected);
        assertThat(MerkleBranch.rootOf(txids)).isEqualTo(expected);
        List<Hash256> branch = MerkleBranch.forCoinbase(txids.subList(1, 4));
        assertThat(branch).hasSize(2);
        assertThat(MerkleBranch.root(txids.getFirst(), branch)).isEqualTo(expected);
    }

    /** Block 170, the first with a payment: two transactions. */
    @Test
    void provesTheRootOfBlock170() {
        Hash256 coinbase = Hash256.ofDisplayHex("b1fea52486ce0c62bb442b530a3f0132b826c74e473d1f2c220bfa78111c5082");
        Hash256 payment = Hash256.ofDisplayHex("f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16");
        assertThat(MerkleBranch.root(coinbase, MerkleBranch.forCoinbase(List.of(payment))))
                .hasToString("7dac2c5666815c17a3b36427de37bb9d2e2c5ccec3f8633eb91a4205cb4c10ff");
    }

    @Test
    void theGenesisRootIsItsCoinbase() {
        Hash256 coinbase = Hash256.ofDisplayHex("4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b");
        assertThat(MerkleBranch.forCoinbase(List.of())).isEmpty();
        assertThat(MerkleBranch.root(coinbase, List.of())).isEqualTo(coinbase);
        BlockHeader genesis = new BlockHeader(1, Hash256.ZERO, coinbase, 1231006505, 0x1d00ffff, 2083236893);
        assertThat(genesis.hash()).isEqualTo(Chain.BITCOIN_MAIN.genesis());
        assertThat(BlockHeader.parse(genesis.serialize())).isEqualTo(genesis);
        assertThat(Target.ofCompact(genesis.nbits()).isMetBy(genesis.hash())).isTrue();
        assertThatThrownBy(() -> MerkleBranch.rootOf(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void agreesWithALitecoinBlockAboutHeaderRootAndWitnessCommitment() {
        List<String[]> rows = VectorFile.rows("litecoin-block-2383209.txt", 6);
        List<Transaction> transactions = rows.stream()
                .skip(1)
                .map(row -> Transaction.parse(VectorFile.hex(row[4])))
                .toList();
        BlockHeader header = litecoinHeader(rows.getFirst());
        assertThat(header.hash()).hasToString("0e6ab03c6ffc04a9bd9dc85a3e216a09f8d42b6f0bf0ce009c47c2c1347e11c2");
        List<Hash256> txids = transactions.stream().map(Transaction::txid).toList();
        assertThat(MerkleBranch.rootOf(txids)).isEqualTo(header.merkleRoot());
        assertThat(MerkleBranch.root(txids.getFirst(), MerkleBranch.forCoinbase(txids.subList(1, 8))))
                .isEqualTo(header.merkleRoot());
        List<Hash256> wtxids =
                new ArrayList<>(transactions.stream().map(Transaction::wtxid).toList());
        wtxids.set(0, Hash256.ZERO);
        Hash256 commitment = Sha256d.of(new ByteWriter()
                .hash(MerkleBranch.rootOf(wtxids))
                .bytes(new byte[32])
                .toByteArray());
        assertThat(transactions.getFirst().outputs().get(1).script())
                .isEqualTo(Script.opReturn(new ByteWriter()
                        .bytes(VectorFile.hex("aa21a9ed"))
                        .hash(commitment)
                        .toByteArray()));
    }

    @Test
    void appendsTheExtensionBlockBehindLitecoinTransactions() {
        List<String[]> rows = VectorFile.rows("litecoin-block-2383209.txt", 6);
        List<byte[]> raw =
                rows.stream().skip(1).map(row -> VectorFile.hex(row[4])).toList();
        byte[] mweb = VectorFile.hex("aabbcc");
        byte[] block = Block.assemble(litecoinHeader(rows.getFirst()), raw.getFirst(), raw.subList(1, 8), mweb);
        assertThat(Arrays.copyOfRange(block, block.length - 4, block.length)).isEqualTo(VectorFile.hex("01aabbcc"));
        Block.Parsed parsed = Block.parse(block);
        assertThat(parsed.transactions()).hasSize(8);
        assertThat(parsed.trailingBytes()).isEqualTo(3);
    }

    static BlockHeader litecoinHeader(String[] row) {
        return new BlockHeader(
                Integer.parseUnsignedInt(row[0], 16),
                Hash256.ofDisplayHex(row[1]),
                Hash256.ofDisplayHex(row[2]),
                Integer.parseUnsignedInt(row[3]),
                Integer.parseUnsignedInt(row[4], 16),
                Integer.parseUnsignedInt(row[5]));
    }

    @Test
    void refusesBytesBehindABitcoinBlock() {
        byte[] raw = block100000();
        assertThatThrownBy(() -> Block.parse(Arrays.copyOf(raw, raw.length + 1)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Block.parse(Arrays.copyOf(raw, raw.length - 1)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> BlockHeader.parse(raw)).isInstanceOf(MalformedException.class);
    }

    @Test
    void bitcoinjReadsAnAssembledBlock() {
        Block.Parsed block = Block.parse(block100000());
        var theirs = org.bitcoinj.core.Block.read(ByteBuffer.wrap(block100000()));
        assertThat(block.header().hash()).hasToString(theirs.getHashAsString());
        assertThat(block.header().time()).isEqualTo((int) theirs.time().getEpochSecond());
    }

    @Property(tries = 50)
    void branchAndTreeAgreeForEverySize(@ForAll @IntRange(min = 1, max = 70) int count) {
        List<Hash256> txids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            txids.add(Sha256d.of(new byte[] {(byte) i}));
        }
        Hash256 byBranch = MerkleBranch.root(txids.getFirst(), MerkleBranch.forCoinbase(txids.subList(1, count)));
        assertThat(byBranch).isEqualTo(MerkleBranch.rootOf(txids)).isEqualTo(naiveRoot(txids));
    }

    /** The definition, hash by hash, with bitcoinj's digest. */
    private static Hash256 naiveRoot(List<Hash256> txids) {
        List<Hash256> level = new ArrayList<>(txids);
        while (level.size() > 1) {
            if (level.size() % 2 == 1) {
                level.add(level.getLast());
            }
            List<Hash256> next = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                next.add(Hash256.ofWire(org.bitcoinj.base.Sha256Hash.hashTwice(
                        level.get(i).wire(), level.get(i + 1).wire())));
            }
            level = next;
        }
        return level.getFirst();
    }
}
