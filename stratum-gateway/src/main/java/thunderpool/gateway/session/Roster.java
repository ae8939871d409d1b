package thunderpool.gateway.session;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.AddressException;
import thunderpool.bitcoin.Chain;
import thunderpool.work.Miner;

/** Whom a session's shares may belong to: the users it authorized, and further workers of their accounts. */
final class Roster {
    private static final int MOST_USERS = 512;

    private final Chain chain;
    private final PortRules rules;
    private final Map<String, Miner> users = new HashMap<>();
    private @Nullable Miner first;

    Roster(Chain chain, PortRules rules) {
        this.chain = chain;
        this.rules = rules;
    }

    /** @throws AddressException saying what is wrong with the address, for the miner's eyes */
    Miner authorize(String user) {
        Miner miner = read(user);
        if (first == null) {
            first = miner;
        }
        remember(user, miner);
        return miner;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** The first that was authorized; null before. */
    @Nullable
    Miner first() {
        return first;
    }

    /** Whom a submit's user stands for; null when that account was not authorized here. */
    @Nullable
    Miner find(String user) {
        Miner known = users.get(user);
        if (known != null || first == null) {
            return known;
        }
        Miner stated;
        try {
            stated = read(user);
        } catch (AddressException notAnAddress) {
            return null;
        }
        boolean authorized =
                users.values().stream().anyMatch(miner -> miner.account().equals(stated.account()));
        if (!authorized) {
            return null;
        }
        remember(user, stated);
        return stated;
    }

    private void remember(String user, Miner miner) {
        if (users.size() < MOST_USERS) {
            users.put(user, miner);
        }
    }

    private Miner read(String user) {
        UserName name = UserName.parse(user);
        Address address = Address.parse(name.address(), chain);
        return new Miner(address.script(), name.worker(), rules.rewardSystem(), rules.schemeTag());
    }
}
