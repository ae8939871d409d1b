package thunderpool.lab.simulator.hostile;

import java.util.Map;
import thunderpool.stratum.StratumError;

/**
 * What came of it.
 *
 * @param sent lines (or connections, where the attack is connecting)
 * @param accepted submits answered true
 * @param refused answers with an error, by error
 * @param closedByPool connections the pool closed or did not take
 */
public record HostileReport(int sent, int accepted, Map<StratumError, Integer> refused, int closedByPool) {
    public HostileReport {
        refused = Map.copyOf(refused);
    }

    public int refused(StratumError error) {
        return refused.getOrDefault(error, 0);
    }
}
