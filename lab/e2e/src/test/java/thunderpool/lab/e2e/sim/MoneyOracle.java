package thunderpool.lab.e2e.sim;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import thunderpool.accounting.MemoryAccounting;
import thunderpool.accounting.ledger.Balance;
import thunderpool.accounting.ledger.Ledger;
import thunderpool.accounting.ledger.LedgerAccount;
import thunderpool.accounting.ledger.LedgerAccount.Purse;
import thunderpool.accounting.ledger.LedgerAudit;
import thunderpool.accounting.ledger.Transfer;
import thunderpool.accounting.ledger.Transfer.Kind;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;

/** The laws of money, by plain sums over the transfers and by what the chain itself paid. */
final class MoneyOracle {

    private final SimChain chain;
    private final MemoryAccounting accounting;

    /** Sums of one step's look at the ledger. */
    private static final class Sums {
        private final Map<Purse, Long> purses = new EnumMap<>(Purse.class);
        private final Map<Script, Map<Purse, Long>> owners = new HashMap<>();
        private final Map<Hash256, Map<Kind, Long>> causes = new HashMap<>();
        private final Map<Hash256, Map<Long, Long>> found = new HashMap<>();

        void add(Transfer transfer) {
            long amount = transfer.amount().value();
            move(transfer.debit(), -amount);
            move(transfer.credit(), amount);
            causes.computeIfAbsent(transfer.reference(), any -> new EnumMap<>(Kind.class))
                    .merge(transfer.kind(), amount, Long::sum);
            if (transfer.kind() == Kind.BLOCK_FOUND) {
                found.computeIfAbsent(transfer.reference(), any -> new HashMap<>())
                        .merge(transfer.sequence(), amount, Long::sum);
            }
        }

        private void move(LedgerAccount account, long amount) {
            purses.merge(account.purse(), amount, Long::sum);
            Script owner = account.owner();
            if (owner != null) {
                owners.computeIfAbsent(owner, any -> new EnumMap<>(Purse.class))
                        .merge(account.purse(), amount, Long::sum);
            }
        }

        long of(Purse purse) {
            return purses.getOrDefault(purse, 0L);
        }

        static long in(@Nullable Map<Purse, Long> purses, Purse purse) {
            return purses == null ? 0 : purses.getOrDefault(purse, 0L);
        }

        long of(Hash256 cause, Kind kind) {
            return causes.getOrDefault(cause, Map.of()).getOrDefault(kind, 0L);
        }
    }

    MoneyOracle(SimChain chain, MemoryAccounting accounting) {
        this.chain = chain;
        this.accounting = accounting;
    }

    /** After every step. */
    void check(long nowMs) {
        Sums sums = sums();
        Law.holds(
                sums.purses.values().stream().mapToLong(Long::longValue).sum() == 0,
                "the ledger does not sum to zero: %s",
                sums.purses);
        balancesAreTheirTransfers(sums);
        blocksAreSplitExactly(sums);
        ordersEndOnce(sums);
        nobodyGotTooMuch(sums);
        LedgerAudit audit = accounting.core().audit(nowMs, Ledger.Scope.WHOLE);
        Law.holds(audit.findings().isEmpty(), "the audit found %s", audit.findings());
        Law.holds(!accounting.isHalted(), "an alarm of the ledger stopped payouts");
    }

    private Sums sums() {
        Sums sums = new Sums();
        accounting.ledger().transfers().forEach(sums::add);
        return sums;
    }

    private void balancesAreTheirTransfers(Sums sums) {
        Map<Script, Balance> balances = accounting.ledger().balances(sums.owners.keySet());
        sums.owners.forEach((owner, purses) -> {
            Balance balance = balances.getOrDefault(owner, Balance.NONE);
            Law.holds(
                    Sums.in(purses, Purse.IMMATURE) == balance.immature().value()
                            && Sums.in(purses, Purse.PAYABLE)
                                    == balance.payable().value()
                            && Sums.in(purses, Purse.RESERVED)
                                    == balance.reserved().value()
                            && Sums.in(purses, Purse.PAID) == balance.paid().value(),
                    "the balance of %s is not the sum of its transfers: %s, %s",
                    owner,
                    balance,
                    purses);
            purses.forEach((purse, amount) -> Law.holds(amount >= 0, "%s of %s is %s", purse, owner, amount));
        });
    }

    /** Each time a block enters the ledger all of its reward does; it leaves whole; what matures was deep in the chain. */
    private void blocksAreSplitExactly(Sums sums) {
        sums.found.forEach((block, entries) -> {
            long reward = chain.known(block)
                    .flatMap(SimChain.Mined::reward)
                    .orElseThrow(() -> Law.broken("money for a block that is not the pool's: %s", block));
            entries.values()
                    .forEach(entered -> Law.holds(
                            entered == reward, "block %s brought %s, its coinbase pays %s", block, entered, reward));
            long held = sums.of(block, Kind.BLOCK_FOUND) - sums.of(block, Kind.BLOCK_ORPHANED);
            Law.holds(held == 0 || held == reward, "block %s is held in part: %s of %s", block, held, reward);
            long matured = sums.of(block, Kind.BLOCK_MATURED);
            Law.holds(matured == 0 || matured == reward, "block %s matured with %s of %s", block, matured, reward);
            if (matured != 0) {
                Law.holds(held == reward, "block %s matured and was orphaned", block);
                Law.holds(chain.matured().containsKey(block), "block %s is payable but was never deep", block);
            }
        });
    }

    private static void ordersEndOnce(Sums sums) {
        sums.causes.forEach((cause, kinds) -> {
            long reserved = kinds.getOrDefault(Kind.PAYOUT_RESERVED, 0L);
            long ended = kinds.getOrDefault(Kind.PAYOUT_PAID, 0L) + kinds.getOrDefault(Kind.PAYOUT_RETURNED, 0L);
            Law.holds(
                    ended == 0 || ended == reserved, "order %s reserved %s and ended with %s", cause, reserved, ended);
        });
    }

    /** Coins at the accounts' scripts, on the active chain, at any time: no more than is reserved or posted as paid. */
    private void nobodyGotTooMuch(Sums sums) {
        Map<Script, Long> got = chain.received();
        got.forEach((script, coins) -> {
            if (!chain.isWallets(script)) {
                Map<Purse, Long> purses = sums.owners.get(script);
                long due = Sums.in(purses, Purse.RESERVED) + Sums.in(purses, Purse.PAID);
                Law.holds(coins <= due, "%s was paid %s on the chain, the ledger allowed %s", script, coins, due);
            }
        });
        long payable =
                sums.of(Purse.PAYABLE) + sums.of(Purse.RESERVED) + sums.of(Purse.PAID) + sums.of(Purse.FEE_PAYABLE);
        long deep = chain.matured().values().stream().mapToLong(Long::longValue).sum();
        Law.holds(payable <= deep, "%s became payable, only %s ever matured", payable, deep);
    }

    /** When nothing is under way: coins received are the ledger's paid, and the ledger holds the chain's blocks alone. */
    void checkQuiet() {
        Sums sums = sums();
        Map<Script, Long> got = chain.received();
        sums.owners.forEach((owner, purses) -> {
            long paid = Sums.in(purses, Purse.PAID);
            long coins = got.getOrDefault(owner, 0L);
            Law.holds(coins == paid, "%s has %s coins, the ledger paid %s", owner, coins, paid);
            Law.holds(Sums.in(purses, Purse.RESERVED) == 0, "%s still has money reserved", owner);
        });
        List<Hash256> active =
                chain.poolBlocks().stream().map(SimChain.Mined::id).toList();
        Set<Hash256> held = new HashSet<>();
        sums.found.keySet().forEach(block -> {
            if (sums.of(block, Kind.BLOCK_FOUND) > sums.of(block, Kind.BLOCK_ORPHANED)) {
                held.add(block);
            }
        });
        Law.holds(held.equals(new HashSet<>(active)), "the ledger holds other blocks than the chain");
    }

    int settled(Kind kind) {
        return (int) accounting.ledger().transfers().stream()
                .filter(transfer -> transfer.kind() == kind)
                .map(Transfer::reference)
                .distinct()
                .count();
    }
}
