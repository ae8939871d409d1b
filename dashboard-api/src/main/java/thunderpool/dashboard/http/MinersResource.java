package thunderpool.dashboard.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.PgMiners;
import thunderpool.dashboard.view.Views;

/** Accounts and their workers, by address, without a login. */
@RestController
@RequestMapping("/api")
@Tag(name = "Miners")
public final class MinersResource {

    private static final int RECENT_ROWS = 100;

    private final PgMiners miners;
    private final KnownAccounts known;

    public MinersResource(PgMiners miners, KnownAccounts known) {
        this.miners = miners;
        this.known = known;
    }

    @GetMapping("/miners")
    @Operation(summary = "Accounts by hash rate of the last ten minutes")
    public List<Views.MinerRow> miners(@RequestParam(defaultValue = "100") int limit) {
        return miners.miners(Limits.rows(limit));
    }

    @GetMapping("/miners/{account}")
    @Operation(summary = "One account: hash rate, balance, schedule, workers, statements, payouts")
    public Views.MinerPage miner(@PathVariable String account) {
        Script script = known.require(account);
        return new Views.MinerPage(
                known.accounts().text(script.bytes()),
                miners.hashrate(script, 10),
                miners.hashrate(script, 60),
                miners.balance(script),
                miners.schedule(script).orElse(null),
                miners.workers(script, Limits.ROWS_MAX),
                miners.statements(script, RECENT_ROWS),
                miners.payouts(script, RECENT_ROWS));
    }

    @GetMapping("/workers")
    @Operation(summary = "Workers by hash rate of the last ten minutes")
    public List<Views.WorkerRow> workers(@RequestParam(defaultValue = "100") int limit) {
        return miners.workers(null, Limits.rows(limit));
    }
}
