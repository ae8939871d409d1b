package thunderpool.dashboard.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.dashboard.view.Overview;
import thunderpool.dashboard.view.PgPool;
import thunderpool.dashboard.view.Views;

/** The pool as a whole. */
@RestController
@RequestMapping("/api")
@Tag(name = "Pool")
public final class PoolResource {

    private final Overview overview;
    private final PgPool pool;

    public PoolResource(Overview overview, PgPool pool) {
        this.overview = overview;
        this.pool = pool;
    }

    @GetMapping("/stats")
    @Operation(summary = "The pool at a glance")
    public Views.Stats stats() {
        return overview.stats();
    }

    @GetMapping("/stats/history")
    @Operation(summary = "The pool minute by minute, oldest first")
    public List<Views.MinutePoint> history(@RequestParam(defaultValue = "60") int minutes) {
        return pool.history(Limits.between("minutes", minutes, 1, 1440));
    }

    @GetMapping("/ports")
    @Operation(summary = "How to connect a miner")
    public List<Views.PortRow> ports() {
        return overview.ports();
    }

    @GetMapping("/blocks")
    @Operation(summary = "Blocks the pool found, newest first")
    public List<Views.BlockRow> blocks(@RequestParam(defaultValue = "50") int limit) {
        return pool.blocks(Limits.rows(limit));
    }

    @GetMapping("/payouts")
    @Operation(summary = "Payments on their way and done, newest first")
    public List<Views.PayoutRow> payouts(@RequestParam(defaultValue = "50") int limit) {
        return pool.payouts(Limits.rows(limit));
    }

    @GetMapping("/pool-balance")
    @Operation(summary = "What the ledger owes, by state")
    public Views.PoolBalance balance() {
        return pool.balance();
    }

    @GetMapping("/leaderboard")
    @Operation(summary = "Accounts by work of the last day")
    public List<Views.LeaderRow> leaderboard(@RequestParam(defaultValue = "50") int limit) {
        return pool.leaderboard(Limits.rows(limit));
    }

    @GetMapping("/epochs")
    @Operation(summary = "Closed epochs, newest first")
    public List<Views.EpochRow> epochs(@RequestParam(defaultValue = "50") int limit) {
        return pool.epochs(Limits.rows(limit));
    }

    @GetMapping("/epochs/{number}")
    @Operation(summary = "One epoch and its statements, largest work first")
    public Views.EpochPage epoch(
            @PathVariable long number, @RequestParam(defaultValue = "" + Limits.ROWS_MAX) int limit) {
        Views.EpochRow epoch = pool.epoch(number)
                .orElseThrow(() -> new NotFoundException("Epoch " + number + " is not closed, or there is none."));
        return new Views.EpochPage(epoch, pool.statements(number, Limits.rows(limit)));
    }

    @GetMapping("/schemes")
    @Operation(summary = "Payment schemes: when accounts are paid")
    public List<Views.SchemeRow> schemes() {
        return pool.schemes();
    }
}
