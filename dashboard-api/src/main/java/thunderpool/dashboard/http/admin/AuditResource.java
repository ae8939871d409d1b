package thunderpool.dashboard.http.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.dashboard.admin.audit.AuditWatch;
import thunderpool.dashboard.admin.audit.PgAudit;

/** What admins did and tried. */
@RestController
@RequestMapping("/api/admin/audit")
@Tag(name = "Admin audit log")
public final class AuditResource {

    private final PgAudit audit;
    private final AuditWatch watch;

    public AuditResource(PgAudit audit, AuditWatch watch) {
        this.audit = audit;
        this.watch = watch;
    }

    @GetMapping
    @Operation(summary = "What admins did and tried, newest first")
    public ResponseEntity<List<PgAudit.Row>> rows(
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "") String user,
            @RequestParam(defaultValue = "") String action,
            @RequestParam @Nullable Instant from,
            @RequestParam @Nullable Instant to,
            HttpServletResponse response) {
        response.setHeader("X-Audit-Chain", watch.state());
        PgAudit.Query query = new PgAudit.Query(
                Pages.before(cursor),
                user,
                action,
                from == null ? 0 : from.toEpochMilli(),
                to == null ? Long.MAX_VALUE : to.toEpochMilli(),
                Pages.limit(limit) + 1);
        return Pages.reply(audit.rows(query), limit, row -> String.valueOf(row.id()));
    }
}
