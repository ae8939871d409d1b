package thunderpool.gateway.session;

import thunderpool.stratum.ServerMessage;

/**
 * How one session leaves a gateway that drains: what is in flight is answered, then the session is released for the other
 * gateways, then its miner is asked to connect again, and only then its connection ends. What the miner still submits
 * until it goes is taken like any share: it is the same miner under the same extranonce1, and a share that arrives twice
 * is credited once. Belongs to the session's thread.
 */
public final class Departure {
    /**
     * From the release read back here until the miner is asked to go: by then the other gateways have read it too. On a
     * machine that is slow reading back takes as long as it takes the others.
     */
    private static final long READ_WITHIN_MS = 250;

    /** For reading it back: without it the session only begins afresh. */
    private static final long READ_BACK_WITHIN_MS = 3_000;

    /** For the miner to go by itself. */
    private static final long GOES_WITHIN_MS = 1_000;

    private enum Stage {
        STAYS,
        FINISHING,
        RELEASING,
        RELEASED,
        READ,
        TOLD
    }

    private final Tenure tenure;
    private final ShareDesk desk;
    private final Connection connection;
    private Stage stage = Stage.STAYS;
    private boolean durable;
    private boolean failed;
    private long sinceMs;

    Departure(Tenure tenure, ShareDesk desk, Connection connection) {
        this.tenure = tenure;
        this.desk = desk;
        this.connection = connection;
    }

    /** Its turn has come. */
    public void begin() {
        if (stage == Stage.STAYS) {
            stage = Stage.FINISHING;
        }
    }

    /** Asked every few milliseconds; true when nothing holds the connection any more. */
    public boolean step(long nowMs) {
        if (tenure.isRetired()) {
            return true;
        }
        return switch (stage) {
            case STAYS -> false;
            case FINISHING -> {
                if (desk.inFlight() == 0) {
                    stage = Stage.RELEASING;
                    tenure.handOver()
                            .whenComplete((done, failure) -> connection.execute(() -> {
                                durable = failure == null;
                                failed = failure != null;
                            }));
                }
                yield false;
            }
            case RELEASING -> {
                if (failed) {
                    tell(nowMs);
                } else if (durable) {
                    stage = Stage.RELEASED;
                    sinceMs = nowMs;
                    readBack(nowMs);
                }
                yield false;
            }
            case RELEASED -> {
                readBack(nowMs);
                yield false;
            }
            case READ -> {
                if (nowMs - sinceMs >= READ_WITHIN_MS) {
                    tell(nowMs);
                }
                yield false;
            }
            case TOLD -> nowMs - sinceMs >= GOES_WITHIN_MS && desk.inFlight() == 0;
        };
    }

    /** There is no more time: the miner is asked to go, whatever else. */
    public void hurry(long nowMs) {
        if (stage != Stage.TOLD && !tenure.isRetired()) {
            tell(nowMs);
        }
    }

    private void readBack(long nowMs) {
        if (tenure.isHandedOver() || nowMs - sinceMs >= READ_BACK_WITHIN_MS) {
            stage = Stage.READ;
            sinceMs = nowMs;
        }
    }

    private void tell(long nowMs) {
        stage = Stage.TOLD;
        sinceMs = nowMs;
        connection.send(new ServerMessage.Reconnect(null, 0, 0));
    }
}
