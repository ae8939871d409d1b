package thunderpool.dashboard.view;

import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Function;
import thunderpool.bitcoin.Hash256;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.TemplatePublished;
import thunderpool.work.Slice;

/** Tells the live stream what happened, in the words of the REST interface; says nothing while nobody listens. */
public final class LiveEvents {

    private final LiveStream stream;
    private final Accounts accounts;
    private final Function<Object, String> json;

    /** @param json writes a view in one line */
    public LiveEvents(LiveStream stream, Accounts accounts, Function<Object, String> json) {
        this.stream = stream;
        this.accounts = accounts;
        this.json = json;
    }

    public boolean anyoneListens() {
        return stream.listeners() > 0;
    }

    public void stats(Views.Stats stats) {
        send("stats", stats);
    }

    public void job(TemplatePublished published) {
        if (anyoneListens()
                && published.template().chain().equals(accounts.chain().name())) {
            send(
                    "job",
                    new Views.JobEvent(
                            published.template().height(),
                            published.template().previous().displayHex(),
                            published.newTip()));
        }
    }

    void block(BlockChanged block) {
        if (anyoneListens()) {
            send(
                    "block",
                    new Views.BlockRow(
                            block.blockId().displayHex(),
                            block.height(),
                            block.state().name(),
                            block.confirmations(),
                            block.reward().value(),
                            accounts.text(block.finder().account().bytes()),
                            block.finder().worker(),
                            block.finder().rewardSystem().name(),
                            Instant.ofEpochMilli(block.atMs())));
        }
    }

    void payout(PayoutChanged payout) {
        if (anyoneListens()) {
            String txid =
                    payout.txid().equals(Hash256.ZERO) ? null : payout.txid().displayHex();
            send(
                    "payout",
                    new Views.PayoutRow(
                            HexFormat.of().formatHex(payout.orderId().wire()),
                            accounts.text(payout.account().bytes()),
                            payout.state().name(),
                            payout.amount().value(),
                            txid,
                            payout.confirmations(),
                            Instant.ofEpochMilli(payout.atMs())));
        }
    }

    void epoch(EpochClosed epoch) {
        if (anyoneListens()) {
            send(
                    "epoch",
                    new Views.EpochRow(
                            epoch.epoch(),
                            Instant.ofEpochMilli(Slice.startMs(epoch.firstSlice())),
                            Instant.ofEpochMilli(Slice.startMs(epoch.lastSlice() + 1)),
                            epoch.shares(),
                            epoch.work().toString(),
                            epoch.statements(),
                            epoch.rewards().value()));
        }
    }

    private void send(String name, Object view) {
        stream.send(new LiveStream.Event(name, json.apply(view)));
    }
}
