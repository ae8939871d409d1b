package thunderpool.dashboard.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.MinerDesk;
import thunderpool.dashboard.view.PgLists;
import thunderpool.dashboard.view.PgMiners;
import thunderpool.dashboard.view.PgWorkers;
import thunderpool.dashboard.view.RecentShares;
import thunderpool.dashboard.view.Views;

/** Accounts and their workers, by address, without a login. */
@RestController
@RequestMapping("/api")
@Tag(name = "Miners")
public final class MinersResource {

    private final PgMiners miners;
    private final PgWorkers workers;
    private final PgLists lists;
    private final MinerDesk desk;
    private final RecentShares recent;
    private final KnownAccounts known;

    /** What is asked. */
    public record Sources(PgMiners miners, PgWorkers workers, PgLists lists, MinerDesk desk, RecentShares recent) {}

    public MinersResource(Sources sources, KnownAccounts known) {
        this.miners = sources.miners;
        this.workers = sources.workers;
        this.lists = sources.lists;
        this.desk = sources.desk;
        this.recent = sources.recent;
        this.known = known;
    }

    @GetMapping("/miners")
    @Operation(summary = "Accounts by hash rate of the last ten minutes")
    public ResponseEntity<List<Views.MinerRow>> miners(
            @Parameter(description = "rows, 1 to 1000") @RequestParam(defaultValue = Paging.ROWS) int limit,
            @Parameter(description = "from the Link header") @RequestParam(required = false) @Nullable String cursor) {
        return Paging.answer(miners.miners(Paging.rows(limit), cursor));
    }

    @GetMapping("/miners/{account}")
    @Operation(summary = "One account: hash rate, balance, schedule, next payment, workers, statements, payouts")
    public Views.MinerPage miner(@PathVariable String account) {
        return desk.page(known.require(account));
    }

    @GetMapping("/miners/{account}/workers")
    @Operation(summary = "Workers of an account by hash rate of the last ten minutes")
    public List<Views.WorkerRow> workersOf(
            @PathVariable String account,
            @Parameter(description = "rows, 1 to 1000") @RequestParam(defaultValue = "" + Paging.ROWS_MAX) int limit) {
        return workers.of(known.require(account), Paging.rows(limit));
    }

    @GetMapping("/miners/{account}/worker")
    @Operation(summary = "One worker: a row per reward system, and its newest shares since this service started")
    public Views.WorkerPage worker(
            @PathVariable String account,
            @Parameter(description = "behind the address's dot; empty for none") @RequestParam(defaultValue = "")
                    String name) {
        Script script = known.require(account);
        List<Views.WorkerRow> rows = workers.named(script, name);
        if (rows.isEmpty()) {
            throw new NotFoundException(
                    "This account has no worker \"" + name + "\" with a credited share; a new one takes some seconds.");
        }
        return new Views.WorkerPage(rows, recent.of(script, name));
    }

    @GetMapping("/miners/{account}/statements")
    @Operation(summary = "What an account earned, epoch by epoch, newest first")
    public ResponseEntity<List<Views.StatementRow>> statements(
            @PathVariable String account,
            @Parameter(description = "rows, 1 to 1000") @RequestParam(defaultValue = Paging.ROWS) int limit,
            @Parameter(description = "from the Link header") @RequestParam(required = false) @Nullable String cursor) {
        return Paging.answer(lists.statements(known.require(account), Paging.rows(limit), cursor));
    }

    @GetMapping("/miners/{account}/payouts")
    @Operation(summary = "Payments to an account, the one that changed last first")
    public ResponseEntity<List<Views.PayoutRow>> payouts(
            @PathVariable String account,
            @Parameter(description = "rows, 1 to 1000") @RequestParam(defaultValue = Paging.ROWS) int limit,
            @Parameter(description = "from the Link header") @RequestParam(required = false) @Nullable String cursor) {
        return Paging.answer(lists.payouts(known.require(account), Paging.rows(limit), cursor));
    }

    @GetMapping("/miners/{account}/blocks")
    @Operation(summary = "Blocks an account found, newest first")
    public ResponseEntity<List<Views.BlockRow>> blocks(
            @PathVariable String account,
            @Parameter(description = "rows, 1 to 1000") @RequestParam(defaultValue = Paging.ROWS) int limit,
            @Parameter(description = "from the Link header") @RequestParam(required = false) @Nullable String cursor) {
        return Paging.answer(lists.blocks(known.require(account), Paging.rows(limit), cursor));
    }

    @GetMapping("/workers")
    @Operation(summary = "Workers of the whole pool by hash rate of the last ten minutes")
    public List<Views.WorkerRow> workers(
            @Parameter(description = "rows, 1 to 1000") @RequestParam(defaultValue = Paging.ROWS) int limit) {
        return workers.all(Paging.rows(limit));
    }
}
