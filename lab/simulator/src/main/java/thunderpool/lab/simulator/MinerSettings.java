package thunderpool.lab.simulator;

import thunderpool.work.Algorithm;

/**
 * One miner.
 *
 * @param user as sent with authorize and submit: {@code address.worker}
 * @param password such as {@code x} or {@code d=1024}
 * @param hashesPerSecond at most this many; 0 connects and listens only
 * @param seed of what it rolls, so that a run can be repeated
 */
public record MinerSettings(
        String user, String password, Firmware firmware, Algorithm algorithm, double hashesPerSecond, long seed) {

    /** For what there is no limit but the processor's. */
    public static final double UNLIMITED = Double.POSITIVE_INFINITY;

    public MinerSettings {
        if (!(hashesPerSecond >= 0)) {
            throw new IllegalArgumentException("hashes per second can not be " + hashesPerSecond);
        }
    }

    /** A sha256d miner with AxeOS' manners. */
    public static MinerSettings of(String user, double hashesPerSecond, long seed) {
        return new MinerSettings(user, "x", Firmware.AXEOS, Algorithm.SHA256D, hashesPerSecond, seed);
    }

    public MinerSettings withPassword(String other) {
        return new MinerSettings(user, other, firmware, algorithm, hashesPerSecond, seed);
    }

    public MinerSettings withFirmware(Firmware other) {
        return new MinerSettings(user, password, other, algorithm, hashesPerSecond, seed);
    }

    public MinerSettings withAlgorithm(Algorithm other) {
        return new MinerSettings(user, password, firmware, other, hashesPerSecond, seed);
    }
}
