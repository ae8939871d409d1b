package thunderpool.work;

import java.util.List;
import thunderpool.bitcoin.ByteWriter;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.bitcoin.Target;
import thunderpool.bitcoin.TxOutput;

/**
 * A template completed by a plan and a difficulty: everything but what the miner rolls. Immutable; one job serves all
 * sessions of the same difficulty.
 *
 * <p>The difficulty's exponent stands inside the coinbase, so the work bytes commit to it: no one can claim another
 * difficulty afterwards.
 */
public final class Job {

    private static final int HEADER_BYTES = 80;
    private static final int COINBASE_VERSION = 2;
    private static final int SEQUENCE_FINAL = 0xffffffff;

    private final JobId id;
    private final Template template;
    private final byte[] coinbasePrefix;
    private final byte[] coinbaseSuffix;
    private final byte[] merkleBranch;
    private final Target shareTarget;
    private final Target networkTarget;

    private Job(JobId id, Template template, byte[] prefix, byte[] suffix, Target shareTarget) {
        this.id = id;
        this.template = template;
        this.coinbasePrefix = prefix;
        this.coinbaseSuffix = suffix;
        this.merkleBranch = concatenate(template.merkleBranch());
        this.shareTarget = shareTarget;
        this.networkTarget = template.networkTarget();
    }

    /**
     * The one function that completes a template; gateway, validator and assembler share it.
     *
     * @param difficultyOne the target of difficulty 1 on this chain
     * @throws IllegalArgumentException when the template is another one or lacks the plan
     */
    public static Job of(Template template, JobId id, Target difficultyOne) {
        if (template.id() != id.templateId()) {
            throw new IllegalArgumentException("job " + id.text() + " belongs to another template");
        }
        byte[] scriptStart = scriptStart(template, id);
        ByteWriter prefix = new ByteWriter();
        prefix.int32(COINBASE_VERSION);
        prefix.compactSize(1);
        prefix.bytes(Hash256.ZERO.wire());
        prefix.int32(0xffffffff);
        prefix.compactSize(scriptStart.length + Extranonce.BYTES);
        prefix.bytes(scriptStart);

        ByteWriter suffix = new ByteWriter();
        suffix.int32(SEQUENCE_FINAL);
        List<TxOutput> outputs = template.plan(id.planId()).outputs(template);
        suffix.compactSize(outputs.size());
        for (TxOutput output : outputs) {
            output.write(suffix);
        }
        suffix.int32(template.lockTime());
        Target shareTarget = id.difficulty().target(difficultyOne);
        return new Job(id, template, prefix.toByteArray(), suffix.toByteArray(), shareTarget);
    }

    /** scriptSig up to the extranonce: height (BIP34), tag with the exponent, and the push opcode of the extranonce. */
    private static byte[] scriptStart(Template template, JobId id) {
        byte[] tag = template.tag().bytes();
        byte[] marked = new byte[tag.length + 1];
        System.arraycopy(tag, 0, marked, 0, tag.length);
        marked[tag.length] = (byte) id.difficulty().exponent();
        ByteWriter script = new ByteWriter();
        script.bytes(Script.pushHeight(template.height()));
        // A direct push also of a single byte: a minimal push is no rule inside a coinbase, a fixed length is ours.
        script.uint8(marked.length);
        script.bytes(marked);
        script.uint8(Extranonce.BYTES);
        return script.toByteArray();
    }

    private static byte[] concatenate(List<Hash256> hashes) {
        byte[] bytes = new byte[hashes.size() * 32];
        for (int i = 0; i < hashes.size(); i++) {
            hashes.get(i).writeWire(bytes, i * 32);
        }
        return bytes;
    }

    public JobId id() {
        return id;
    }

    public Template template() {
        return template;
    }

    public Target shareTarget() {
        return shareTarget;
    }

    public Target networkTarget() {
        return networkTarget;
    }

    /** Credit of an accepted share of this job. */
    public Work work() {
        return Work.ofTarget(shareTarget);
    }

    /** Coinbase bytes before the extranonce, without witness (stratum's coinb1). */
    public byte[] coinbasePrefix() {
        return coinbasePrefix.clone();
    }

    /** Coinbase bytes behind the extranonce (stratum's coinb2). */
    public byte[] coinbaseSuffix() {
        return coinbaseSuffix.clone();
    }

    /** The coinbase a submission commits to, without witness. */
    public byte[] coinbase(Submission submission) {
        byte[] coinbase = new byte[coinbaseLength()];
        writeCoinbase(submission, coinbase);
        return coinbase;
    }

    int coinbaseLength() {
        return coinbasePrefix.length + Extranonce.BYTES + coinbaseSuffix.length;
    }

    void writeCoinbase(Submission submission, byte[] into) {
        int at = coinbasePrefix.length;
        System.arraycopy(coinbasePrefix, 0, into, 0, at);
        putBig(into, at, submission.extranonce1());
        putBig(into, at + 4, (int) (submission.extranonce2() >>> 32));
        putBig(into, at + 8, (int) submission.extranonce2());
        System.arraycopy(coinbaseSuffix, 0, into, at + Extranonce.BYTES, coinbaseSuffix.length);
    }

    /** The 80 bytes of the block header that a submission commits to. */
    public byte[] header(Submission submission) {
        byte[] header = new byte[HEADER_BYTES];
        writeHeader(submission, new Sha256d(), new byte[coinbaseLength()], header);
        return header;
    }

    /** Scratch version of {@link #header}: the coinbase buffer must hold at least {@link #coinbaseLength} bytes. */
    void writeHeader(Submission submission, Sha256d sha256d, byte[] coinbase, byte[] header) {
        writeCoinbase(submission, coinbase);
        byte[] fold = new byte[64];
        sha256d.hash(coinbase, 0, coinbaseLength(), fold, 0);
        for (int at = 0; at < merkleBranch.length; at += 32) {
            System.arraycopy(merkleBranch, at, fold, 32, 32);
            sha256d.hash(fold, 0, 64, fold, 0);
        }
        putLittle(header, 0, submission.version());
        template.previous().writeWire(header, 4);
        System.arraycopy(fold, 0, header, 36, 32);
        putLittle(header, 68, submission.ntime());
        putLittle(header, 72, template.nbits());
        putLittle(header, 76, submission.nonce());
    }

    private static void putBig(byte[] into, int at, int value) {
        into[at] = (byte) (value >>> 24);
        into[at + 1] = (byte) (value >>> 16);
        into[at + 2] = (byte) (value >>> 8);
        into[at + 3] = (byte) value;
    }

    private static void putLittle(byte[] into, int at, int value) {
        into[at] = (byte) value;
        into[at + 1] = (byte) (value >>> 8);
        into[at + 2] = (byte) (value >>> 16);
        into[at + 3] = (byte) (value >>> 24);
    }
}
