package thunderpool.work;

import java.util.ArrayList;
import java.util.List;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.TxOutput;

/**
 * Where a block's coins go: a plan completes any template by a pure function. Solo paid in the coinbase, direct
 * payouts or declared jobs are further plans, not further paths.
 *
 * @param id number of the plan inside its template, 0..255; part of the job id
 * @param fixed outputs with fixed amounts, paid first
 * @param remainder script that receives everything the fixed outputs leave
 */
public record CoinbasePlan(int id, List<TxOutput> fixed, Script remainder) {

    public CoinbasePlan {
        if (id < 0 || id > 255) {
            throw new IllegalArgumentException("plan id out of range: " + id);
        }
        fixed = List.copyOf(fixed);
    }

    /** The plan that pays everything to the pool, to be split by the ledger. */
    public static CoinbasePlan custodial(Script pool) {
        return new CoinbasePlan(0, List.of(), pool);
    }

    /**
     * The coinbase's outputs: the remainder first (some firmware shows only the first), then the fixed ones, then what
     * the template requires (the witness commitment).
     *
     * @throws ArithmeticException when the fixed outputs exceed the template's value
     */
    public List<TxOutput> outputs(Template template) {
        Sats left = template.coinbaseValue();
        for (TxOutput output : fixed) {
            left = left.minus(output.value());
        }
        List<TxOutput> outputs = new ArrayList<>();
        outputs.add(new TxOutput(left, remainder));
        outputs.addAll(fixed);
        outputs.addAll(template.requiredOutputs());
        return outputs;
    }
}
