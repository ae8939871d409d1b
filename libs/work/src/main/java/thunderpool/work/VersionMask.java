package thunderpool.work;

/** Version rolling by BIP310 over the bits that BIP320 reserves for miners. */
public final class VersionMask {

    /** Bits 13..28: what the pool lets a miner roll. */
    public static final int ROLLABLE = 0x1fffe000;

    private VersionMask() {}

    /**
     * The version a job is issued with: no bit inside the mask. Firmware disagrees on how rolled bits are reported (as
     * bits, or exclusive-or'ed with the job's); all readings agree only when the issued bits are zero.
     */
    public static int issued(int templateVersion) {
        return templateVersion & ~ROLLABLE;
    }

    /** BIP310: {@code (job & ~mask) | (bits & mask)}. */
    public static int rolled(int jobVersion, int bits, int mask) {
        return (jobVersion & ~mask) | (bits & mask);
    }

    /** Whether a header's version differs from the issued one outside the rollable bits. */
    public static boolean breaks(int issuedVersion, int headerVersion) {
        return ((issuedVersion ^ headerVersion) & ~ROLLABLE) != 0;
    }
}
