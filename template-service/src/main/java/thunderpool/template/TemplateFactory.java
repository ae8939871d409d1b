package thunderpool.template;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.MalformedException;
import thunderpool.bitcoin.MerkleBranch;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.bitcoin.Target;
import thunderpool.bitcoin.TxOutput;
import thunderpool.node.BlockTemplate;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.Tag;
import thunderpool.work.Template;
import thunderpool.work.VersionMask;

/** Turns a node's reply into a template and its body: pure, and strict about what it does not understand. */
final class TemplateFactory {

    /** Rules whose {@code !} we honour: what they ask of a block builder is done here. */
    private static final Set<String> KNOWN_RULES = Set.of("csv", "segwit", "taproot", "mweb");

    /** BIP141: OP_RETURN, a push of 36 bytes, and the commitment's mark. */
    private static final String COMMITMENT_PREFIX = "6a24aa21a9ed";

    /** Transactions in Litecoin's serialization: marker 00, flag with the MWEB bit. */
    private static final int MWEB_FLAG = 0x08;

    private static final int FLAG_OFFSET = 10;

    private final Chain chain;
    private final Supplier<Tag> tag;

    TemplateFactory(Chain chain, Tag tag) {
        this(chain, () -> tag);
    }

    /** @param tag asked for each template */
    TemplateFactory(Chain chain, Supplier<Tag> tag) {
        this.chain = chain;
        this.tag = tag;
    }

    /** A template and what stays at home of it. */
    record Draft(Template template, TemplateBody body) {}

    /**
     * Makes a template.
     *
     * @param id not used before on this chain
     * @throws TemplateRefused when the reply asks for something this code does not do, or contradicts itself
     */
    Draft draft(BlockTemplate reply, int id, Script poolScript) {
        checkRules(reply);
        int version = issuedVersion(reply);
        Optional<Script> commitment = commitment(reply);
        checkTimes(reply);
        checkExtensionBlock(reply);
        Template template = new Template(
                chain.name(),
                id,
                reply.height(),
                reply.previous(),
                version,
                checkedTarget(reply.nbits()),
                (int) reply.minTime(),
                (int) reply.curTime(),
                reply.coinbaseValue(),
                commitment
                        .map(script -> List.of(new TxOutput(Sats.ZERO, script)))
                        .orElse(List.of()),
                0,
                tag.get(),
                MerkleBranch.forCoinbase(
                        reply.entries().stream().map(BlockTemplate.Entry::txid).toList()),
                List.of(CoinbasePlan.custodial(poolScript)));
        List<TemplateBody.Entry> entries = reply.entries().stream()
                .map(entry -> new TemplateBody.Entry(entry.txid(), entry.wtxid(), entry.rawHex()))
                .toList();
        TemplateBody body = new TemplateBody(
                id,
                chain.name(),
                reply.height(),
                reply.previous(),
                poolScript,
                entries,
                reply.mwebHex(),
                commitment.isPresent());
        return new Draft(template, body);
    }

    private static void checkRules(BlockTemplate reply) {
        for (String rule : reply.rules()) {
            if (rule.startsWith("!") && !KNOWN_RULES.contains(rule.substring(1))) {
                throw new TemplateRefused(
                        "the template requires the rule '" + rule + "', which this version does not know");
            }
        }
        if (reply.signetChallenge().isPresent()) {
            throw new TemplateRefused("a signet template: its blocks need a signature this pool does not make");
        }
    }

    /** Miners may set any bit of the mask, so a bit the node insists on cannot lie inside it. */
    private static int issuedVersion(BlockTemplate reply) {
        int issued = VersionMask.issued(reply.version());
        if ((reply.requiredVersionBits() & ~issued) != 0) {
            throw new TemplateRefused("the template requires version bits %08x, which miners may roll"
                    .formatted(reply.requiredVersionBits()));
        }
        return issued;
    }

    /** Computed, and compared with the node's: a block with a wrong commitment would be worth nothing. */
    private static Optional<Script> commitment(BlockTemplate reply) {
        boolean witnesses =
                reply.entries().stream().anyMatch(entry -> !entry.txid().equals(entry.wtxid()));
        if (reply.witnessCommitment().isEmpty()) {
            if (witnesses) {
                throw new TemplateRefused("transactions with witnesses, but no witness commitment");
            }
            return Optional.empty();
        }
        Script computed = witnessCommitment(reply.entries());
        if (!reply.witnessCommitment().get().equals(computed)) {
            throw new TemplateRefused("the node's witness commitment is not that of its transactions");
        }
        return Optional.of(computed);
    }

    /** BIP141: double SHA-256 of the witness root (the coinbase counts as zero) and the reserved value of 32 zero bytes. */
    private static Script witnessCommitment(List<BlockTemplate.Entry> entries) {
        List<Hash256> wtxids = new ArrayList<>(entries.size() + 1);
        wtxids.add(Hash256.ZERO);
        entries.forEach(entry -> wtxids.add(entry.wtxid()));
        byte[] preimage = new byte[2 * Hash256.SIZE];
        MerkleBranch.rootOf(wtxids).writeWire(preimage, 0);
        return Script.ofHex(COMMITMENT_PREFIX
                + HexFormat.of().formatHex(Sha256d.of(preimage).wire()));
    }

    private static void checkTimes(BlockTemplate reply) {
        if (reply.minTime() > reply.curTime() || reply.minTime() < 0 || reply.curTime() > 0xffff_ffffL) {
            throw new TemplateRefused("the template's times contradict each other: mintime " + reply.minTime()
                    + ", curtime " + reply.curTime());
        }
    }

    /** Litecoin: an extension block belongs to the integrating transaction that ends the block, and the other way round. */
    private static void checkExtensionBlock(BlockTemplate reply) {
        boolean integrated = !reply.entries().isEmpty()
                && isIntegrating(reply.entries().getLast().rawHex());
        if (integrated == reply.mwebHex().isEmpty()) {
            throw new TemplateRefused(
                    integrated
                            ? "an integrating (HogEx) transaction without an extension block"
                            : "an extension block without an integrating (HogEx) transaction");
        }
    }

    private static boolean isIntegrating(String rawHex) {
        return rawHex.startsWith("00", FLAG_OFFSET - 2)
                && (HexFormat.fromHexDigits(rawHex, FLAG_OFFSET, FLAG_OFFSET + 2) & MWEB_FLAG) != 0;
    }

    private int checkedTarget(int nbits) {
        try {
            if (Target.ofCompact(nbits).compareTo(chain.powLimit()) > 0) {
                throw new TemplateRefused("the template's target is easier than the chain allows");
            }
            return nbits;
        } catch (MalformedException e) {
            throw new TemplateRefused("the template's target is no target: " + e.getMessage());
        }
    }
}
