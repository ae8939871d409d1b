package thunderpool.dashboard.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.dashboard.view.AddressDesk;
import thunderpool.dashboard.view.Overview;
import thunderpool.dashboard.view.PgPool;
import thunderpool.dashboard.view.SuiteView;
import thunderpool.dashboard.view.Views;

/** The pool as a whole. */
@RestController
@RequestMapping("/api")
@Tag(name = "Pool")
public final class PoolResource {

    private final Overview overview;
    private final PgPool pool;
    private final SuiteView suite;
    private final AddressDesk addresses;

    public PoolResource(Overview overview, PgPool pool, SuiteView suite, AddressDesk addresses) {
        this.overview = overview;
        this.pool = pool;
        this.suite = suite;
        this.addresses = addresses;
    }

    @GetMapping("/stats")
    @Operation(summary = "The pool at a glance; not older than a second")
    public Views.Stats stats() {
        return overview.stats();
    }

    @GetMapping("/stats/history")
    @Operation(summary = "The pool minute by minute, oldest first; /api/history says more")
    public List<Views.MinutePoint> history(
            @Parameter(description = "whole minutes back, 1 to 1440") @RequestParam(defaultValue = "60") int minutes) {
        return pool.history(Limits.between("minutes", minutes, 1, 1440));
    }

    @GetMapping("/ports")
    @Operation(summary = "How to connect a miner")
    public List<Views.PortRow> ports() {
        return overview.ports();
    }

    @GetMapping("/services")
    @Operation(summary = "The pool's services, in the order of a share's way")
    public List<Views.ServiceRow> services() {
        return suite.services();
    }

    @GetMapping("/pool-balance")
    @Operation(summary = "What the ledger owes, by state")
    public Views.PoolBalance balance() {
        return pool.balance();
    }

    @GetMapping("/schemes")
    @Operation(summary = "Payment schemes: when accounts are paid")
    public List<Views.SchemeRow> schemes() {
        return pool.schemes();
    }

    @GetMapping("/leaderboard")
    @Operation(summary = "Accounts by what they did in a day or a week")
    public List<Views.LeaderRow> leaderboard(
            @Parameter(description = "hashrate, shares or blocks") @RequestParam(defaultValue = "hashrate") String by,
            @Parameter(description = "24h or 7d") @RequestParam(defaultValue = "24h") String range,
            @Parameter(description = "rows, 1 to 1000") @RequestParam(defaultValue = Paging.ROWS) int limit) {
        return pool.leaderboard(order(by), length(range), Paging.rows(limit));
    }

    private static PgPool.Order order(String by) {
        for (PgPool.Order order : PgPool.Order.values()) {
            if (order.name().toLowerCase(Locale.ROOT).equals(by)) {
                return order;
            }
        }
        throw new BadRequestException("by must be hashrate, shares or blocks.");
    }

    private static Duration length(String range) {
        return switch (range) {
            case "24h" -> Duration.ofHours(24);
            case "7d" -> Duration.ofDays(7);
            default -> throw new BadRequestException("range must be 24h or 7d.");
        };
    }

    @GetMapping("/addresses/{text}")
    @Operation(
            summary =
                    "Whether a text is an address of this chain and an account of this pool, and what is wrong if not")
    public Views.AddressCheck address(@PathVariable String text) {
        return addresses.check(text);
    }
}
