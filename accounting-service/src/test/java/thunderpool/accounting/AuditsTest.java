package thunderpool.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static thunderpool.accounting.ledger.Ledger.Scope.NEW;
import static thunderpool.accounting.ledger.Ledger.Scope.WHOLE;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import thunderpool.accounting.ledger.Ledger;
import thunderpool.accounting.ledger.LedgerAudit;

final class AuditsTest {

    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 86_400_000;

    private final List<Ledger.Scope> tried = new ArrayList<>();
    private final List<Long> heard = new ArrayList<>();
    private final Set<Ledger.Scope> failing = EnumSet.noneOf(Ledger.Scope.class);
    private final Audits audits = new Audits(this::audit, (audit, nowMs) -> heard.add(nowMs));

    private LedgerAudit audit(long nowMs, Ledger.Scope scope) {
        tried.add(scope);
        if (failing.contains(scope)) {
            throw new IllegalStateException("read timed out");
        }
        return LedgerAudit.EMPTY;
    }

    private List<Ledger.Scope> triedAt(long nowMs) {
        tried.clear();
        audits.run(nowMs);
        return List.copyOf(tried);
    }

    @Test
    void allOfTheLedgerIsAuditedAtTheStartAndOnceADay() {
        assertThat(triedAt(0)).containsExactly(NEW, WHOLE);
        assertThat(triedAt(MINUTE_MS)).containsExactly(NEW);
        assertThat(triedAt(DAY_MS - 1)).containsExactly(NEW);
        assertThat(triedAt(DAY_MS)).containsExactly(NEW, WHOLE);
        assertThat(heard).containsExactly(0L, 0L, MINUTE_MS, DAY_MS - 1, DAY_MS, DAY_MS);
    }

    @Test
    void whatIsNewIsAuditedWhileTheWholeAuditFails() {
        failing.add(WHOLE);
        assertThat(triedAt(0)).containsExactly(NEW, WHOLE);
        assertThat(triedAt(MINUTE_MS)).containsExactly(NEW);
        assertThat(triedAt(HOUR_MS)).as("again after an hour").containsExactly(NEW, WHOLE);
        assertThat(heard).containsExactly(0L, MINUTE_MS, HOUR_MS);

        failing.clear();
        assertThat(triedAt(2 * HOUR_MS)).containsExactly(NEW, WHOLE);
        assertThat(triedAt(3 * HOUR_MS)).containsExactly(NEW);
        assertThat(triedAt(2 * HOUR_MS + DAY_MS)).containsExactly(NEW, WHOLE);
    }

    @Test
    void theWholeAuditWaitsForOneOfWhatIsNew() {
        failing.add(NEW);
        assertThatThrownBy(() -> audits.run(0)).hasMessage("read timed out");
        assertThat(tried).containsExactly(NEW);
        failing.clear();
        assertThat(triedAt(MINUTE_MS)).containsExactly(NEW, WHOLE);
    }
}
