package thunderpool.dashboard.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.bitcoin.Hash256;
import thunderpool.dashboard.view.CommandSender;
import thunderpool.dashboard.view.CommandSender.Outcome;
import thunderpool.dashboard.view.PgCommands;
import thunderpool.dashboard.view.Views;

/** What a miner may change without a login: its own schedule, by a message signed with the address's key. */
@RestController
@RequestMapping("/api")
@Tag(name = "Commands")
public final class CommandsResource {

    private static final int TEXT_MAX = 1000;

    /**
     * A signed change of schedule.
     *
     * @param message exactly what was signed
     * @param signature base64, by the wallet's "sign message"
     */
    public record SignedChange(
            @Nullable String message, @Nullable String signature) {}

    /** Where to ask for the answer. */
    public record Sent(String commandId, String answerAt) {}

    private final CommandSender sender;
    private final PgCommands commands;
    private final KnownAccounts known;

    public CommandsResource(CommandSender sender, PgCommands commands, KnownAccounts known) {
        this.sender = sender;
        this.commands = commands;
        this.known = known;
    }

    @PostMapping("/miners/{account}/schedule")
    @ApiResponse(
            responseCode = "202",
            description = "On its way to payout-service",
            content = @Content(schema = @Schema(implementation = Sent.class)))
    @Operation(
            summary = "Change an account's payment schedule by a signed message",
            description =
                    "Sign \"Thunder Pool CHAIN: pay ADDRESS by scheme SCHEME, time UNIX-SECONDS\" with the address's "
                            + "key (\", minimum N sat\" may stand before \", time\"); the schemes are under /api/schemes.")
    public ResponseEntity<Object> changeSchedule(@PathVariable String account, @RequestBody SignedChange change) {
        known.require(account);
        String message = text("message", change.message());
        String signature = text("signature", change.signature());
        return switch (sender.changeSchedule(account, message, signature)) {
            case Outcome.Sent(Hash256 id) ->
                ResponseEntity.status(HttpStatus.ACCEPTED).body(new Sent(hex(id), "/api/commands/" + hex(id)));
            case Outcome.NotSigned(String reason) -> problem(HttpStatus.BAD_REQUEST, reason);
            case Outcome.TooMany(int perHour) ->
                problem(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "An account can change its schedule " + perHour + " times an hour; please come back later.");
            case Outcome.Unknown(Hash256 id) ->
                problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The pool could not pass this on in time; whether it was, /api/commands/" + hex(id)
                                + " will tell. Sending it again is safe: it is obeyed once.");
        };
    }

    @GetMapping("/commands/{id}")
    @Operation(summary = "What became of a command: pending, applied or refused")
    public Views.CommandRow command(@PathVariable String id) {
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(id);
        } catch (IllegalArgumentException notHex) {
            throw new BadRequestException("A command id is 64 hex digits.");
        }
        return commands.find(bytes).orElseThrow(() -> new NotFoundException("No such command."));
    }

    private static String hex(Hash256 id) {
        return HexFormat.of().formatHex(id.wire());
    }

    private static ResponseEntity<Object> problem(HttpStatus status, String detail) {
        return ResponseEntity.of(ProblemDetail.forStatusAndDetail(status, detail))
                .build();
    }

    private static String text(String name, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > TEXT_MAX) {
            throw new BadRequestException(name + " is missing or longer than " + TEXT_MAX + " characters.");
        }
        return value;
    }
}
