package thunderpool.accounting.ledger;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import thunderpool.accounting.account.Account;
import thunderpool.accounting.account.Accounts;
import thunderpool.bitcoin.Script;
import thunderpool.topics.BalanceChanged;

/** Posts transfers and tells the suite the balances they changed, once per account. */
public final class Bookkeeper {

    private final String chain;
    private final Ledger ledger;
    private final Accounts accounts;
    private final Outgoing outgoing;

    public Bookkeeper(String chain, Ledger ledger, Accounts accounts, Outgoing outgoing) {
        this.chain = chain;
        this.ledger = ledger;
        this.accounts = accounts;
        this.outgoing = outgoing;
    }

    /** @throws Ledger.ContradictionException as {@link Ledger#post} */
    public void post(List<Transfer> transfers) {
        if (transfers.isEmpty() || ledger.post(transfers) == Ledger.Posting.EXISTS) {
            return;
        }
        Set<Script> touched = new TreeSet<>(Account.BY_SCRIPT);
        for (Transfer transfer : transfers) {
            addOwner(transfer.debit(), touched);
            addOwner(transfer.credit(), touched);
        }
        tell(touched);
    }

    /** Tells the suite what holds of accounts in the ledger; their balances' versions stay as they are. */
    public void tell(Set<Script> told) {
        Map<Script, Balance> balances = ledger.balances(told);
        Map<Script, Account> known = accounts.find(told);
        for (Script script : told) {
            Balance balance = balances.getOrDefault(script, Balance.NONE);
            outgoing.put(
                    BalanceChanged.TOPIC,
                    changed(balance, known.getOrDefault(script, new Account(script, "", false, 0))));
        }
    }

    private static void addOwner(LedgerAccount account, Set<Script> touched) {
        Script owner = account.owner();
        if (owner != null) {
            touched.add(owner);
        }
    }

    private BalanceChanged changed(Balance balance, Account account) {
        return new BalanceChanged(
                chain,
                account.script(),
                balance.version(),
                balance.immature(),
                balance.payable(),
                balance.reserved(),
                balance.paid(),
                account.schemeTag(),
                account.held());
    }
}
