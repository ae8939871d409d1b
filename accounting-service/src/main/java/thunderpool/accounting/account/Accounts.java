package thunderpool.accounting.account;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Script;
import thunderpool.work.Miner;

/** The accounts of one chain. */
public interface Accounts {

    /**
     * Creates the accounts and workers that are missing. An account keeps the scheme tag it was created with: a stranger
     * who mines to it changes nothing.
     *
     * @param atMs when they were first seen, broker's time
     */
    void ensure(Collection<Miner> miners, long atMs);

    Optional<Account> find(Script script);

    /** Those of the accounts that exist. */
    Map<Script, Account> find(Collection<Script> scripts);

    /** Every account there is. */
    Set<Script> scripts();

    /** Writes the held mark and counts the version up; the caller has looked at the account in the same transaction. */
    Account hold(Script script, boolean held);
}
