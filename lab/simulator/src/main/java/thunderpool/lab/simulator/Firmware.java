package thunderpool.lab.simulator;

/**
 * How a kind of miner opens a session and reports rolled versions.
 *
 * <p>Source: cgminer's util.c, ESP-Miner's stratum_task.c, pooler's cpuminer, as summarized in the reference pages.
 */
public enum Firmware {
    /** configure, then subscribe, then authorize, each after the last one's reply; sends the rolled bits. */
    CGMINER("cgminer/4.13.5", true, false),
    /** configure, subscribe, authorize at once; sends the rolled version exclusive-or'ed with the job's. */
    AXEOS("bitaxe/BM1370/v2.9.0", true, true),
    /** subscribe, then authorize; rolls no version. */
    CPUMINER("cpuminer/2.5.1", false, false);

    private final String userAgent;
    private final boolean rollsVersion;
    private final boolean pipelines;

    Firmware(String userAgent, boolean rollsVersion, boolean pipelines) {
        this.userAgent = userAgent;
        this.rollsVersion = rollsVersion;
        this.pipelines = pipelines;
    }

    public String userAgent() {
        return userAgent;
    }

    public boolean rollsVersion() {
        return rollsVersion;
    }

    /** Whether all opening requests go out without waiting for replies. */
    public boolean pipelines() {
        return pipelines;
    }

    /** The sixth parameter of submit for a header's version. */
    public int reportedBits(int jobVersion, int headerVersion, int mask) {
        return switch (this) {
            case AXEOS -> jobVersion ^ headerVersion;
            case CGMINER, CPUMINER -> headerVersion & mask;
        };
    }
}
