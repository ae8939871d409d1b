package thunderpool.lab.devnode.chain;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * One known block: its place in the tree and its bytes. Blocks are kept serialized and parsed when asked for, which is
 * a tenth of the memory of parsed ones. Touched only under the node's lock.
 */
public final class ChainEntry {
    private static final int MEDIAN_SPAN = 11;

    private final Sha256Hash hash;
    private final @Nullable ChainEntry parent;
    private final int height;
    private final BigInteger chainWork;
    private final long version;
    private final long timeSeconds;
    private final long bits;
    private final int txCount;
    private final byte[] raw;
    private boolean failed;
    private long precedence;

    ChainEntry(Block block, @Nullable ChainEntry parent, long precedence) {
        this.hash = block.getHash();
        this.parent = parent;
        this.height = parent == null ? 0 : parent.height + 1;
        BigInteger work = BigInteger.ONE
                .shiftLeft(256)
                .divide(DifficultyRule.target(block.getDifficultyTarget()).add(BigInteger.ONE));
        this.chainWork = parent == null ? work : parent.chainWork.add(work);
        this.version = block.getVersion();
        this.timeSeconds = block.time().getEpochSecond();
        this.bits = block.getDifficultyTarget();
        this.txCount = transactions(block).size();
        this.raw = block.serialize();
        this.precedence = precedence;
    }

    public Sha256Hash hash() {
        return hash;
    }

    public @Nullable ChainEntry parent() {
        return parent;
    }

    ChainEntry requireParent() {
        if (parent == null) {
            throw new IllegalStateException("the genesis block has no parent");
        }
        return parent;
    }

    public int height() {
        return height;
    }

    /** Expected hashes from genesis to this block. */
    public BigInteger chainWork() {
        return chainWork;
    }

    public long version() {
        return version;
    }

    public long timeSeconds() {
        return timeSeconds;
    }

    public long bits() {
        return bits;
    }

    public int txCount() {
        return txCount;
    }

    public int sizeBytes() {
        return raw.length;
    }

    public byte[] rawBytes() {
        return raw.clone();
    }

    public Block block() {
        return Block.read(ByteBuffer.wrap(raw));
    }

    public List<Transaction> transactions() {
        return transactions(block());
    }

    /** The transactions of a full block; bitcoinj gives null for a mere header. */
    public static List<Transaction> transactions(Block block) {
        return Objects.requireNonNullElse(block.getTransactions(), List.of());
    }

    /** BIP 113's clock: the median time of the last eleven blocks, this one included. */
    public long medianTimePast() {
        long[] times = new long[Math.min(MEDIAN_SPAN, height + 1)];
        @Nullable ChainEntry at = this;
        for (int i = 0; i < times.length && at != null; i++) {
            times[i] = at.timeSeconds;
            at = at.parent;
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }

    /** The ancestor at {@code atHeight}, or this block itself. */
    public ChainEntry ancestor(int atHeight) {
        ChainEntry at = this;
        while (at.height > atHeight) {
            at = at.requireParent();
        }
        return at;
    }

    boolean descendsFrom(ChainEntry other) {
        return height >= other.height && ancestor(other.height) == other;
    }

    /** Whether this block or one below it broke a rule, or was invalidated by hand. */
    public boolean failed() {
        return failed;
    }

    void setFailed(boolean failed) {
        this.failed = failed;
    }

    /** Among equal work the lower wins: order of arrival, unless preciousblock says otherwise. */
    long precedence() {
        return precedence;
    }

    void setPrecedence(long precedence) {
        this.precedence = precedence;
    }

    boolean beats(ChainEntry other) {
        int byWork = chainWork.compareTo(other.chainWork);
        return byWork > 0 || (byWork == 0 && precedence < other.precedence);
    }
}
