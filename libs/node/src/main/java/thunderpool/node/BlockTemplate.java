package thunderpool.node;

import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/**
 * A reply to {@code getblocktemplate} (BIP22, BIP23, BIP145), as far as the pool reads it.
 *
 * @param version proposed header version, with the bits of running deployments
 * @param previous the tip it builds on
 * @param entries transactions in block order, without the coinbase
 * @param coinbaseValue subsidy and fees
 * @param longPollId to wait for the next template
 * @param nbits compact target
 * @param minTime smallest header time, Unix seconds
 * @param curTime the node's time, Unix seconds
 * @param height of the block to be found
 * @param rules active rules; one with {@code !} must be understood to build a valid block (BIP9)
 * @param requiredVersionBits {@code vbrequired}: version bits that must stay set
 * @param witnessCommitment script of {@code default_witness_commitment}, absent before segwit
 * @param mwebHex Litecoin's extension block in hexadecimal, empty elsewhere
 * @param signetChallenge script a signet block must satisfy, absent on other chains
 */
public record BlockTemplate(
        int version,
        Hash256 previous,
        List<Entry> entries,
        Sats coinbaseValue,
        String longPollId,
        int nbits,
        long minTime,
        long curTime,
        int height,
        List<String> rules,
        int requiredVersionBits,
        Optional<Script> witnessCommitment,
        String mwebHex,
        Optional<Script> signetChallenge) {

    public BlockTemplate {
        entries = List.copyOf(entries);
        rules = List.copyOf(rules);
    }

    /**
     * One transaction of a template.
     *
     * @param rawHex network serialization
     * @param wtxid the hash with witness ({@code hash} of BIP145)
     * @param fee what it adds to the coinbase value
     */
    public record Entry(String rawHex, Hash256 txid, Hash256 wtxid, Sats fee) {}
}
