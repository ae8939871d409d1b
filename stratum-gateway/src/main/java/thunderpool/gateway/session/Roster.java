package thunderpool.gateway.session;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.AddressException;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Script;
import thunderpool.work.Miner;

/** Whom a session's shares may belong to: the users it authorized, and further workers of their accounts. */
final class Roster {
    private static final int MOST_USERS = 512;
    private static final int AGENT_MOST = 64;

    private final Chain chain;
    private final PortRules rules;
    private final WorkerBook book;
    private final Map<String, WorkerTally> users = new HashMap<>();
    private final Map<Miner, WorkerTally> seats = new HashMap<>();
    private @Nullable Miner first;
    private Difficulty difficulty;
    private String agent = "";

    Roster(Chain chain, PortRules rules, WorkerBook book) {
        this.chain = chain;
        this.rules = rules;
        this.book = book;
        this.difficulty = rules.start();
    }

    /** @throws AddressException saying what is wrong with the address, for the miner's eyes */
    Miner authorize(String user) {
        Miner miner = read(user);
        if (first == null) {
            first = miner;
        }
        seat(user, miner);
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

    /** Whether any of its users is of this account. */
    boolean has(Script account) {
        return anyAccount(account::equals);
    }

    boolean anyAccount(Predicate<Script> wanted) {
        return users.values().stream()
                .anyMatch(worker -> wanted.test(worker.miner().account()));
    }

    /** Whom a submit's user stands for; null when that account was not authorized here. */
    @Nullable
    WorkerTally find(String user) {
        WorkerTally known = users.get(user);
        if (known != null || first == null) {
            return known;
        }
        Miner stated;
        try {
            stated = read(user);
        } catch (AddressException notAnAddress) {
            return null;
        }
        return has(stated.account()) ? seat(user, stated) : null;
    }

    /** The mining software, as it names itself. */
    void agent(String name) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < name.length() && plain.length() < AGENT_MOST; i++) {
            char sign = name.charAt(i);
            plain.append(sign >= ' ' && sign < 127 ? sign : '?');
        }
        agent = plain.toString();
        seats.values().forEach(worker -> worker.agent(agent));
    }

    /** What the session was told last. */
    void difficulty(Difficulty told) {
        difficulty = told;
        seats.values().forEach(worker -> worker.difficulty(told));
    }

    /** The connection ended. */
    void leave() {
        seats.values().forEach(book::leave);
        seats.clear();
    }

    private WorkerTally seat(String user, Miner miner) {
        WorkerTally known = users.get(user);
        if (known != null) {
            return known;
        }
        if (users.size() >= MOST_USERS) {
            return new WorkerTally(miner);
        }
        WorkerTally worker = seats.computeIfAbsent(miner, book::enter);
        worker.agent(agent);
        worker.difficulty(difficulty);
        users.put(user, worker);
        return worker;
    }

    private Miner read(String user) {
        UserName name = UserName.parse(user);
        Address address = Address.parse(name.address(), chain);
        return new Miner(address.script(), name.worker(), rules.rewardSystem(), rules.schemeTag());
    }
}
