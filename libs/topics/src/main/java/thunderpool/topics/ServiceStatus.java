package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How one process of the suite is, every few seconds: for the operators' health page, and for gateways to know which
 * of them are dead. One topic per service, since each topic has one writer.
 *
 * @param service that speaks
 * @param instance its name among the processes of that service
 * @param version of its code
 * @param startedAtMs its own clock, milliseconds since the Unix epoch
 * @param atMs its own clock when it wrote this; how old the record is, the broker's append time tells
 * @param ready whether it does its work now
 * @param reason why not, empty when ready
 * @param lags how far behind its consumers are
 * @param troubles newest warnings and errors of its log, newest first, bounded by the writer
 * @param figures its own gauges by name with the unit in the name, such as {@code hot_wallet_sat}
 */
public record ServiceStatus(
        Principal service,
        String instance,
        String version,
        long startedAtMs,
        long atMs,
        boolean ready,
        String reason,
        List<Lag> lags,
        List<Trouble> troubles,
        Map<String, Long> figures) {

    /**
     * A consumer's distance from the end of its topic.
     *
     * @param records over all its partitions
     */
    public record Lag(String topic, long records) {}

    /**
     * A line of the log that somebody should know.
     *
     * @param level {@code WARN} or {@code ERROR}
     * @param logger simple name of the class
     * @param text the message, shortened; never a secret
     */
    public record Trouble(long atMs, String level, String logger, String text) {}

    public static final Topic<ServiceStatus> OF_GATEWAY =
            topic(Principal.GATEWAY, Set.of(Principal.GATEWAY, Principal.DASHBOARD));
    public static final Topic<ServiceStatus> OF_VALIDATOR = topic(Principal.VALIDATOR, Set.of(Principal.DASHBOARD));
    public static final Topic<ServiceStatus> OF_TEMPLATE = topic(Principal.TEMPLATE, Set.of(Principal.DASHBOARD));
    public static final Topic<ServiceStatus> OF_ACCOUNTING = topic(Principal.ACCOUNTING, Set.of(Principal.DASHBOARD));
    public static final Topic<ServiceStatus> OF_PAYOUT = topic(Principal.PAYOUT, Set.of(Principal.DASHBOARD));
    public static final Topic<ServiceStatus> OF_DASHBOARD = topic(Principal.DASHBOARD, Set.of(Principal.DASHBOARD));

    public ServiceStatus {
        lags = List.copyOf(lags);
        troubles = List.copyOf(troubles);
        figures = Map.copyOf(figures);
    }

    /** The topic a service writes its own status to. */
    public static Topic<ServiceStatus> topicOf(Principal service) {
        return switch (service) {
            case GATEWAY -> OF_GATEWAY;
            case VALIDATOR -> OF_VALIDATOR;
            case TEMPLATE -> OF_TEMPLATE;
            case ACCOUNTING -> OF_ACCOUNTING;
            case PAYOUT -> OF_PAYOUT;
            case DASHBOARD -> OF_DASHBOARD;
        };
    }

    private static Topic<ServiceStatus> topic(Principal writer, Set<Principal> readers) {
        return Topic.ordered(
                "service-status-" + writer.label(),
                new ServiceStatusCodec(),
                writer,
                readers,
                new Retention.Compact(),
                record -> record.instance.getBytes(StandardCharsets.UTF_8));
    }

    private static final class ServiceStatusCodec implements Codec<ServiceStatus> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(ServiceStatus value, RecordWriter out) {
            out.text(value.service.label());
            out.text(value.instance);
            out.text(value.version);
            out.int64(value.startedAtMs);
            out.int64(value.atMs);
            out.flag(value.ready);
            out.text(value.reason);
            out.list(value.lags, (lag, to) -> {
                to.text(lag.topic);
                to.int64(lag.records);
            });
            out.list(value.troubles, (trouble, to) -> {
                to.int64(trouble.atMs);
                to.text(trouble.level);
                to.text(trouble.logger);
                to.text(trouble.text);
            });
            out.list(List.copyOf(new TreeMap<>(value.figures).entrySet()), (figure, to) -> {
                to.text(figure.getKey());
                to.int64(figure.getValue());
            });
        }

        @Override
        public ServiceStatus read(int version, RecordReader in) {
            return new ServiceStatus(
                    Principal.ofLabel(in.text()),
                    in.text(),
                    in.text(),
                    in.int64(),
                    in.int64(),
                    in.flag(),
                    in.text(),
                    in.list(from -> new Lag(from.text(), from.int64())),
                    in.list(from -> new Trouble(from.int64(), from.text(), from.text(), from.text())),
                    figures(in));
        }

        private static Map<String, Long> figures(RecordReader in) {
            Map<String, Long> figures = new TreeMap<>();
            in.list(from -> Map.entry(from.text(), from.int64()))
                    .forEach(figure -> figures.put(figure.getKey(), figure.getValue()));
            return figures;
        }
    }
}
