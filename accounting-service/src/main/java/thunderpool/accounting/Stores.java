package thunderpool.accounting;

import thunderpool.accounting.account.Accounts;
import thunderpool.accounting.epoch.EpochBook;
import thunderpool.accounting.ledger.Alarms;
import thunderpool.accounting.ledger.Ledger;
import thunderpool.accounting.ledger.Outgoing;
import thunderpool.accounting.payout.Reservations;
import thunderpool.accounting.reward.BlockBook;
import thunderpool.accounting.reward.FeeBook;
import thunderpool.accounting.window.ContributionStore;
import thunderpool.accounting.window.Seals;

/** Everything accounting remembers: PostgreSQL in the service, memory in the simulation. */
public record Stores(
        Accounts accounts,
        ContributionStore contributions,
        Seals seals,
        Ledger ledger,
        Alarms alarms,
        BlockBook blocks,
        FeeBook fees,
        EpochBook epochs,
        Reservations reservations,
        CommandAnswers answers,
        Outgoing outgoing) {}
