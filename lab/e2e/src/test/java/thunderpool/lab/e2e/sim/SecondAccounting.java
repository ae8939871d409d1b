package thunderpool.lab.e2e.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import thunderpool.accounting.MemoryAccounting;
import thunderpool.accounting.ledger.Transfer;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.Judgement;
import thunderpool.topics.Received;

/** Another accounting, which reads the same log from its first record in batches and an order of its own. */
final class SecondAccounting {

    private final Broker broker;
    private final Dice dice;
    private final MemoryAccounting database = new MemoryAccounting(AccountingHost.RULES);

    private SecondAccounting(Broker broker, long seed) {
        this.broker = broker;
        this.dice = new Dice(seed);
    }

    /** All statements and epochs that were issued are, to the unit, what anyone can compute from the log again. */
    static void confirms(Broker broker, long seed, MemoryAccounting first) {
        SecondAccounting second = new SecondAccounting(broker, seed);
        second.readAll();
        startsWith("epochs", second.database.epochs(), first.epochs());
        startsWith("statements", second.database.statements(), first.statements());
        Set<Transfer> again = new HashSet<>(ofBlocks(second.database));
        for (Transfer posted : ofBlocks(first)) {
            Law.holds(again.contains(posted), "the log does not say why %s was posted", posted);
        }
    }

    /** What blocks moved; which version of a story moved it must not hang on when the story was read. */
    private static List<Transfer> ofBlocks(MemoryAccounting accounting) {
        return accounting.ledger().transfers().stream()
                .filter(transfer -> switch (transfer.kind()) {
                    case BLOCK_FOUND, BLOCK_MATURED, BLOCK_ORPHANED -> true;
                    case PAYOUT_RESERVED, PAYOUT_PAID, PAYOUT_RETURNED, CORRECTION -> false;
                })
                .toList();
    }

    private static <T> void startsWith(String what, List<T> all, List<T> beginning) {
        for (int i = 0; i < beginning.size(); i++) {
            Law.holds(i < all.size(), "%s: the log gives only %s of %s", what, all.size(), beginning.size());
            Law.holds(
                    all.get(i).equals(beginning.get(i)),
                    "%s: issued %s, the log says %s",
                    what,
                    beginning.get(i),
                    all.get(i));
        }
    }

    private void readAll() {
        boolean more = true;
        while (more) {
            more = false;
            for (int i = 0; i < 8; i++) {
                more |= readSome(dice.below(Judgement.TOPIC.partitions()));
            }
            more |= readBlocks();
            more |= readCommands();
            for (int partition = 0; partition < Judgement.TOPIC.partitions() && !more; partition++) {
                more = readSome(partition);
            }
            if (dice.chance(0.3) || !more) {
                database.core().tick(broker.nowMs(), AccountingHost.readingOf(broker, database));
            }
        }
    }

    private boolean readSome(int partition) {
        List<Received<Judgement>> batch =
                broker.all(Judgement.TOPIC, partition, database.position(Judgement.TOPIC, partition));
        if (batch.isEmpty()) {
            return false;
        }
        database.core().onJudgements(batch.subList(0, Math.min(batch.size(), 1 + dice.below(200))));
        return true;
    }

    private boolean readCommands() {
        List<Received<AdminCommand>> batch =
                broker.all(AdminCommand.TOPIC, 0, database.position(AdminCommand.TOPIC, 0));
        if (batch.isEmpty()) {
            return false;
        }
        database.core().onAdminCommand(batch.subList(0, Math.min(batch.size(), 1 + dice.below(10))));
        return true;
    }

    private boolean readBlocks() {
        List<Received<BlockChanged>> batch =
                broker.all(BlockChanged.TOPIC, 0, database.position(BlockChanged.TOPIC, 0));
        if (batch.isEmpty()) {
            return false;
        }
        database.core().onBlockChanged(batch.subList(0, Math.min(batch.size(), 1 + dice.below(10))));
        return true;
    }
}
