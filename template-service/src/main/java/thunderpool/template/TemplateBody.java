package thunderpool.template;

import java.util.HexFormat;
import java.util.List;
import thunderpool.bitcoin.Block;
import thunderpool.bitcoin.BlockHeader;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.MerkleBranch;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxInput;
import thunderpool.bitcoin.Witness;

/**
 * What a template keeps at home: the transactions, without which its solutions are worth nothing.
 *
 * @param id of the template, unsigned 32 bits
 * @param poolScript that the coinbase pays
 * @param entries in block order, without the coinbase
 * @param mwebHex Litecoin's extension block, empty elsewhere
 * @param segwit whether the coinbase commits to the witnesses, and so carries one itself
 */
record TemplateBody(
        int id,
        String chain,
        int height,
        Hash256 previous,
        Script poolScript,
        List<Entry> entries,
        String mwebHex,
        boolean segwit) {

    /** One transaction in network serialization. */
    record Entry(Hash256 txid, Hash256 wtxid, String rawHex) {}

    TemplateBody {
        entries = List.copyOf(entries);
    }

    /**
     * The block for {@code submitblock}.
     *
     * @param coinbase without witness
     * @throws IllegalArgumentException when header, coinbase and body do not belong together
     */
    byte[] assemble(BlockHeader header, Transaction coinbase) {
        List<Hash256> branch =
                MerkleBranch.forCoinbase(entries.stream().map(Entry::txid).toList());
        if (!MerkleBranch.root(coinbase.txid(), branch).equals(header.merkleRoot())) {
            throw new IllegalArgumentException("the header's merkle root is not that of this template and coinbase");
        }
        HexFormat hex = HexFormat.of();
        byte[] first = (segwit ? withReservedValue(coinbase) : coinbase).serialize();
        List<byte[]> others =
                entries.stream().map(entry -> hex.parseHex(entry.rawHex())).toList();
        return Block.assemble(header, first, others, hex.parseHex(mwebHex));
    }

    /** BIP141: the coinbase's witness is one item, the reserved value of 32 zero bytes that the commitment hashed. */
    private static Transaction withReservedValue(Transaction coinbase) {
        TxInput input = coinbase.inputs().getFirst();
        TxInput withWitness =
                new TxInput(input.previous(), input.scriptSig(), input.sequence(), Witness.of(new byte[Hash256.SIZE]));
        return new Transaction(coinbase.version(), List.of(withWitness), coinbase.outputs(), coinbase.lockTime());
    }
}
