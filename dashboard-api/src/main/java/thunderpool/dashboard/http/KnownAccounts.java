package thunderpool.dashboard.http;

import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.Accounts;
import thunderpool.dashboard.view.PgMiners;

/** From the address in a path to an account that exists. */
public record KnownAccounts(Accounts accounts, PgMiners miners) {

    /**
     * @throws thunderpool.bitcoin.AddressException when it is no address of the chain
     * @throws NotFoundException when it has no share
     */
    public Script require(String address) {
        Script account = accounts.parse(address);
        if (!miners.knows(account)) {
            throw new NotFoundException("No share of " + address
                    + " has been credited yet. An account appears with its first share; a new one takes some seconds.");
        }
        return account;
    }
}
