package thunderpool.lab.e2e.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import thunderpool.runtime.LogReplay;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.Judgement;
import thunderpool.topics.Received;
import thunderpool.topics.ShareSubmitted;
import thunderpool.topics.TemplatePublished;
import thunderpool.topics.Topic;
import thunderpool.validator.BrokerClock;
import thunderpool.validator.TemplateBook;
import thunderpool.validator.TemplateMissingException;
import thunderpool.validator.ValidatorCore;

/**
 * Validators that share the partitions, hosted as the transactional pipeline hosts them: outputs and positions commit
 * together or not at all, one that lost a partition can commit nothing, and any failure makes it begin anew from what is
 * committed.
 */
final class ValidatorGroup {

    private static final int PARTITIONS = ShareSubmitted.PARTITIONS;

    private static final class SessionEnded extends RuntimeException {
        SessionEnded(String why) {
            super(why);
        }
    }

    private record Output<T>(Topic<T> topic, T value) {
        void append(Broker broker) {
            broker.append(topic, value);
        }
    }

    private final Broker broker;
    private final Dice dice;
    private final boolean forgets;
    private final long[] committed = new long[PARTITIONS];
    private final int[] owners = new int[PARTITIONS];
    private final List<Member> members = new ArrayList<>();
    private int generation;
    int crashes;
    int replays;

    ValidatorGroup(Broker broker, Dice dice, int size, boolean forgets) {
        this.broker = broker;
        this.dice = dice;
        this.forgets = forgets;
        for (int i = 0; i < size; i++) {
            members.add(new Member(i));
        }
        rebalance();
    }

    void step() {
        if (dice.fault(0.02)) {
            rebalance();
        }
        for (Member member : members) {
            if (dice.fault(0.006)) {
                crashes++;
                member.die();
            } else if (dice.isCalm() || dice.chance(0.8)) {
                member.step();
            }
        }
    }

    /** Every record is judged, and what was said is committed. */
    boolean isCaughtUp() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (committed[partition] < broker.end(ShareSubmitted.TOPIC, partition)) {
                return false;
            }
        }
        return true;
    }

    /** Members that answer give up their partitions in order; one that hangs learns of it when it is too late. */
    private void rebalance() {
        members.stream().filter(member -> !dice.fault(0.2)).forEach(Member::leaveInOrder);
        generation++;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            owners[partition] = dice.below(members.size());
        }
    }

    private final class Member {
        private final int number;
        private final Map<Integer, Long> handled = new TreeMap<>();
        private final List<Output<?>> open = new ArrayList<>();
        private TemplateBook book = freshBook();
        private BrokerClock clock = new BrokerClock();
        private ValidatorCore core = freshCore();
        private long templatesAt;
        private long statusesAt;
        private int joined = -1;

        Member(int number) {
            this.number = number;
        }

        private static TemplateBook freshBook() {
            return new TemplateBook(SimChain.CHAIN.name(), SimChain.CHAIN.difficultyOne());
        }

        private ValidatorCore freshCore() {
            TemplateBook current = book;
            return new ValidatorCore(
                    SimChain.CHAIN.name(),
                    new ValidatorCore.Definitions(
                            current, id -> current.find(id).isPresent()),
                    forgets ? new Amnesia() : new Replay(),
                    clock,
                    share -> {});
        }

        /** The process is killed: what it had not committed never was. */
        void die() {
            handled.clear();
            open.clear();
            book = freshBook();
            clock = new BrokerClock();
            core = freshCore();
            templatesAt = 0;
            statusesAt = 0;
            joined = -1;
        }

        void step() {
            try {
                readTables();
                if (joined != generation && (handled.isEmpty() || dice.chance(0.5))) {
                    join();
                }
                poll();
                if (dice.chance(0.3)) {
                    core.onIdle(caughtUp(), broker.nowMs(), this::write);
                }
                if (dice.chance(0.6)) {
                    commit();
                }
            } catch (SessionEnded | Broker.Away | TemplateMissingException ended) {
                leave();
            }
        }

        private void readTables() {
            for (Received<TemplatePublished> record :
                    broker.read(TemplatePublished.TOPIC, 0, templatesAt, 1 + dice.below(30))) {
                clock.saw(record.appendTimeMs());
                book.on(record);
                templatesAt = record.offset() + 1;
            }
            for (Received<ChainStatus> record : broker.read(ChainStatus.TOPIC, 0, statusesAt, 1 + dice.below(30))) {
                clock.saw(record.appendTimeMs());
                statusesAt = record.offset() + 1;
            }
        }

        private void join() {
            leave();
            joined = generation;
            for (int partition = 0; partition < PARTITIONS; partition++) {
                if (owners[partition] == number) {
                    core.onAssigned(partition);
                    handled.put(partition, committed[partition]);
                }
            }
        }

        private void poll() {
            for (int partition : List.copyOf(handled.keySet())) {
                long from = handled.getOrDefault(partition, 0L);
                List<Received<ShareSubmitted>> batch =
                        broker.read(ShareSubmitted.TOPIC, partition, from, dice.below(6));
                if (!batch.isEmpty()) {
                    core.onBatch(batch, this::write);
                    handled.put(partition, batch.getLast().offset() + 1);
                }
            }
        }

        private Set<Integer> caughtUp() {
            Set<Integer> caughtUp = new TreeSet<>();
            handled.forEach((partition, next) -> {
                if (next == broker.end(ShareSubmitted.TOPIC, partition)) {
                    caughtUp.add(partition);
                }
            });
            return caughtUp;
        }

        private <T> void write(Topic<T> topic, T value) {
            open.add(new Output<>(topic, value));
        }

        private void commit() {
            if (joined != generation) {
                throw new SessionEnded("fenced");
            }
            if (broker.isAway() || dice.fault(0.03)) {
                throw new SessionEnded("the commit failed");
            }
            open.forEach(output -> output.append(broker));
            open.clear();
            handled.forEach((partition, next) -> committed[partition] = next);
            if (dice.fault(0.03)) {
                throw new SessionEnded("the commit's answer was lost");
            }
        }

        /** What is open is aborted; the next step begins anew. */
        private void leave() {
            handled.keySet().forEach(core::onRevoked);
            handled.clear();
            open.clear();
            joined = -1;
        }

        void leaveInOrder() {
            try {
                if (joined == generation) {
                    commit();
                }
            } catch (SessionEnded failed) {
                // Nothing of it happened; whoever comes next judges it again.
            }
            leave();
        }
    }

    /** The log's past, as the broker gives it. */
    private final class Replay implements LogReplay {
        @Override
        public <T> void replay(Topic<T> topic, int partition, long sinceMs, Consumer<Received<T>> handler) {
            if (broker.isAway() || dice.fault(0.05)) {
                throw new SessionEnded("the past cannot be read");
            }
            replays++;
            broker.all(topic, partition, 0).stream()
                    .filter(record -> record.appendTimeMs() >= sinceMs)
                    .forEach(handler);
        }
    }

    /** Sabotage: seals are remembered, so that only the duplicates are forgotten. */
    private final class Amnesia implements LogReplay {
        @Override
        public <T> void replay(Topic<T> topic, int partition, long sinceMs, Consumer<Received<T>> handler) {
            broker.all(topic, partition, 0).stream()
                    .filter(record -> record.value() instanceof Judgement.SliceSealed)
                    .forEach(handler);
        }
    }
}
