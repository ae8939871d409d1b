package thunderpool.dashboard.http.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.admin.command.PgAdminCommands;
import thunderpool.dashboard.admin.pool.Health;
import thunderpool.dashboard.admin.pool.Health.Figure;
import thunderpool.dashboard.admin.pool.PgStories;
import thunderpool.dashboard.view.Accounts;
import thunderpool.dashboard.view.PgPool;
import thunderpool.dashboard.view.Views;
import thunderpool.topics.Principal;

/** The pool as operators see it: how it is, what it offers, who is shut out, whose payments are held. */
@RestController
@RequestMapping("/api/admin")
@Tag(name = "Admin pool")
public final class PoolAdminResource {

    private static final int HELD_MAX = 500;
    private static final Duration UNTIL_TOLD = Duration.ofSeconds(15);
    private static final String GATEWAY = Principal.GATEWAY.label();

    /** From which amount on a payment waits for an operator. */
    public record Approval(
            @Nullable Long aboveSat, @Nullable Long version) {}

    /** What can be set. */
    public record Settings(
            List<Views.SchemeRow> schemes, List<PgStories.Fee> fees, List<Health.Port> ports, Approval approval) {}

    /** Whether all payments are held, and the last command from these pages about that. */
    public record AllHeld(
            boolean held,
            @Nullable Instant since,
            @Nullable String author,
            @Nullable String reason) {}

    /** A held account, with the command that held it if it came from these pages. */
    public record HeldAccount(
            String account,
            boolean held,
            long version,
            @Nullable Instant since,
            @Nullable String author,
            @Nullable String reason) {}

    /** Whose payments are held. */
    public record Holds(AllHeld all, List<HeldAccount> accounts) {}

    /** A gateway and its ports. */
    public record Gateway(
            String instance,
            String version,
            Instant startedAt,
            Instant seenAt,
            boolean alive,
            boolean ready,
            String reason,
            Map<String, Long> figures,
            List<Health.Port> ports) {}

    /** What is asked. */
    public record Sources(Health health, PgStories stories, PgPool pool, PgAdminCommands commands, Accounts accounts) {}

    private final Sources sources;
    private final InstantSource clock;

    public PoolAdminResource(Sources sources, InstantSource clock) {
        this.sources = sources;
        this.clock = clock;
    }

    @GetMapping("/health")
    @Operation(summary = "Services, nodes, template, ledger, payments, wallet, bans and recent errors")
    public Health.Page health() {
        return sources.health.page();
    }

    @GetMapping("/settings")
    @Operation(summary = "Schemes, fees, ports and the approval threshold, with their versions")
    public Settings settings() {
        return new Settings(
                sources.pool.schemes(),
                sources.stories.fees(clock.millis()),
                sources.health.ports(),
                new Approval(
                        sources.health
                                .figure(Principal.PAYOUT, Figure.APPROVAL_ABOVE)
                                .orElse(null),
                        sources.health
                                .figure(Principal.PAYOUT, Figure.APPROVAL_VERSION)
                                .orElse(null)));
    }

    @GetMapping("/bans")
    @Operation(summary = "Who is shut out by which gateway, newest first")
    public List<PgStories.Ban> bans() {
        return sources.stories.bans(clock.millis(), "", subject -> Subjects.readable(subject, sources.accounts));
    }

    @GetMapping("/gateways")
    @Operation(summary = "Gateways with their ports")
    public List<Gateway> gateways() {
        List<Health.Port> ports = sources.health.ports();
        return sources.health.services().stream()
                .filter(process -> process.service().equals(GATEWAY))
                .map(process -> new Gateway(
                        process.instance(),
                        process.version(),
                        process.startedAt(),
                        process.seenAt(),
                        process.alive(),
                        process.ready(),
                        process.reason(),
                        process.figures(),
                        ports.stream()
                                .filter(port -> port.instance().equals(process.instance()))
                                .toList()))
                .toList();
    }

    @GetMapping("/holds")
    @Operation(summary = "Whose payments are held, and by whom")
    public Holds holds() {
        Optional<PgAdminCommands.Row> last = lastHold("");
        return new Holds(
                new AllHeld(
                        allHeld(last),
                        last.map(PgAdminCommands.Row::sentAt).orElse(null),
                        last.map(PgAdminCommands.Row::author).orElse(null),
                        last.map(PgAdminCommands.Row::reason).orElse(null)),
                sources.stories.held(HELD_MAX).stream().map(this::heldAccount).toList());
    }

    /** As payout-service says, unless a command was obeyed so lately that it may not have said it yet. */
    private boolean allHeld(Optional<PgAdminCommands.Row> last) {
        Optional<Long> told = sources.health.figure(Principal.PAYOUT, Figure.ALL_HELD);
        boolean fresh = last.map(PgAdminCommands.Row::answeredAt)
                .filter(answered -> answered.isAfter(clock.instant().minus(UNTIL_TOLD)))
                .isPresent();
        if (last.isPresent() && (fresh || told.isEmpty())) {
            return last.get().kind().equals("hold-payouts");
        }
        return told.filter(held -> held != 0).isPresent();
    }

    private HeldAccount heldAccount(PgStories.Held held) {
        Script account = held.account();
        Optional<PgAdminCommands.Row> command = lastHold(account.hex());
        return new HeldAccount(
                sources.accounts.text(account.bytes()),
                true,
                held.version(),
                command.map(PgAdminCommands.Row::sentAt).orElse(null),
                command.map(PgAdminCommands.Row::author).orElse(null),
                command.map(PgAdminCommands.Row::reason).orElse(null));
    }

    private Optional<PgAdminCommands.Row> lastHold(String subject) {
        return sources.commands.lastApplied(subject, "hold-payouts", "release-payouts");
    }
}
