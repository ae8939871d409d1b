package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Block;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.MerkleBranch;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxInput;
import thunderpool.node.BlockTemplate;
import thunderpool.work.Tag;
import thunderpool.work.Template;

class TemplateFactoryTest {

    private final TemplateFactory factory = new TemplateFactory(Chain.LITECOIN_REGTEST, Tag.ofText("/test/"));

    private static Transaction withoutWitness(Transaction coinbase) {
        TxInput input = coinbase.inputs().getFirst();
        return new Transaction(
                coinbase.version(),
                List.of(new TxInput(input.previous(), input.scriptSig(), input.sequence())),
                coinbase.outputs(),
                coinbase.lockTime());
    }

    @Test
    void leadsToTheMerkleRootOfTheBlockTheNodeMined() {
        Template template =
                factory.draft(Recorded.templateWithMweb(), 1, Recorded.POOL).template();
        Block.Parsed mined = Block.parse(Recorded.blockOfTemplateWithMweb());
        assertThat(MerkleBranch.root(mined.transactions().getFirst().txid(), template.merkleBranch()))
                .isEqualTo(mined.header().merkleRoot());
        assertThat(template.requiredOutputs())
                .containsExactly(mined.transactions().getFirst().outputs().getLast());
        assertThat(template.previous()).isEqualTo(mined.header().previous());
        assertThat(template.nbits()).isEqualTo(mined.header().nbits());
        assertThat(template.coinbaseValue()).isEqualTo(Sats.of(1_250_005_310L));
    }

    @Test
    void assemblesTheVeryBytesTheNodeMined() {
        byte[] minedBytes = Recorded.blockOfTemplateWithMweb();
        Block.Parsed mined = Block.parse(minedBytes);
        TemplateBody body =
                factory.draft(Recorded.templateWithMweb(), 1, Recorded.POOL).body();
        assertThat(body.assemble(
                        mined.header(), withoutWitness(mined.transactions().getFirst())))
                .isEqualTo(minedBytes);
    }

    @Test
    void refusesToAssembleWhatDoesNotBelongTogether() {
        Block.Parsed mined = Block.parse(Recorded.blockOfTemplateWithMweb());
        TemplateBody other =
                factory.draft(Recorded.templateBeforeMweb(), 2, Recorded.POOL).body();
        assertThatThrownBy(() ->
                        other.assemble(mined.header(), mined.transactions().getFirst()))
                .hasMessageContaining("merkle root");
    }

    @Test
    void issuesAVersionWithoutBitsThatMinersMayRoll() {
        // 0x3fffe004: BIP9's top bits, all of BIP320's, and bit 2 (taproot's deployment) outside them.
        BlockTemplate reply = changed(0x3fffe004, 0, List.of("!segwit"));
        assertThat(factory.draft(reply, 1, Recorded.POOL).template().version()).isEqualTo(0x20000004);
    }

    @Test
    void refusesARequiredRuleItDoesNotKnow() {
        assertThatThrownBy(
                        () -> factory.draft(changed(0x20000000, 0, List.of("!segwit", "!quantum")), 1, Recorded.POOL))
                .isInstanceOf(TemplateRefused.class)
                .hasMessageContaining("quantum");
    }

    @Test
    void refusesRequiredVersionBitsThatMinersMayRoll() {
        assertThatThrownBy(() -> factory.draft(changed(0x20002000, 0x2000, List.of()), 1, Recorded.POOL))
                .isInstanceOf(TemplateRefused.class);
    }

    @Test
    void refusesACommitmentThatIsNotThatOfTheTransactions() {
        BlockTemplate recorded = Recorded.templateWithMweb();
        BlockTemplate wrong = copy(
                recorded,
                recorded.version(),
                0,
                recorded.rules(),
                Optional.of(Script.ofHex("6a24aa21a9ed" + "00".repeat(32))),
                recorded.mwebHex());
        assertThatThrownBy(() -> factory.draft(wrong, 1, Recorded.POOL)).hasMessageContaining("witness commitment");
        BlockTemplate none =
                copy(recorded, recorded.version(), 0, recorded.rules(), Optional.empty(), recorded.mwebHex());
        assertThatThrownBy(() -> factory.draft(none, 1, Recorded.POOL)).hasMessageContaining("no witness commitment");
    }

    @Test
    void refusesAnIntegratingTransactionWithoutItsExtensionBlock() {
        BlockTemplate recorded = Recorded.templateWithMweb();
        BlockTemplate bare = copy(recorded, recorded.version(), 0, recorded.rules(), recorded.witnessCommitment(), "");
        assertThatThrownBy(() -> factory.draft(bare, 1, Recorded.POOL)).hasMessageContaining("extension block");
    }

    @Test
    void refusesATargetEasierThanTheChainAllows() {
        TemplateFactory main = new TemplateFactory(Chain.BITCOIN_MAIN, Tag.ofText("x"));
        assertThatThrownBy(() -> main.draft(Recorded.templateBeforeMweb(), 1, Recorded.POOL))
                .hasMessageContaining("easier");
    }

    private static BlockTemplate changed(int version, int required, List<String> rules) {
        BlockTemplate recorded = Recorded.templateBeforeMweb();
        return copy(recorded, version, required, rules, recorded.witnessCommitment(), "");
    }

    private static BlockTemplate copy(
            BlockTemplate from,
            int version,
            int required,
            List<String> rules,
            Optional<Script> commitment,
            String mweb) {
        return new BlockTemplate(
                version,
                from.previous(),
                from.entries(),
                from.coinbaseValue(),
                from.longPollId(),
                from.nbits(),
                from.minTime(),
                from.curTime(),
                from.height(),
                rules,
                required,
                commitment,
                mweb,
                Optional.empty());
    }
}
