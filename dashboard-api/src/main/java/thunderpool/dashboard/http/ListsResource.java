package thunderpool.dashboard.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.PgLists;
import thunderpool.dashboard.view.Views;

/** Blocks, payments and epochs: lists that go on for years. */
@RestController
@RequestMapping("/api")
@Tag(name = "Lists")
public final class ListsResource {

    private static final int HASH_DIGITS = 64;

    private final PgLists lists;
    private final KnownAccounts known;

    public ListsResource(PgLists lists, KnownAccounts known) {
        this.lists = lists;
        this.known = known;
    }

    @GetMapping("/blocks")
    @Operation(summary = "Blocks the pool found, newest first")
    public ResponseEntity<List<Views.BlockRow>> blocks(
            @Parameter(description = "rows, 1 to 1000") @RequestParam(defaultValue = Paging.ROWS) int limit,
            @Parameter(description = "from the Link header") @RequestParam(required = false) @Nullable String cursor,
            @Parameter(description = "only blocks of this address") @RequestParam(required = false) @Nullable
                    String account) {
        Script finder = account == null ? null : known.require(account);
        return Paging.answer(lists.blocks(finder, Paging.rows(limit), cursor));
    }

    @GetMapping("/blocks/{id}")
    @Operation(summary = "One block the pool found")
    public Views.BlockRow block(@PathVariable String id) {
        hash("A block id", id);
        return lists.block(Hash256.ofDisplayHex(id.toLowerCase(java.util.Locale.ROOT)))
                .orElseThrow(() -> new NotFoundException("The pool found no such block."));
    }

    @GetMapping("/payouts")
    @Operation(summary = "Payments on their way and done, the one that changed last first")
    public ResponseEntity<List<Views.PayoutRow>> payouts(
            @Parameter(description = "rows, 1 to 1000") @RequestParam(defaultValue = Paging.ROWS) int limit,
            @Parameter(description = "from the Link header") @RequestParam(required = false) @Nullable String cursor) {
        return Paging.answer(lists.payouts(null, Paging.rows(limit), cursor));
    }

    @GetMapping("/payouts/{orderId}")
    @Operation(summary = "One payment")
    public Views.PayoutRow payout(@PathVariable String orderId) {
        return lists.payout(hash("An order id", orderId))
                .orElseThrow(() -> new NotFoundException("There is no such payment."));
    }

    private static byte[] hash(String what, String hex) {
        try {
            if (hex.length() == HASH_DIGITS) {
                return HexFormat.of().parseHex(hex);
            }
        } catch (IllegalArgumentException notHex) {
            throw new BadRequestException(what + " is 64 hex digits.");
        }
        throw new BadRequestException(what + " is 64 hex digits.");
    }

    @GetMapping("/epochs")
    @Operation(summary = "Closed epochs, newest first")
    public ResponseEntity<List<Views.EpochRow>> epochs(
            @Parameter(description = "rows, 1 to 1000") @RequestParam(defaultValue = Paging.ROWS) int limit,
            @Parameter(description = "from the Link header") @RequestParam(required = false) @Nullable String cursor) {
        return Paging.answer(lists.epochs(Paging.rows(limit), cursor));
    }

    @GetMapping("/epochs/{number}")
    @Operation(summary = "One epoch and its statements, largest work first")
    public Views.EpochPage epoch(
            @PathVariable long number,
            @Parameter(description = "statements, 1 to 1000") @RequestParam(defaultValue = "" + Paging.ROWS_MAX)
                    int limit) {
        Views.EpochRow epoch = lists.epoch(number)
                .orElseThrow(() -> new NotFoundException("Epoch " + number + " is not closed, or there is none."));
        return new Views.EpochPage(epoch, lists.statements(number, Paging.rows(limit)));
    }
}
