package thunderpool.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static thunderpool.accounting.Samples.share;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thunderpool.accounting.ledger.Ledger;
import thunderpool.bitcoin.Hash256;
import thunderpool.runtime.PgPositions;
import thunderpool.runtime.StalePositionException;
import thunderpool.runtime.sql.Transactions;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.Judgement;
import thunderpool.topics.Received;
import thunderpool.topics.StatementIssued;
import thunderpool.work.Miner;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;

/**
 * The same log gives the same statements and transfers, to the satoshi, however it is cut into batches and wherever the
 * service dies. The log is folded once in memory without trouble, and once in PostgreSQL with all of it.
 */
final class ReplayIT {

    private static final PgAccounting POSTGRES = new PgAccounting();
    private static final int PARTITIONS = Judgement.TOPIC.partitions();
    private static final AccountingRules RULES = Samples.rules(6);

    @AfterAll
    static void stop() {
        POSTGRES.close();
    }

    /** A process died: before its commit, or after it and before anyone heard. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private record Log(
            List<List<Received<Judgement>>> judgements,
            List<Received<BlockChanged>> blocks,
            List<Received<AdminCommand>> commands) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void crashesAndRepeatsChangeNothing(long seed) {
        Random random = new Random(seed);
        Log log = log(random);
        MemoryAccounting calm = new MemoryAccounting(RULES);
        for (List<Received<Judgement>> partition : log.judgements) {
            calm.core().onJudgements(partition);
        }
        calm.core().onAdminCommand(log.commands);
        calm.core().onBlockChanged(log.blocks);
        calm.core().tick(0, Samples.ALL_READ);

        POSTGRES.reset();
        new Stormy(log, random).run();

        List<Object> published = POSTGRES.drainOutbox();
        assertThat(only(EpochClosed.class, published)).as("seed %d", seed).isEqualTo(calm.epochs());
        assertThat(only(StatementIssued.class, published)).isEqualTo(calm.statements());
        assertThat(calm.epochs()).as("something happened").hasSizeGreaterThan(2);
        Map<String, Long> transfers = new TreeMap<>();
        calm.ledger()
                .transfers()
                .forEach(transfer -> transfers.put(
                        transfer.id().toString(), transfer.amount().value()));
        assertThat(pgTransfers()).isEqualTo(transfers).isNotEmpty();
        POSTGRES.core(RULES).audit(1, Ledger.Scope.NEW);
        var audit = POSTGRES.core(RULES).audit(1, Ledger.Scope.WHOLE);
        assertThat(audit.findings()).isEmpty();
        assertThat(audit).isEqualTo(calm.core().audit(1, Ledger.Scope.WHOLE));
    }

    /** Reads a log in random pieces with an instance that keeps dying, as a consumer would: from the stored positions. */
    private static final class Stormy implements LogReading {
        private final Log log;
        private final Random random;
        private final Accounting core;
        private final PgPositions positions = POSTGRES.positions();
        private long readUntilMs;

        Stormy(Log log, Random random) {
            this.log = log;
            this.random = random;
            Transactions mortal = new Transactions() {
                @Override
                public <T> T run(Supplier<T> work) {
                    T done = POSTGRES.transactions().run(() -> {
                        T result = work.get();
                        maybeCrash();
                        return result;
                    });
                    maybeCrash();
                    return done;
                }
            };
            POSTGRES.core(RULES);
            this.core = new Accounting(RULES, POSTGRES.stores(), mortal, positions::advance);
        }

        private void maybeCrash() {
            if (random.nextInt(8) == 0) {
                throw new Crash();
            }
        }

        void run() {
            boolean more = true;
            while (more) {
                try {
                    more = step();
                } catch (Crash crash) {
                    // The next instance reads on from what is stored.
                    more = true;
                }
            }
        }

        private boolean step() {
            switch (random.nextInt(5)) {
                case 0 -> core.tick(0, this);
                case 1 -> {
                    List<Received<BlockChanged>> waiting = nextBlocks();
                    core.onBlockChanged(waiting.subList(0, random.nextInt(waiting.size() + 1)));
                }
                case 2 -> {
                    List<Received<AdminCommand>> waiting = nextCommands();
                    core.onAdminCommand(waiting.subList(0, random.nextInt(waiting.size() + 1)));
                }
                default -> foldSome(random.nextInt(PARTITIONS));
            }
            boolean allRead = nextBlocks().isEmpty() && nextCommands().isEmpty();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                allRead &= next(partition).isEmpty();
            }
            return !allRead || core.tick(0, Samples.ALL_READ).epochsClosed() > 0;
        }

        private void foldSome(int partition) {
            List<Received<Judgement>> waiting = next(partition);
            List<Received<Judgement>> batch = waiting.subList(0, Math.min(waiting.size(), random.nextInt(12)));
            core.onJudgements(batch);
            if (!batch.isEmpty()) {
                readUntilMs = Math.max(readUntilMs, batch.getLast().appendTimeMs());
                assertThatThrownBy(() -> POSTGRES.core(RULES).onJudgements(batch))
                        .as("a zombie that folds it again")
                        .isInstanceOf(StalePositionException.class);
            }
        }

        private List<Received<Judgement>> next(int partition) {
            long next = positions.next(Judgement.TOPIC).getOrDefault(partition, 0L);
            List<Received<Judgement>> all = log.judgements.get(partition);
            return all.subList((int) next, all.size());
        }

        @Override
        public boolean hasBlocksSince(long sinceMs) {
            return nextBlocks().stream().allMatch(block -> block.appendTimeMs() > readUntilMs);
        }

        @Override
        public boolean hasCommandsBefore(long beforeMs) {
            return nextCommands().stream().noneMatch(command -> command.appendTimeMs() < beforeMs);
        }

        private List<Received<AdminCommand>> nextCommands() {
            long next = positions.next(AdminCommand.TOPIC).getOrDefault(0, 0L);
            return log.commands.subList((int) next, log.commands.size());
        }

        private List<Received<BlockChanged>> nextBlocks() {
            long next = positions.next(BlockChanged.TOPIC).getOrDefault(0, 0L);
            return log.blocks.subList((int) next, log.blocks.size());
        }
    }

    /** Some forty slices of work by eight workers, with blocks that come, go and mature, and epochs of silence. */
    private static Log log(Random random) {
        Samples samples = new Samples();
        List<List<Received<Judgement>>> judgements = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            judgements.add(new ArrayList<>());
        }
        List<Received<BlockChanged>> blocks = new ArrayList<>();
        List<Received<AdminCommand>> commands = new ArrayList<>();
        Map<Integer, Long> versions = new HashMap<>();
        long slice = 1_000;
        for (int i = 0; i < 40; i++) {
            slice += random.nextInt(10) == 0 ? 30 : 1;
            for (int partition = 0; partition < PARTITIONS; partition++) {
                for (int j = random.nextInt(4); j > 0; j--) {
                    judgements.get(partition).add(samples.shares(partition, shares(random, slice)));
                }
                judgements.get(partition).add(samples.seal(partition, slice));
            }
            if (random.nextInt(4) == 0) {
                Map<String, String> fee = Map.of(
                        "reward_system",
                        RewardSystem.ofCode(random.nextInt(2)).name(),
                        "basis_points",
                        "" + random.nextInt(10_001),
                        "from_ms",
                        "" + Slice.startMs(slice + 1 + random.nextInt(10)));
                commands.add(samples.command(1_000 + i, "set-fee", -1, fee, Slice.startMs(slice) + 5_000));
            }
            if (random.nextInt(3) == 0) {
                int number = 1 + random.nextInt(6);
                long version = versions.merge(number, 1L, Long::sum);
                boolean lives = version == 1 || random.nextBoolean();
                BlockChanged.State state = lives ? BlockChanged.State.FOUND : BlockChanged.State.ORPHANED;
                blocks.add(samples.block(number, version, state, slice, miner(number)));
            }
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            judgements.get(partition).add(samples.seal(partition, slice + 20));
        }
        for (Map.Entry<Integer, Long> block : versions.entrySet()) {
            int number = block.getKey();
            if (random.nextBoolean()) {
                blocks.add(samples.block(
                        number, block.getValue() + 1, BlockChanged.State.MATURED, slice + 15, miner(number)));
            }
        }
        return new Log(judgements, blocks, commands);
    }

    private static Judgement.Share[] shares(Random random, long slice) {
        Judgement.Share[] shares = new Judgement.Share[1 + random.nextInt(5)];
        for (int i = 0; i < shares.length; i++) {
            // Up to difficulty 2^45, so that some windows of about 2^47 are cut.
            shares[i] = share(miner(random.nextInt(8)), slice, 36 + random.nextInt(10));
        }
        return shares;
    }

    private static Miner miner(int number) {
        return Samples.miner(number / 2, "w" + number, number == 5 ? RewardSystem.SOLO : RewardSystem.PPLNS);
    }

    @Test
    void twoInstancesFoldTheirPartitionsSideBySide() throws InterruptedException, ExecutionException {
        POSTGRES.reset();
        Random random = new Random(11);
        List<List<Received<Judgement>>> work = new ArrayList<>();
        Samples samples = new Samples();
        long shares = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<Received<Judgement>> records = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                Judgement.Share[] some = shares(random, 1_000 + i / 20);
                shares += some.length;
                records.add(samples.shares(partition, some));
            }
            work.add(records);
        }
        try (ExecutorService instances = Executors.newFixedThreadPool(PARTITIONS)) {
            List<Future<?>> running = new ArrayList<>();
            for (List<Received<Judgement>> partition : work) {
                Accounting core = POSTGRES.core(RULES);
                running.add(instances.submit(() -> {
                    for (int at = 0; at < partition.size(); at += 10) {
                        core.onJudgements(partition.subList(at, at + 10));
                    }
                }));
            }
            for (Future<?> instance : running) {
                assertThat(instance.get()).isNull();
            }
        }

        assertThat(POSTGRES.jdbc().queryForObject("select sum(shares) from shares_contributions", Long.class))
                .isEqualTo(shares);
        assertThat(POSTGRES.jdbc().queryForObject("select sum(shares) from slice_totals", Long.class))
                .isEqualTo(shares);
        assertThat(POSTGRES.jdbc()
                        .queryForObject(
                                "select (select sum(work) from slice_totals) = (select sum(work) from shares_contributions)",
                                Boolean.class))
                .isTrue();
    }

    @Test
    void refusesToNumberEpochsAnew() {
        POSTGRES.reset();
        Samples samples = new Samples();
        POSTGRES.core(RULES).onJudgements(samples.seals(Slice.at(1_000_000)));
        POSTGRES.core(RULES).tick(0, Samples.ALL_READ);

        assertThatThrownBy(() -> POSTGRES.core(Samples.rules(60)).tick(0, Samples.ALL_READ))
                .hasMessageContaining("the epochs of this database are 6 slices long");
    }

    private static Map<String, Long> pgTransfers() {
        Map<String, Long> transfers = new TreeMap<>();
        POSTGRES.jdbc().query("select id, amount from ledger_transfers", row -> {
            transfers.put(Hash256.ofWire(row.getBytes(1)).toString(), row.getLong(2));
        });
        return transfers;
    }

    private static <T> List<T> only(Class<T> kind, List<Object> published) {
        return published.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
