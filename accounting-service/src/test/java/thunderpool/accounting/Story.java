package thunderpool.accounting;

import static thunderpool.accounting.Samples.ALICE;
import static thunderpool.accounting.Samples.BOB;
import static thunderpool.accounting.Samples.share;
import static thunderpool.topics.BlockChanged.State.FOUND;
import static thunderpool.topics.BlockChanged.State.MATURED;

import java.util.List;
import thunderpool.accounting.ledger.Balance;
import thunderpool.bitcoin.Sats;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.Received;

/** The beginnings that stories share. */
final class Story {

    private final Samples log;

    Story(Samples log) {
        this.log = log;
    }

    /** One share of Alice and three of Bob in the slices before 100. */
    void workOneToThree(TestPool pool) {
        pool.core()
                .onJudgements(List.of(
                        log.shares(0, share(ALICE, 98, 0), share(BOB, 98, 0)),
                        log.shares(1, share(BOB, 98, 0), share(BOB, 99, 0))));
    }

    void splitBlock(TestPool pool) {
        workOneToThree(pool);
        tell(pool, log.block(1, 1, FOUND, 100, ALICE));
        pool.core().onJudgements(log.seals(100));
        pool.tick();
    }

    void matureBlock(TestPool pool) {
        splitBlock(pool);
        tell(pool, log.block(1, 2, MATURED, 101, ALICE));
        pool.forgetPublished();
    }

    static void tell(TestPool pool, Received<BlockChanged> change) {
        pool.core().onBlockChanged(List.of(change));
    }

    static Balance balance(long immature, long payable, long reserved, long paid, long version) {
        return new Balance(Sats.of(immature), Sats.of(payable), Sats.of(reserved), Sats.of(paid), version);
    }
}
