package thunderpool.accounting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import thunderpool.accounting.ledger.Balance;
import thunderpool.accounting.ledger.Ledger;
import thunderpool.accounting.ledger.LedgerAccount;
import thunderpool.accounting.ledger.LedgerAccount.Purse;
import thunderpool.accounting.ledger.LedgerAudit;
import thunderpool.accounting.ledger.Transfer;
import thunderpool.accounting.payout.Reservation;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/** The ledger as a list of transfers, with the same refusals as the database's. */
public final class MemoryLedger implements Ledger {

    private final Map<Hash256, Reservation> reservations;
    private final MemoryBlockBook blocks;
    private final Map<Hash256, Transfer> transfers = new HashMap<>();
    private final Map<LedgerAccount, Long> purses = new HashMap<>();
    private final Map<Script, Long> versions = new HashMap<>();

    /** Undoes what this transaction added, newest last. */
    private final List<Runnable> journal = new ArrayList<>();

    MemoryLedger(Map<Hash256, Reservation> reservations, MemoryBlockBook blocks) {
        this.reservations = reservations;
        this.blocks = blocks;
    }

    Runnable snapshot() {
        journal.clear();
        return () -> journal.reversed().forEach(Runnable::run);
    }

    @Override
    public void lock() {
        // One thread: nobody else moves money.
    }

    @Override
    public Posting post(List<Transfer> posted) {
        int fresh = 0;
        Map<Script, Long> touched = new HashMap<>();
        for (Transfer transfer : posted) {
            Transfer known = transfers.get(transfer.id());
            if (known != null && !known.amount().equals(transfer.amount())) {
                throw new ContradictionException(transfer + " is in the ledger as " + known);
            }
            if (known == null) {
                fresh++;
                transfers.put(transfer.id(), transfer);
                journal.add(() -> transfers.remove(transfer.id()));
                move(transfer.debit(), -transfer.amount().value());
                move(transfer.credit(), transfer.amount().value());
                Stream.of(transfer.debit(), transfer.credit())
                        .map(LedgerAccount::owner)
                        .filter(Objects::nonNull)
                        .distinct()
                        .forEach(owner -> touched.merge(owner, 1L, Long::sum));
            }
        }
        purses.forEach((account, balance) -> {
            if (balance < 0 && account.purse() != Purse.CHAIN) {
                throw new IllegalStateException(account + " would be " + balance);
            }
        });
        touched.forEach((account, moves) -> {
            versions.merge(account, moves, Long::sum);
            journal.add(() -> versions.merge(account, -moves, Long::sum));
        });
        return fresh == 0 ? Posting.EXISTS : Posting.POSTED;
    }

    private void move(LedgerAccount account, long amount) {
        purses.merge(account, amount, Long::sum);
        journal.add(() -> purses.merge(account, -amount, Long::sum));
    }

    @Override
    public Map<Script, Balance> balances(Collection<Script> accounts) {
        Map<Script, Balance> balances = new HashMap<>();
        for (Script account : accounts) {
            balances.put(
                    account,
                    new Balance(
                            Sats.of(held(LedgerAccount.immature(account))),
                            Sats.of(held(LedgerAccount.payable(account))),
                            Sats.of(held(LedgerAccount.reserved(account))),
                            Sats.of(held(LedgerAccount.paid(account))),
                            versions.getOrDefault(account, 0L)));
        }
        return balances;
    }

    @Override
    public Sats feePayable() {
        return Sats.of(held(LedgerAccount.FEE_PAYABLE));
    }

    /** Every transfer, in no order. */
    public List<Transfer> transfers() {
        return List.copyOf(transfers.values());
    }

    @Override
    public LedgerAudit audit(Scope scope) {
        List<String> findings = new ArrayList<>();
        long total = purses.values().stream().mapToLong(Long::longValue).sum();
        if (total != 0) {
            findings.add("all purses add up to " + total + " satoshi instead of 0");
        }
        long open = reservations.values().stream()
                .filter(order -> order.state() == Reservation.State.OPEN)
                .mapToLong(order -> order.amount().value())
                .sum();
        if (open != sum(Purse.RESERVED)) {
            findings.add("reserved " + sum(Purse.RESERVED) + " satoshi, open orders " + open);
        }
        long immature = sum(Purse.IMMATURE) + sum(Purse.FEE_IMMATURE);
        if (immature != blocks.immatureReward()) {
            findings.add("immature purses hold " + immature + ", immature blocks " + blocks.immatureReward());
        }
        return new LedgerAudit(
                Math.abs(total),
                sum(Purse.CHAIN),
                sum(Purse.IMMATURE),
                sum(Purse.PAYABLE),
                sum(Purse.RESERVED),
                sum(Purse.PAID),
                sum(Purse.FEE_IMMATURE),
                sum(Purse.FEE_PAYABLE),
                findings);
    }

    private long held(LedgerAccount account) {
        return purses.getOrDefault(account, 0L);
    }

    private long sum(Purse purse) {
        return purses.entrySet().stream()
                .filter(entry -> entry.getKey().purse() == purse)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
