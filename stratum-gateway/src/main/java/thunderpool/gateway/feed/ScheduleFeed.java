package thunderpool.gateway.feed;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import thunderpool.bitcoin.Script;
import thunderpool.gateway.session.Schedules;
import thunderpool.topics.Received;
import thunderpool.topics.ScheduleChanged;

/** The accounts' payout schedules as a table in memory, for telling miners which one holds. */
public final class ScheduleFeed implements Schedules {
    private record Held(String name, long version) {}

    private final String chain;
    private final ConcurrentHashMap<Script, Held> byAccount = new ConcurrentHashMap<>();

    public ScheduleFeed(String chain) {
        this.chain = chain;
    }

    public void changes(List<Received<ScheduleChanged>> records) {
        for (Received<ScheduleChanged> record : records) {
            ScheduleChanged change = record.value();
            if (change.chain().equals(chain)) {
                Held held = new Held(change.schemeName(), change.version());
                byAccount.merge(change.account(), held, (old, fresh) -> fresh.version > old.version ? fresh : old);
            }
        }
    }

    @Override
    public Optional<String> of(Script account) {
        return Optional.ofNullable(byAccount.get(account)).map(Held::name);
    }
}
