package thunderpool.accounting.reward;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import thunderpool.accounting.ledger.LedgerAccount;
import thunderpool.accounting.ledger.Transfer;
import thunderpool.accounting.reward.BlockBook.Change;
import thunderpool.accounting.reward.PoolBlock.Position;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/**
 * The state machine of a block's money: NONE to IMMATURE when found, to PAYABLE when matured, back to NONE when orphaned
 * before that. Pure: a story and credits in, transfers out. Each transfer is numbered by the version of the story that
 * causes it, so telling the same story again, at once or piece by piece, gives the same ids.
 *
 * @param position where the reward stands behind all changes
 * @param transfers in order
 * @param lost the story took a block away whose reward was payable already: it may be paid and can not be taken back
 */
record BlockMoney(Position position, List<Transfer> transfers, boolean lost) {

    static BlockMoney follow(PoolBlock block, SortedMap<Script, Sats> credits, List<Change> story) {
        List<Transfer> transfers = new ArrayList<>();
        Position position = block.position();
        boolean lost = false;
        for (Change change : story) {
            Legs legs = new Legs(block, credits, change, transfers);
            position = switch (change.state()) {
                case FOUND -> position == Position.NONE ? legs.found() : position;
                case MATURED ->
                    switch (position) {
                        case NONE -> {
                            legs.found();
                            yield legs.matured();
                        }
                        case IMMATURE -> legs.matured();
                        case PAYABLE -> position;
                    };
                case ORPHANED, REJECTED -> position == Position.IMMATURE ? legs.orphaned() : position;
            };
            lost = position == Position.PAYABLE
                    && switch (change.state()) {
                        case ORPHANED, REJECTED -> true;
                        case FOUND, MATURED -> false;
                    };
        }
        return new BlockMoney(position, List.copyOf(transfers), lost);
    }

    /** All transfers that one change causes. */
    private record Legs(PoolBlock block, SortedMap<Script, Sats> credits, Change change, List<Transfer> into) {

        Position found() {
            add(Transfer.Kind.BLOCK_FOUND, LedgerAccount.CHAIN, LedgerAccount.FEE_IMMATURE, block.fee());
            credits.forEach((account, amount) ->
                    add(Transfer.Kind.BLOCK_FOUND, LedgerAccount.CHAIN, LedgerAccount.immature(account), amount));
            return Position.IMMATURE;
        }

        Position matured() {
            add(Transfer.Kind.BLOCK_MATURED, LedgerAccount.FEE_IMMATURE, LedgerAccount.FEE_PAYABLE, block.fee());
            credits.forEach((account, amount) -> add(
                    Transfer.Kind.BLOCK_MATURED,
                    LedgerAccount.immature(account),
                    LedgerAccount.payable(account),
                    amount));
            return Position.PAYABLE;
        }

        Position orphaned() {
            add(Transfer.Kind.BLOCK_ORPHANED, LedgerAccount.FEE_IMMATURE, LedgerAccount.CHAIN, block.fee());
            credits.forEach((account, amount) ->
                    add(Transfer.Kind.BLOCK_ORPHANED, LedgerAccount.immature(account), LedgerAccount.CHAIN, amount));
            return Position.NONE;
        }

        private void add(Transfer.Kind kind, LedgerAccount debit, LedgerAccount credit, Sats amount) {
            if (!amount.isZero()) {
                into.add(new Transfer(kind, debit, credit, amount, block.id(), change.version(), "", change.atMs()));
            }
        }
    }
}
