package thunderpool.payout.saga;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.payout.order.Coin;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.port.PayoutChain;

/** A chain on which nothing ever happens. */
public final class FixedChain implements PayoutChain {

    /** The rules of {@link SagaWorld}. */
    public static final PayoutRules RULES = SagaWorld.RULES;

    private static final SeenBlock TIP = new SeenBlock(0, Hash256.ZERO);

    @Override
    public SeenBlock tip() {
        return TIP;
    }

    @Override
    public Optional<Hash256> blockAt(int height) {
        return height == 0 ? Optional.of(TIP.id()) : Optional.empty();
    }

    @Override
    public Optional<BlockSpends> block(Hash256 id) {
        return Optional.empty();
    }

    @Override
    public List<Coin> coins() {
        return List.of();
    }

    @Override
    public List<Sent> sentSince(int height) {
        return List.of();
    }

    @Override
    public Optional<Own> own(Hash256 txid) {
        return Optional.empty();
    }

    @Override
    public OptionalInt feeRate(int blocks) {
        return OptionalInt.empty();
    }

    @Override
    public Script newChangeScript() {
        return Script.p2wpkh(new byte[20]);
    }

    @Override
    public Transaction sign(Transaction unsigned) {
        throw new ChainFault("this wallet has no keys");
    }

    @Override
    public Optional<String> refusal(Transaction signed) {
        return Optional.empty();
    }

    @Override
    public Optional<String> send(Transaction signed) {
        return Optional.empty();
    }
}
