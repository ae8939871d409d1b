package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import thunderpool.dashboard.admin.audit.AuditWatch;
import thunderpool.dashboard.admin.audit.PgAudit;
import thunderpool.dashboard.view.PoolSample;
import tools.jackson.databind.JsonNode;

/** What operators look up, and the log of what they did. */
class AdminLookUpTest {

    @TempDir
    private static Path folder;

    private static AdminStaff staff;
    private static AdminPool pool;
    private static Browser owner;
    private static Browser viewer;

    @BeforeAll
    static void hire() throws IOException {
        staff = new AdminStaff(folder.resolve("code"));
        pool = staff.pool;
        owner = staff.owner;
        viewer = staff.viewer;
    }

    @AfterAll
    static void stop() {
        staff.close();
    }

    @Test
    void blocksAndPaymentsAreShownThroughTheirWholeLives() {
        JsonNode block = Browser.read(viewer.get("/api/admin/blocks/" + PoolSample.GENESIS.displayHex()));
        assertThat(block.get("history").valueStream().map(step -> step.get("state")
                        .asString()))
                .as("a confirmation more is no step")
                .containsExactly("FOUND", "ORPHANED");
        assertThat(block.get("row").get("state").asString()).isEqualTo("ORPHANED");
        String order =
                Browser.read(viewer.get("/api/payouts")).get(0).get("orderId").asString();
        JsonNode payout = Browser.read(viewer.get("/api/admin/payouts/" + order));
        assertThat(payout.get("history").valueStream().map(step -> step.get("state")
                        .asString()))
                .containsExactly("RESERVED", "BROADCAST");
        assertThat(payout.get("history").get(1).get("txid").asString()).isEqualTo(PoolSample.GENESIS.displayHex());
        assertThat(Browser.read(viewer.get("/api/admin/payouts?state=open"))
                        .get(0)
                        .get("orderId")
                        .asString())
                .isEqualTo(order);
        assertThat(Browser.read(viewer.get("/api/admin/payouts?state=waiting"))).isEmpty();
        assertThat(viewer.get("/api/admin/payouts?state=lost").statusCode()).isEqualTo(400);
        assertThat(viewer.get("/api/admin/blocks/" + "00".repeat(32)).statusCode())
                .isEqualTo(404);
        assertThat(viewer.get("/api/admin/blocks/nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void sharesAreFoundInTheLog() {
        String span = "&from=2026-11-21T11:00:00Z&to=2026-11-22T00:00:00Z";
        JsonNode found = Browser.read(viewer.get("/api/admin/shares?account=" + PoolSample.ALICE + span));
        assertThat(found.get("shares")).hasSize(2);
        assertThat(found.get("scannedShares").asLong()).isEqualTo(3);
        assertThat(found.get("complete").asBoolean()).isTrue();
        JsonNode stale = Browser.read(viewer.get("/api/admin/shares?worker=old&account=" + PoolSample.ALICE + span))
                .get("shares")
                .get(0);
        assertThat(stale.get("rejection").asString()).isEqualTo("STALE");
        assertThat(stale.get("difficulty").asDouble()).isEqualTo(8.0);
        assertThat(stale.get("identity").asString()).isEqualTo(PoolSample.GENESIS.displayHex());
        assertThat(Browser.read(viewer.get("/api/admin/shares?identity=" + PoolSample.GENESIS.displayHex() + span))
                        .get("shares"))
                .hasSize(3);
        assertThat(viewer.get("/api/admin/shares?worker=old").statusCode()).isEqualTo(400);
        assertThat(viewer.get("/api/admin/shares?account=" + PoolSample.ALICE
                                + "&from=2026-11-22T00:00:00Z&to=2026-11-21T00:00:00Z")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void healthShowsNodesPaymentsAndWhatIsOwed() {
        JsonNode health = Browser.read(viewer.get("/api/admin/health"));
        assertThat(health.get("nodes")).isNotEmpty();
        assertThat(health.get("template").get("serving").asBoolean()).isTrue();
        assertThat(health.get("payouts").get("byState").get("BROADCAST").asLong())
                .isEqualTo(1);
        assertThat(health.get("payouts").get("oldestOpenAt").asString()).isEqualTo("2026-11-21T12:00:30Z");
        // 1000 payable and 22 reserved for a payment on its way.
        assertThat(health.get("wallet").get("liabilitiesSat").asLong()).isEqualTo(1_022);
    }

    @Test
    void auditLogRefusesToForget() {
        for (String sql : List.of(
                "update admin_audit set detail = 'nothing'", "delete from admin_audit", "truncate admin_audit")) {
            assertThatThrownBy(() -> pool.jdbc().execute(sql))
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("append-only");
        }
    }

    /** Who owns the table can take the triggers away; the chain shows it. */
    @Test
    void auditLogShowsThatItWasChanged() {
        AuditWatch watch = pool.context().getBean(AuditWatch.class);
        pool.jdbc().execute("alter table admin_audit disable trigger admin_audit_rows");
        String detail = pool.jdbc().queryForObject("select detail from admin_audit where id = 2", String.class);
        pool.jdbc().update("update admin_audit set detail = 'it was not me' where id = 2");
        assertChain(watch, "broken:2");
        pool.jdbc().update("update admin_audit set detail = ? where id = 2", detail);
        pool.jdbc().execute("alter table admin_audit enable trigger admin_audit_rows");
        assertChain(watch, "intact");
    }

    private static void assertChain(AuditWatch watch, String state) {
        watch.check();
        assertThat(owner.get("/api/admin/audit").headers().firstValue("X-Audit-Chain"))
                .hasValue(state);
    }

    @Test
    void rowThatMeansNothingIsAChangedOne() {
        AuditWatch watch = pool.context().getBean(AuditWatch.class);
        pool.jdbc().execute("alter table admin_audit disable trigger admin_audit_rows");
        String outcome = pool.jdbc().queryForObject("select outcome from admin_audit where id = 3", String.class);
        pool.jdbc().update("update admin_audit set outcome = 'X' where id = 3");
        assertChain(watch, "broken:3");
        pool.jdbc().update("update admin_audit set outcome = ? where id = 3", outcome);
        pool.jdbc().execute("alter table admin_audit enable trigger admin_audit_rows");
        assertChain(watch, "intact");
    }

    /** What is left fits together; that there was more, the watch remembers. */
    @Test
    void cutOffEndIsNoticed() {
        AuditWatch watch = pool.context().getBean(AuditWatch.class);
        assertChain(watch, "intact");
        pool.jdbc().execute("alter table admin_audit disable trigger admin_audit_rows");
        pool.jdbc().execute("create table cut as select * from admin_audit order by id desc limit 2");
        pool.jdbc().execute("delete from admin_audit where id in (select id from cut)");
        long first = Objects.requireNonNull(pool.jdbc().queryForObject("select min(id) from cut", Long.class));
        assertChain(watch, "broken:" + first);
        pool.jdbc().execute("insert into admin_audit select * from cut order by id");
        pool.jdbc().execute("drop table cut");
        pool.jdbc().execute("alter table admin_audit enable trigger admin_audit_rows");
        assertChain(watch, "intact");
        assertThat(new AuditWatch(pool.context().getBean(PgAudit.class)).state())
                .as("before the first look")
                .isEqualTo("unknown");
    }
}
