package thunderpool.dashboard.http.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.dashboard.admin.Answer;
import thunderpool.dashboard.admin.command.CommandDesk;
import thunderpool.dashboard.admin.command.PgAdminCommands;
import thunderpool.dashboard.http.BadRequestException;
import thunderpool.dashboard.http.NotFoundException;

/** What admins want done by other services, and what became of it. */
@RestController
@RequestMapping("/api/admin/commands")
@Tag(name = "Admin commands")
public final class AdminCommandsResource {

    /**
     * What is wanted.
     *
     * @param owner {@code payout}, {@code accounting} or {@code gateway}
     * @param expectedVersion refused when the thing has another one meanwhile; absent for any
     */
    public record Wanted(
            @Nullable String owner,
            @Nullable String kind,
            @Nullable Map<String, @Nullable String> fields,
            @Nullable Long expectedVersion,
            @Nullable String reason) {}

    /** Where to ask for the answer. */
    public record Sent(String commandId, String answerAt) {}

    private final CommandDesk desk;
    private final PgAdminCommands commands;

    public AdminCommandsResource(CommandDesk desk, PgAdminCommands commands) {
        this.desk = desk;
        this.commands = commands;
    }

    @PostMapping
    @Operation(summary = "Sends a command to the service that owns the thing; its answer is asked for later")
    public ResponseEntity<Object> send(@RequestBody Wanted wanted, HttpServletRequest request) {
        CommandDesk.Wish wish = new CommandDesk.Wish(
                Text.required("owner", wanted.owner()),
                Text.required("kind", wanted.kind()),
                fields(wanted.fields()),
                wanted.expectedVersion() == null ? -1 : wanted.expectedVersion(),
                Text.line("reason", wanted.reason()));
        Answer<String> answer = desk.send(wish, Callers.person(request), Callers.of(request));
        return answer instanceof Answer.Done<String>(String id)
                ? ResponseEntity.status(HttpStatus.ACCEPTED).body(new Sent(id, "/api/admin/commands/" + id))
                : Answers.reply(answer, id -> id);
    }

    @GetMapping
    @Operation(summary = "Commands of admins, newest first")
    public ResponseEntity<List<PgAdminCommands.Row>> rows(
            @RequestParam(defaultValue = "50") int limit, @RequestParam(defaultValue = "") String cursor) {
        Pages.Place place = Pages.Place.parse(cursor);
        return Pages.reply(
                commands.rows(place.ms(), place.id(), Pages.limit(limit) + 1),
                limit,
                row -> Pages.Place.of(row.sentAt(), row.commandId()));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One command: pending, applied or refused")
    public PgAdminCommands.Row row(@PathVariable String id) {
        return commands.find(hex(id)).orElseThrow(() -> new NotFoundException("No such command."));
    }

    private static Map<String, String> fields(@Nullable Map<String, @Nullable String> given) {
        Map<String, String> fields = new TreeMap<>();
        if (given != null) {
            given.forEach((name, text) -> fields.put(name, Text.line(name, text)));
        }
        return fields;
    }

    private static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException notHex) {
            throw new BadRequestException("A command id is 64 hex digits.");
        }
    }
}
