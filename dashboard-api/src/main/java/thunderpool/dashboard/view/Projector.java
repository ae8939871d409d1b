package thunderpool.dashboard.view;

import java.util.List;
import java.util.function.Function;
import thunderpool.bitcoin.Chain;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.BanChanged;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.FeeChanged;
import thunderpool.topics.Judgement;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.Received;
import thunderpool.topics.ScheduleChanged;
import thunderpool.topics.SchemeChanged;
import thunderpool.topics.StatementIssued;
import thunderpool.topics.Topic;
import thunderpool.topics.WorkersSeen;

/**
 * Folds topics into the read models: one feed per topic, each batch in the transaction that moves the feed's position.
 * Records of other chains are passed over.
 */
public final class Projector {

    private final Chain chain;
    private final PgProjection projection;
    private final Figures figures;
    private final LiveEvents events;
    private final PgFeeds feeds;

    /** Where figures about workers are written, and what events show is read. */
    public record Figures(PgWork work, PgRounds rounds, PgPresence presence, PgLists lists, RecentShares recent) {}

    public Projector(Chain chain, PgProjection projection, Figures figures, LiveEvents events, PgFeeds feeds) {
        this.chain = chain;
        this.projection = projection;
        this.figures = figures;
        this.events = events;
        this.feeds = feeds;
    }

    public PgFeeds.Feed<Judgement> shares() {
        return feeds.of(
                Judgement.TOPIC,
                batch -> {
                    ShareTally tally = new ShareTally(chain.name(), chain.difficultyOne());
                    tally.add(batch);
                    figures.work.add(tally);
                    figures.rounds.add(tally);
                },
                batch -> {
                    figures.recent.add(batch);
                    events.shares(batch);
                });
    }

    /** What gateways tell of workers, and what they refused at once. */
    public PgFeeds.Feed<WorkersSeen> workersSeen() {
        return silent(WorkersSeen.TOPIC, batch -> {
            List<Received<WorkersSeen>> told = batch.stream()
                    .filter(received -> received.value().chain().equals(chain.name()))
                    .toList();
            ShareTally refused = new ShareTally(chain.name(), chain.difficultyOne());
            told.forEach(
                    received -> received.value().workers().forEach(row -> refused.add(row, received.appendTimeMs())));
            figures.presence.put(told);
            figures.work.addRefused(refused);
        });
    }

    public PgFeeds.Feed<FeeChanged> fees() {
        return silent(FeeChanged.TOPIC, batch -> ours(batch, FeeChanged::chain).forEach(projection::put));
    }

    public PgFeeds.Feed<BanChanged> bans() {
        return silent(BanChanged.TOPIC, batch -> batch.forEach(ban -> figures.presence.put(ban.value())));
    }

    public PgFeeds.Feed<BlockChanged> blocks() {
        return feeds.of(
                BlockChanged.TOPIC,
                batch -> ours(batch, BlockChanged::chain).forEach(projection::put),
                batch -> ours(batch, BlockChanged::chain).forEach(block -> events.block(block, figures.lists::block)));
    }

    public PgFeeds.Feed<PayoutChanged> payouts() {
        return feeds.of(
                PayoutChanged.TOPIC,
                batch -> ours(batch, PayoutChanged::chain).forEach(projection::put),
                batch -> ours(batch, PayoutChanged::chain).forEach(events::payout));
    }

    public PgFeeds.Feed<EpochClosed> epochs() {
        return feeds.of(
                EpochClosed.TOPIC,
                batch -> ours(batch, EpochClosed::chain).forEach(projection::put),
                batch -> ours(batch, EpochClosed::chain).forEach(events::epoch));
    }

    public PgFeeds.Feed<StatementIssued> statements() {
        return silent(StatementIssued.TOPIC, batch -> ours(batch, StatementIssued::chain)
                .forEach(projection::put));
    }

    public PgFeeds.Feed<BalanceChanged> balances() {
        return silent(BalanceChanged.TOPIC, batch -> ours(batch, BalanceChanged::chain)
                .forEach(projection::put));
    }

    public PgFeeds.Feed<ScheduleChanged> schedules() {
        return silent(ScheduleChanged.TOPIC, batch -> batch.stream()
                .filter(schedule -> schedule.value().chain().equals(chain.name()))
                .forEach(schedule -> projection.put(schedule.value(), schedule.appendTimeMs())));
    }

    public PgFeeds.Feed<SchemeChanged> schemes() {
        return silent(SchemeChanged.TOPIC, batch -> batch.forEach(scheme -> projection.put(scheme.value())));
    }

    /** @param topic answers of one owner of commands */
    public PgFeeds.Feed<CommandAnswered> answers(Topic<CommandAnswered> topic) {
        return silent(topic, batch -> batch.forEach(answer -> projection.put(answer.value(), answer.appendTimeMs())));
    }

    private <T> PgFeeds.Feed<T> silent(Topic<T> topic, PgFeeds.Fold<T> fold) {
        return feeds.of(topic, fold, batch -> {});
    }

    private <T> List<T> ours(List<Received<T>> batch, Function<T, String> chainOf) {
        return batch.stream()
                .map(Received::value)
                .filter(value -> chainOf.apply(value).equals(chain.name()))
                .toList();
    }
}
