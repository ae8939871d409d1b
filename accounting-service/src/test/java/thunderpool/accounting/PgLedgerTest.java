package thunderpool.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thunderpool.accounting.ledger.Ledger;
import thunderpool.accounting.ledger.LedgerAccount;
import thunderpool.accounting.ledger.LedgerAudit;
import thunderpool.accounting.ledger.Transfer;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/** What the database itself refuses, whatever the code above it does. */
final class PgLedgerTest {

    private static final PgAccounting POSTGRES = new PgAccounting();
    private static final Script ALICE = Samples.ALICE.account();

    @AfterAll
    static void stop() {
        POSTGRES.close();
    }

    @BeforeEach
    void empty() {
        POSTGRES.reset();
        POSTGRES.transactions().run(() -> {
            POSTGRES.stores().accounts().ensure(List.of(Samples.ALICE, Samples.BOB), 1);
            return true;
        });
        assertThat(post(reward(1, 1_000))).isEqualTo(Ledger.Posting.POSTED);
    }

    @Test
    void answersARepeatedTransferWithExists() {
        assertThat(post(reward(1, 1_000))).isEqualTo(Ledger.Posting.EXISTS);
        assertThat(post(reward(1, 1_000), reward(2, 5))).isEqualTo(Ledger.Posting.POSTED);
        assertThat(immature()).isEqualTo(1_005);
    }

    @Test
    void stopsAtTheSameCauseWithAnotherAmount() {
        assertThatThrownBy(() -> post(reward(2, 7), reward(1, 1_001)))
                .isInstanceOf(Ledger.ContradictionException.class);
        assertThat(immature()).as("none of the batch is in").isEqualTo(1_000);
    }

    @Test
    void refusesToSpendWhatIsNotThere() {
        Transfer matured = new Transfer(
                Transfer.Kind.BLOCK_MATURED,
                LedgerAccount.immature(ALICE),
                LedgerAccount.payable(ALICE),
                Sats.of(1_001),
                Samples.hash(1),
                2,
                "",
                1);
        assertThatThrownBy(() -> post(matured)).hasMessageContaining("account_balances_immature_check");
        assertThat(immature()).isEqualTo(1_000);
    }

    @Test
    void refusesATransferToAnAccountThatDoesNotExist() {
        Transfer lost = new Transfer(
                Transfer.Kind.BLOCK_FOUND,
                LedgerAccount.CHAIN,
                LedgerAccount.immature(Samples.script(500)),
                Sats.of(1),
                Samples.hash(9),
                1,
                "",
                1);
        assertThatThrownBy(() -> post(lost)).hasMessageContaining("credit_owner");
    }

    @Test
    void letsNobodyChangeOrRemoveATransfer() {
        assertThatThrownBy(() -> POSTGRES.jdbc().update("update ledger_transfers set amount = 1"))
                .hasMessageContaining("the ledger is immutable");
        assertThatThrownBy(() -> POSTGRES.jdbc().update("delete from ledger_transfers"))
                .hasMessageContaining("the ledger is immutable");
        assertThatThrownBy(() -> POSTGRES.jdbc().execute("truncate ledger_transfers"))
                .hasMessageContaining("the ledger is immutable");
    }

    @Test
    void refusesATransferOfNothingAndOfLessThanNothing() {
        for (int amount : new int[] {0, -5}) {
            assertThatThrownBy(() -> POSTGRES.jdbc().update("""
                                    insert into ledger_transfers (id, kind, debit_purse, credit_purse, amount,
                                                                  reference, sequence, note, created_at_ms)
                                    values (sha256('x'), 'k', 'chain', 'fee_payable', ?, sha256('y'), 0, '', 0)
                                    """, amount))
                    .hasMessageContaining("ledger_transfers_amount_check");
        }
    }

    @Test
    void refusesATransferWithOneLeg() {
        assertThatThrownBy(() -> POSTGRES.jdbc().update("""
                                insert into ledger_transfers (id, kind, debit_purse, credit_purse, amount,
                                                              reference, sequence, note, created_at_ms)
                                values (sha256('x'), 'k', 'chain', 'chain', 5, sha256('y'), 0, '', 0)
                                """)).hasMessageContaining("two_legs");
    }

    @Test
    void findsABalanceThatSomeoneTamperedWith() {
        assertThat(audit(Ledger.Scope.NEW).findings())
                .as("the reward of this test has no block")
                .hasSize(1);
        POSTGRES.jdbc().update("update account_balances set payable = payable + 7");

        LedgerAudit audit = audit(Ledger.Scope.NEW);
        assertThat(audit.imbalance()).isEqualTo(14);
        assertThat(audit.findings())
                .contains(
                        "all purses add up to 7 satoshi instead of 0",
                        "balances differ from the sum of their transfers by 7 satoshi");
    }

    @Test
    void carriesTheSumsOfWhatItHasSeen() {
        audit(Ledger.Scope.NEW);
        assertThat(post(reward(2, 500))).isEqualTo(Ledger.Posting.POSTED);
        for (Ledger.Scope scope : List.of(Ledger.Scope.NEW, Ledger.Scope.NEW, Ledger.Scope.WHOLE, Ledger.Scope.NEW)) {
            LedgerAudit audit = audit(scope);
            assertThat(audit.imbalance()).isZero();
            assertThat(audit.immature()).isEqualTo(1_500);
            assertThat(audit.findings()).containsExactly("immature purses hold 1500 satoshi, immature blocks 0");
        }
        assertThat(POSTGRES.jdbc().queryForObject("select sum(abs(amount)) from ledger_audited", Long.class))
                .as("chain and Alice")
                .isEqualTo(3_000);
    }

    @Test
    void findsAChangedNewTransferAtOnceAndAnOldOneWhenAllAreAddedUp() {
        audit(Ledger.Scope.NEW);
        post(reward(2, 500));
        behindTheLedgersBack("update ledger_transfers set amount = 501 where amount = 500");
        assertThat(audit(Ledger.Scope.NEW).findings())
                .contains("balances differ from the sum of their transfers by 2 satoshi");
        behindTheLedgersBack("update ledger_transfers set amount = 500 where amount = 501");
        assertThat(audit(Ledger.Scope.WHOLE).findings())
                .as("put right, but noticed")
                .contains("transfers that were audited have changed since, by 2 satoshi");
        assertThat(audit(Ledger.Scope.NEW).imbalance()).isZero();

        behindTheLedgersBack("update ledger_transfers set amount = 1007 where amount = 1000");
        assertThat(audit(Ledger.Scope.NEW).imbalance())
                .as("long audited, not looked at")
                .isZero();
        LedgerAudit whole = audit(Ledger.Scope.WHOLE);
        assertThat(whole.imbalance()).isEqualTo(14);
        assertThat(whole.findings())
                .contains(
                        "transfers that were audited have changed since, by 14 satoshi",
                        "balances differ from the sum of their transfers by 14 satoshi");
        assertThat(audit(Ledger.Scope.NEW).imbalance())
                .as("until it is put right")
                .isEqualTo(14);
    }

    @Test
    void findsATransferThatWasTakenOutOrPutInBehindTheLedgersBack() {
        audit(Ledger.Scope.NEW);
        behindTheLedgersBack("""
                insert into ledger_transfers (id, kind, debit_purse, credit_purse, amount, reference, sequence, note,
                                              created_at_ms)
                values (sha256('x'), 'k', 'chain', 'fee_payable', 9, sha256('y'), 0, '', 0)
                """);
        assertThat(audit(Ledger.Scope.NEW).imbalance()).isEqualTo(18);
        behindTheLedgersBack("delete from ledger_transfers where amount = 9");
        assertThat(audit(Ledger.Scope.WHOLE).findings())
                .contains("transfers that were audited have changed since, by 18 satoshi");
        behindTheLedgersBack("delete from ledger_transfers");
        assertThat(audit(Ledger.Scope.WHOLE).imbalance()).isEqualTo(2_000);
    }

    /** As somebody can who has the rights of a superuser: no trigger fires. */
    private static void behindTheLedgersBack(String sql) {
        POSTGRES.jdbc().execute("begin; set local session_replication_role = replica; " + sql + "; commit");
    }

    @Test
    void findsAReserveWithoutAnOrder() {
        POSTGRES.jdbc().update("""
                        insert into payout_reservations (order_id, script, sequence, amount, state, reason)
                        values (sha256('o'), ?, 0, 5, 'OPEN', '')
                        """, (Object) ALICE.bytes());
        assertThat(audit(Ledger.Scope.NEW).findings())
                .contains("1 accounts hold another reserve than their open orders");
    }

    @Test
    void allowsOneOpenOrderPerAccount() {
        String open = """
                insert into payout_reservations (order_id, script, sequence, amount, state, reason)
                values (sha256(?::bytea), ?, 0, 5, 'OPEN', '')
                """;
        POSTGRES.jdbc().update(open, new byte[] {1}, ALICE.bytes());
        assertThatThrownBy(() -> POSTGRES.jdbc().update(open, new byte[] {2}, ALICE.bytes()))
                .hasMessageContaining("payout_reservations_open");
    }

    @Test
    void numbersTransfersByTheirCauseAlone() {
        Set<String> ids = List.of(reward(1, 5), reward(2, 5), reward(1, 6)).stream()
                .map(transfer -> transfer.id().displayHex())
                .collect(Collectors.toSet());
        assertThat(ids).hasSize(2);
    }

    private static Transfer reward(int block, long amount) {
        return new Transfer(
                Transfer.Kind.BLOCK_FOUND,
                LedgerAccount.CHAIN,
                LedgerAccount.immature(ALICE),
                Sats.of(amount),
                Samples.hash(block),
                1,
                "",
                1);
    }

    private static Ledger.Posting post(Transfer... transfers) {
        return POSTGRES.transactions().run(() -> POSTGRES.stores().ledger().post(List.of(transfers)));
    }

    private static LedgerAudit audit(Ledger.Scope scope) {
        return POSTGRES.transactions().run(() -> POSTGRES.stores().ledger().audit(scope));
    }

    private static long immature() {
        return POSTGRES.transactions()
                .run(() -> POSTGRES.stores().ledger().balance(ALICE).immature().value());
    }
}
