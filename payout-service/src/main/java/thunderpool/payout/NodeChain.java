package thunderpool.payout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.AddressException;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.MalformedException;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.node.BlockBodies;
import thunderpool.node.ChainState;
import thunderpool.node.Node;
import thunderpool.node.NodeException;
import thunderpool.node.SendOutcome;
import thunderpool.node.Wallet;
import thunderpool.node.WalletHistory;
import thunderpool.payout.order.Coin;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.port.PayoutChain;

/**
 * The saga's chain over a node's RPC: every fault of a call is a {@link ChainFault}, and a node of another chain, or one
 * that still catches up, is no node.
 */
public final class NodeChain implements PayoutChain {

    private static final String CHANGE_LABEL = "payout-change";

    /** Regtest nodes believe to be behind whenever their last block is old. */
    private static final String REGTEST = "regtest";

    private static final int VBYTES_PER_ESTIMATE = 1_000;

    private final Chain chain;
    private final Node node;
    private final Wallet wallet;
    private final BlockBodies bodies;
    private final WalletHistory history;
    private boolean genesisSeen;

    /** The four are usually one and the same: {@link thunderpool.node.JsonRpcNode}. */
    public NodeChain(Chain chain, Node node, Wallet wallet, BlockBodies bodies, WalletHistory history) {
        this.chain = chain;
        this.node = node;
        this.wallet = wallet;
        this.bodies = bodies;
        this.history = history;
    }

    @Override
    public SeenBlock tip() {
        return ask(() -> {
            if (!genesisSeen && node.blockAt(0).filter(chain.genesis()::equals).isEmpty()) {
                throw new ChainFault("node " + node.name() + " is not on " + chain.name());
            }
            genesisSeen = true;
            ChainState state = node.chainState();
            if (state.initialDownload() && !chain.rpcChain().equals(REGTEST)) {
                throw new ChainFault("node " + node.name() + " still catches up, at height " + state.height());
            }
            return new SeenBlock(state.height(), state.tip());
        });
    }

    @Override
    public Optional<Hash256> blockAt(int height) {
        return ask(() -> node.blockAt(height));
    }

    @Override
    public Optional<BlockSpends> block(Hash256 id) {
        return ask(() -> bodies.blockBody(id).map(block -> {
            Map<OutPoint, Hash256> spends = new HashMap<>();
            for (Transaction transaction : block.transactions()) {
                Hash256 txid = transaction.txid();
                transaction.inputs().forEach(input -> spends.put(input.previous(), txid));
            }
            return new BlockSpends(block.header().previous(), spends);
        }));
    }

    @Override
    public List<Coin> coins() {
        return ask(() -> wallet.listUnspent(1).stream()
                .filter(coin -> coin.spendable() && coin.safe())
                .map(coin -> new Coin(coin.outPoint(), coin.value(), coin.script(), coin.confirmations()))
                .toList());
    }

    /** Rounded up to whole satoshi per virtual byte. */
    @Override
    public OptionalInt feeRate(int blocks) {
        return ask(() -> node.estimateFee(blocks)
                .map(perThousand -> Math.toIntExact(
                        Math.ceilDiv(Math.min(perThousand.value(), Integer.MAX_VALUE), VBYTES_PER_ESTIMATE)))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty()));
    }

    @Override
    public Script newChangeScript() {
        return ask(() -> Address.parse(wallet.newAddress(CHANGE_LABEL), chain).script());
    }

    @Override
    public Transaction sign(Transaction unsigned) {
        return ask(() -> {
            Wallet.SignedTransaction signed = wallet.signRawTransaction(unsigned);
            if (!signed.complete()) {
                throw new ChainFault("the wallet cannot sign every input: " + signed.problems());
            }
            return signed.transaction();
        });
    }

    @Override
    public Optional<String> refusal(Transaction signed) {
        return ask(() -> {
            Node.MempoolVerdict verdict = node.testMempoolAccept(signed);
            return verdict.allowed() ? Optional.empty() : Optional.of(verdict.reason());
        });
    }

    @Override
    public Optional<String> send(Transaction signed) {
        return ask(() -> switch (node.sendRawTransaction(signed)) {
            case SendOutcome.InMempool _, SendOutcome.InChain _ -> Optional.empty();
            case SendOutcome.MissingInputs _ -> Optional.of("an input is unknown or spent");
            case SendOutcome.Refused(int code, String reason) -> Optional.of(reason + " (" + code + ")");
        });
    }

    /** An output that the wallet also lists as received is its own. */
    @Override
    public List<Sent> sentSince(int height) {
        return ask(() -> {
            Hash256 since = node.blockAt(height)
                    .orElseThrow(() -> new ChainFault("node " + node.name() + " has no block at height " + height));
            List<WalletHistory.Entry> entries = history.since(since);
            Set<OutPoint> own = entries.stream()
                    .filter(entry -> !entry.sent())
                    .map(WalletHistory.Entry::outPoint)
                    .collect(Collectors.toSet());
            return entries.stream()
                    .filter(entry -> entry.sent() && entry.confirmations() >= 0 && !own.contains(entry.outPoint()))
                    .map(entry -> new Sent(entry.outPoint().txid(), script(entry), entry.value()))
                    .toList();
        });
    }

    private Optional<Script> script(WalletHistory.Entry entry) {
        try {
            return entry.address().map(text -> Address.parse(text, chain).script());
        } catch (AddressException | MalformedException ofAKindWeDoNotPay) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Own> own(Hash256 txid) {
        return ask(
                () -> wallet.walletTransaction(txid).map(known -> new Own(known.transaction(), known.confirmations())));
    }

    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (NodeException fault) {
            throw new ChainFault(String.valueOf(fault.getMessage()), fault);
        }
    }
}
