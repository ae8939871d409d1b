package thunderpool.work;

import java.util.HexFormat;

/**
 * The bytes of the coinbase that make one session's work different from every other's.
 *
 * <p>Layout: four bytes extranonce1 (16 bits of the gateway's incarnation, then 16 bits of its session counter, both
 * big-endian), then eight bytes extranonce2, which the miner rolls. Eight, because proxies and marketplaces carve bytes
 * out of it.
 */
public final class Extranonce {

    public static final int EXTRANONCE1_BYTES = 4;
    public static final int EXTRANONCE2_BYTES = 8;
    public static final int BYTES = EXTRANONCE1_BYTES + EXTRANONCE2_BYTES;

    private static final HexFormat HEX = HexFormat.of();

    private Extranonce() {}

    /** @param incarnation offset of the gateway's GatewayStarted record, taken modulo 2^16 */
    public static int extranonce1(long incarnation, int counter) {
        if (counter < 0 || counter > 0xffff) {
            throw new IllegalArgumentException("session counter out of range: " + counter);
        }
        return ((int) (incarnation & 0xffff) << 16) | counter;
    }

    public static int incarnationOf(int extranonce1) {
        return extranonce1 >>> 16;
    }

    public static int counterOf(int extranonce1) {
        return extranonce1 & 0xffff;
    }

    /** Eight hex digits. */
    public static String hex(int extranonce1) {
        return HEX.toHexDigits(extranonce1);
    }

    /**
     * The partition of share topics that holds all work of one extranonce1. Never by account: equal work must always
     * meet the same validator. Changing this function, or the number of partitions, is a documented migration.
     */
    public static int partitionOf(int extranonce1, int partitions) {
        int mixed = extranonce1 * 0x9e3779b9;
        return Math.floorMod(mixed ^ (mixed >>> 15), partitions);
    }
}
