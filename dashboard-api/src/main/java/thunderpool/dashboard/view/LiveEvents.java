package thunderpool.dashboard.view;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.Judgement;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.Received;
import thunderpool.topics.TemplatePublished;
import thunderpool.work.Rejection;
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

    /** @param row as the API would show it, which is read only while somebody listens */
    void block(BlockChanged block, Function<Hash256, Optional<Views.BlockRow>> row) {
        if (anyoneListens()) {
            row.apply(block.blockId()).ifPresent(shown -> send("block", shown));
        }
    }

    /** Tells those who listen to an account of its newest judged shares, some a second. */
    void shares(List<Received<Judgement>> batch) {
        Set<Script> wanted = stream.accounts();
        if (wanted.isEmpty()) {
            return;
        }
        for (Received<Judgement> received : batch) {
            if (received.value() instanceof Judgement.ShareJudged judged
                    && judged.chain().equals(accounts.chain().name())) {
                judged.shares().stream()
                        .filter(share -> wanted.contains(share.miner().account()))
                        .forEach(share -> share(share, received.appendTimeMs()));
            }
        }
    }

    private void share(Judgement.Share share, long atMs) {
        double achieved = Difficulties.achieved(share, accounts.chain().difficultyOne());
        Rejection rejection = share.rejection();
        Views.ShareEvent event = new Views.ShareEvent(
                Instant.ofEpochMilli(atMs),
                share.miner().worker(),
                Difficulties.of(share.job().difficulty()),
                achieved == 0 ? null : achieved,
                rejection == null ? null : rejection.name());
        stream.sendShare(share.miner().account(), new LiveStream.Event("share", json.apply(event)), atMs);
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
