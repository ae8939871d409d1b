package thunderpool.dashboard.http.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.admin.command.PgAdminCommands;
import thunderpool.dashboard.admin.pool.PgStories;
import thunderpool.dashboard.admin.pool.ShareLookUp;
import thunderpool.dashboard.http.BadRequestException;
import thunderpool.dashboard.http.KnownAccounts;
import thunderpool.dashboard.http.NotFoundException;
import thunderpool.dashboard.view.MinerDesk;
import thunderpool.dashboard.view.PgLists;
import thunderpool.dashboard.view.PgMiners;
import thunderpool.dashboard.view.Views;

/** One account, block, payment or share through its whole life. */
@RestController
@RequestMapping("/api/admin")
@Tag(name = "Admin look-ups")
public final class StoriesResource {

    private static final int ROWS = 50;
    private static final Duration LOOKED_BACK = Duration.ofHours(1);

    /** All about an account. */
    public record AccountStory(
            Views.MinerPage miner,
            String script,
            boolean held,
            boolean ledgerHeld,
            List<PgAdminCommands.Row> commands,
            List<PgStories.Ban> bans,
            List<Views.BlockRow> blocks) {}

    /** All about a block. */
    public record BlockStory(
            Views.BlockRow row,
            @Nullable Instant solvedAt,
            @Nullable String roundWorkHashes,
            List<PgStories.BlockStep> history) {}

    /** All about a payment. */
    public record PayoutStory(
            Views.PayoutRow row, List<PgStories.PayoutStep> history, List<PgAdminCommands.Row> commands) {}

    /** What is asked. */
    public record Sources(
            KnownAccounts known,
            MinerDesk desk,
            PgMiners miners,
            PgLists lists,
            PgStories stories,
            PgAdminCommands commands) {}

    private final Sources sources;
    private final ShareLookUp shares;
    private final InstantSource clock;

    public StoriesResource(Sources sources, ShareLookUp shares, InstantSource clock) {
        this.sources = sources;
        this.shares = shares;
        this.clock = clock;
    }

    @GetMapping("/accounts/{account}")
    @Operation(summary = "An account: its page, what was done to it, its bans and its blocks")
    public AccountStory account(@PathVariable String account) {
        Script script = sources.known.require(account);
        Views.MinerPage page = sources.desk.page(script);
        Views.Schedule schedule = page.schedule();
        return new AccountStory(
                page,
                script.hex(),
                schedule != null && schedule.held(),
                sources.miners.isHeldInLedger(script),
                sources.commands.about(script.hex(), ROWS),
                sources.stories.bans(
                        clock.millis(), script.hex(), subject -> Subjects.readable(subject, sources.known.accounts())),
                sources.lists.blocks(script, ROWS, null).rows());
    }

    @GetMapping("/blocks/{id}")
    @Operation(summary = "A block and its way through its states")
    public BlockStory block(@PathVariable String id) {
        Hash256 block = displayed(id);
        Views.BlockRow row =
                sources.lists.block(block).orElseThrow(() -> new NotFoundException("The pool found no such block."));
        Optional<PgStories.Solved> solved = sources.stories.solved(block);
        return new BlockStory(
                row,
                solved.map(PgStories.Solved::solvedAt).orElse(null),
                solved.map(PgStories.Solved::roundWorkHashes).orElse(null),
                sources.stories.block(block));
    }

    @GetMapping("/payouts")
    @Operation(summary = "Payments that wait for approval, are open, or are over; the one that changed last first")
    public ResponseEntity<List<Views.PayoutRow>> payouts(
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "" + ROWS) int limit,
            @RequestParam(defaultValue = "") String cursor) {
        PgStories.Stage stage =
                switch (state) {
                    case "waiting" -> PgStories.Stage.WAITING;
                    case "open" -> PgStories.Stage.OPEN;
                    case "closed" -> PgStories.Stage.CLOSED;
                    default -> throw new BadRequestException("state must be waiting, open or closed.");
                };
        Pages.Place place = Pages.Place.parse(cursor);
        return Pages.reply(
                sources.stories.payouts(stage, place.ms(), place.id(), Pages.limit(limit) + 1),
                limit,
                row -> Pages.Place.of(row.changedAt(), row.orderId()));
    }

    @GetMapping("/payouts/{orderId}")
    @Operation(summary = "A payment, its way through its states, and what was said to it")
    public PayoutStory payout(@PathVariable String orderId) {
        byte[] id = bytes(orderId);
        Views.PayoutRow row =
                sources.lists.payout(id).orElseThrow(() -> new NotFoundException("There is no such payment."));
        return new PayoutStory(row, sources.stories.payout(id), sources.commands.about(row.orderId(), ROWS));
    }

    @GetMapping("/shares")
    @Operation(summary = "Shares from the log: of a worker between two times, or one by its identity")
    public ResponseEntity<Object> shares(
            @RequestParam @Nullable String account,
            @RequestParam @Nullable String worker,
            @RequestParam @Nullable String identity,
            @RequestParam @Nullable Instant from,
            @RequestParam @Nullable Instant to,
            @RequestParam(defaultValue = "" + ROWS) int limit) {
        if (account == null && identity == null) {
            throw new BadRequestException("Give an account or the identity of a share.");
        }
        Instant until = to == null ? clock.instant() : to;
        Instant since = from == null ? until.minus(LOOKED_BACK) : from;
        if (!since.isBefore(until)) {
            throw new BadRequestException("from must be before to.");
        }
        ShareLookUp.Wanted wanted = new ShareLookUp.Wanted(
                account == null ? null : sources.known.accounts().parse(account),
                worker,
                identity == null ? null : displayed(identity),
                since.toEpochMilli(),
                until.toEpochMilli(),
                Pages.limit(limit));
        return shares.find(wanted)
                .<ResponseEntity<Object>>map(ResponseEntity::ok)
                .orElseGet(() -> ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                        .header("Retry-After", "5")
                        .body(ProblemDetail.forStatusAndDetail(
                                HttpStatus.TOO_MANY_REQUESTS, "Another look-up is reading the log; try again soon.")));
    }

    private static Hash256 displayed(String hex) {
        bytes(hex);
        return Hash256.ofDisplayHex(hex);
    }

    private static byte[] bytes(String hex) {
        try {
            byte[] bytes = HexFormat.of().parseHex(hex);
            if (bytes.length == Hash256.SIZE) {
                return bytes;
            }
        } catch (IllegalArgumentException notHex) {
            throw new BadRequestException("An id is 64 hex digits.");
        }
        throw new BadRequestException("An id is 64 hex digits.");
    }
}
