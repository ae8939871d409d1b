package thunderpool.work;

/** How a share earns. It belongs to the port and so to the share; it travels in every record. */
public enum RewardSystem {
    /** A block's reward is split over the work of the last N network difficulties. */
    PPLNS(0),
    /** A block's reward belongs to the account that found it. */
    SOLO(1);

    private final int code;

    RewardSystem(int code) {
        this.code = code;
    }

    /** The byte that stands for it in records; never reused for another meaning. */
    public int code() {
        return code;
    }

    /** @throws IllegalArgumentException for a code that no version wrote */
    public static RewardSystem ofCode(int code) {
        for (RewardSystem system : values()) {
            if (system.code == code) {
                return system;
            }
        }
        throw new IllegalArgumentException("unknown reward system code " + code);
    }
}
