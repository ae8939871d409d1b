package thunderpool.dashboard.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.PgHistory;
import thunderpool.dashboard.view.PgHistory.Range;
import thunderpool.dashboard.view.Views;

/** Figures over time. */
@RestController
@RequestMapping("/api")
@Tag(name = "History")
public final class HistoryResource {

    private static final String CSV = "text/csv";

    /** What is asked for, as the request says it. */
    private record Question(
            String of, @Nullable String account, @Nullable String worker, String range) {}

    private final PgHistory history;
    private final KnownAccounts known;

    public HistoryResource(PgHistory history, KnownAccounts known) {
        this.history = history;
        this.known = known;
    }

    @GetMapping(path = "/history", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Hash rate, workers and shares over time, oldest first; every step is there, the last one runs",
            description = "1h and 24h are told by the minute, 7d by ten minutes, 30d and 1y by the hour.")
    public Views.History history(
            @Parameter(description = "pool, account or worker") @RequestParam(defaultValue = "pool") String of,
            @Parameter(description = "address, of an account or worker") @RequestParam(required = false) @Nullable
                    String account,
            @Parameter(description = "name, of a worker") @RequestParam(required = false) @Nullable String worker,
            @Parameter(description = "1h, 24h, 7d, 30d or 1y") @RequestParam(defaultValue = "24h") String range) {
        return answer(new Question(of, account, worker, range));
    }

    @GetMapping(path = "/history", produces = CSV)
    @Operation(hidden = true)
    public ResponseEntity<String> asText(
            @RequestParam(defaultValue = "pool") String of,
            @RequestParam(required = false) @Nullable String account,
            @RequestParam(required = false) @Nullable String worker,
            @RequestParam(defaultValue = "24h") String range) {
        return csv(answer(new Question(of, account, worker, range)));
    }

    @GetMapping("/history.csv")
    @Operation(summary = "The same as CSV, for spreadsheets")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    public ResponseEntity<String> file(
            @Parameter(description = "pool, account or worker") @RequestParam(defaultValue = "pool") String of,
            @Parameter(description = "address, of an account or worker") @RequestParam(required = false) @Nullable
                    String account,
            @Parameter(description = "name, of a worker") @RequestParam(required = false) @Nullable String worker,
            @Parameter(description = "1h, 24h, 7d, 30d or 1y") @RequestParam(defaultValue = "24h") String range) {
        return csv(answer(new Question(of, account, worker, range)));
    }

    private Views.History answer(Question question) {
        Range range = range(question.range);
        return switch (question.of) {
            case "pool" -> view(question, null, null, history.pool(range));
            case "account" -> {
                Script account = account(question);
                yield view(question, account, null, history.account(account, range));
            }
            case "worker" -> {
                Script account = account(question);
                String worker = question.worker == null ? "" : question.worker;
                yield view(question, account, worker, history.worker(account, worker, range));
            }
            default -> throw new BadRequestException("of must be pool, account or worker.");
        };
    }

    private Script account(Question question) {
        if (question.account == null) {
            throw new BadRequestException("account must be given: the address of the account.");
        }
        return known.require(question.account);
    }

    private static Range range(String text) {
        for (Range range : Range.values()) {
            if (range.text().equals(text)) {
                return range;
            }
        }
        throw new BadRequestException("range must be 1h, 24h, 7d, 30d or 1y.");
    }

    private Views.History view(
            Question question, @Nullable Script account, @Nullable String worker, List<Views.HistoryPoint> points) {
        Range range = range(question.range);
        return new Views.History(
                question.of,
                account == null ? null : known.accounts().text(account.bytes()),
                worker,
                range.text(),
                range.resolutionSeconds(),
                points.getFirst().at(),
                points.getLast().at().plusSeconds(range.resolutionSeconds()),
                points);
    }

    private static ResponseEntity<String> csv(Views.History shown) {
        StringBuilder text = new StringBuilder("at,hashrateHps,workers,sharesAccepted,sharesRejected,workHashes\r\n");
        for (Views.HistoryPoint point : shown.points()) {
            text.append(Csv.line(
                    point.at(),
                    point.hashrateHps(),
                    point.workers(),
                    point.sharesAccepted(),
                    point.sharesRejected(),
                    point.workHashes()));
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(CSV + ";charset=UTF-8"))
                .header("Content-Disposition", "attachment; filename=\"history-" + shown.range() + ".csv\"")
                .body(text.toString());
    }
}
