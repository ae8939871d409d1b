package thunderpool.lab.e2e.sim;

import java.util.ArrayList;
import java.util.List;
import thunderpool.template.MemoryTemplateService;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.Received;
import thunderpool.topics.TemplatePublished;

/** Two template-services over one database: one leads and publishes, both bring blocks home. They die, and so may the database. */
final class TemplateHost {

    private final Broker broker;
    private final Dice dice;
    private final MemoryTemplateService.Shared database;
    private final Outbox outbox;
    private final List<Instance> instances = new ArrayList<>();
    private int leader;
    int crashes;

    TemplateHost(Broker broker, Dice dice, SimChain chain, BlockInspector inspector) {
        this.broker = broker;
        this.dice = dice;
        this.database = new MemoryTemplateService.Shared(chain.poolScript());
        this.outbox = new Outbox(broker, dice);
        List<SimNode> nodes =
                List.of(new SimNode("north", chain, dice, inspector), new SimNode("south", chain, dice, inspector));
        instances.add(new Instance(0, nodes));
        instances.add(new Instance(1, nodes));
    }

    private final class Instance {
        private final int number;
        private final List<SimNode> nodes;
        private VirtualExecutor background;
        private MemoryTemplateService core;
        private long solvedAt;

        Instance(int number, List<SimNode> nodes) {
            this.number = number;
            this.nodes = nodes;
            this.background = new VirtualExecutor(broker::nowMs);
            this.core = fresh();
        }

        private MemoryTemplateService fresh() {
            Producer producer = new Producer(broker, dice, false);
            return new MemoryTemplateService(
                    SimChain.CHAIN,
                    database,
                    new MemoryTemplateService.Outside(
                            nodes,
                            producer.prompt(TemplatePublished.TOPIC),
                            producer.prompt(ChainStatus.TOPIC),
                            () -> leader == number || dice.fault(0.02),
                            background),
                    MemoryTemplateService.Trust.DEFAULT);
        }

        /** The process is killed: submissions under way are lost, and the topic is read again from its beginning. */
        void die() {
            background.shutdownNow();
            background = new VirtualExecutor(broker::nowMs);
            core = fresh();
            solvedAt = 0;
        }

        void step(long nowMs) {
            background.runDue();
            if (dice.isCalm() || dice.chance(0.7)) {
                core.look(nowMs);
            }
            if (dice.isCalm() || dice.chance(0.5)) {
                core.track(nowMs);
            }
            for (Received<BlockSolved> record : broker.read(BlockSolved.TOPIC, 0, solvedAt, 1 + dice.below(20))) {
                if (!core.bring(record.value())) {
                    break;
                }
                solvedAt = record.offset() + 1;
            }
        }
    }

    void step(long nowMs) {
        database.away(dice.fault(0.02));
        if (dice.fault(0.02)) {
            leader = 1 - leader;
        }
        for (Instance instance : instances) {
            if (dice.fault(0.006)) {
                crashes++;
                instance.die();
            } else {
                instance.step(nowMs);
            }
        }
        for (BlockChanged event : database.drain()) {
            outbox.put(BlockChanged.TOPIC, event);
        }
        outbox.pump();
    }

    /** The direct road: answered by the instance that is asked, when it is there. */
    boolean direct(int number, BlockSolved solved) {
        if (dice.fault(0.1)) {
            throw new Producer.Unknown("the direct road");
        }
        return instances.get(number % instances.size()).core.bring(solved);
    }

    /** No block's story is open. */
    boolean isQuiet() {
        database.away(false);
        return outbox.isEmpty() && database.open(SimChain.CHAIN.name()) == 0;
    }

    int repeated() {
        return outbox.repeated();
    }
}
