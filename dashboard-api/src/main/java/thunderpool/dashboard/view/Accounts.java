package thunderpool.dashboard.view;

import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Script;

/** The two spellings of an account: the script that records carry and the address that people read. */
public final class Accounts {

    private final Chain chain;

    public Accounts(Chain chain) {
        this.chain = chain;
    }

    public Chain chain() {
        return chain;
    }

    /** The address of a script, or its hex when no address has it. */
    public String text(byte[] script) {
        Script account = new Script(script);
        return Address.ofScript(account, chain).map(Address::text).orElseGet(account::hex);
    }

    /** @throws thunderpool.bitcoin.AddressException saying what is wrong with the text */
    public Script parse(String address) {
        return Address.parse(address, chain).script();
    }
}
