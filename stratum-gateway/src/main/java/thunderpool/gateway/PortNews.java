package thunderpool.gateway;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import thunderpool.gateway.command.PortDesk.Offer;
import thunderpool.gateway.command.PortDesk.Plan;
import thunderpool.gateway.feed.NewsSink;
import thunderpool.gateway.net.PortBinding;
import thunderpool.gateway.session.PortRules;
import thunderpool.topics.PortChanged;
import thunderpool.topics.TopicWriter;

/** Tells what the open ports offer, when they open and when it changes. Thread-safe. */
final class PortNews {
    private record Open(PortBinding binding, int number) {}

    private final String instance;
    private final NewsSink news;
    private final TopicWriter<PortChanged> writer;
    private final ConcurrentHashMap<String, Open> ports = new ConcurrentHashMap<>();

    PortNews(String instance, NewsSink news, TopicWriter<PortChanged> writer) {
        this.instance = instance;
        this.news = news;
        this.writer = writer;
    }

    void opened(PortBinding binding, int number, Offer offer) {
        ports.put(binding.rules().name(), new Open(binding, number));
        changed(offer);
    }

    /** Says nothing of a port that is not open yet: it will when it opens. */
    void changed(Offer offer) {
        PortRules rules = offer.rules();
        @Nullable Open open = ports.get(rules.name());
        if (open == null) {
            return;
        }
        var _ = news.send(
                writer,
                new PortChanged(
                        instance,
                        rules.name(),
                        offer.version(),
                        open.number,
                        open.binding.tls(),
                        rules.rewardSystem(),
                        rules.schemeTag(),
                        rules.minimum(),
                        rules.start(),
                        rules.maximum(),
                        rules.vardiff(),
                        rules.shareIntervalMs(),
                        plan(offer.next())));
    }

    private static PortChanged.@Nullable Plan plan(@Nullable Plan next) {
        return next == null
                ? null
                : new PortChanged.Plan(
                        next.version(),
                        next.fromMs(),
                        next.rules().minimum(),
                        next.rules().start(),
                        next.rules().maximum(),
                        next.rules().vardiff(),
                        next.rules().shareIntervalMs());
    }
}
