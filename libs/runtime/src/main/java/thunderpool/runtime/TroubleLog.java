package thunderpool.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import thunderpool.runtime.log.LogKey;
import thunderpool.runtime.log.LogOwner;
import thunderpool.topics.ServiceStatus.Trouble;

/**
 * The last warnings and errors of one service, in memory. A line that repeats is one line with its newest time, so that one
 * failing loop does not push everything else out.
 *
 * <p>In a JVM of several services a line belongs to its {@link LogOwner}; a line of nobody to all.
 */
final class TroubleLog implements AutoCloseable {
    private static final int KEPT = 20;
    private static final int TEXT_MAX = 300;

    /** Kafka warns so of a transaction that follows another closely, and goes on: no trouble of anybody's. */
    private static final String NO_TROUBLE = "Error: CONCURRENT_TRANSACTIONS";

    private static final Pattern SECRETS = Pattern.compile(
            "(//[^:/@\\s]*:)[^@\\s]*(?=@)|(\\b(?:bearer|basic)\\s+)\\S+"
                    + "|((?:password|secret|token|api-?key|cookie)\"?\\s*[=:]\\s*)[^\\s,;&]+",
            Pattern.CASE_INSENSITIVE);

    private final String service;
    private final Deque<Trouble> kept = new ArrayDeque<>();
    private final AppenderBase<ILoggingEvent> appender = new Appender();

    /** @param service label of its principal, the name of its package and thread group */
    TroubleLog(String service) {
        this.service = service;
        appender.setName("troubles-" + service);
        listen();
    }

    /** Hears from now on; harmless when it does already. A logging system that was set up again has forgotten it. */
    void listen() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            if (!root.isAttached(appender)) {
                appender.setContext(context);
                appender.start();
                root.addAppender(appender);
            }
        }
    }

    List<Trouble> newestFirst() {
        listen();
        return kept();
    }

    List<Trouble> kept() {
        synchronized (kept) {
            return List.copyOf(kept);
        }
    }

    @Override
    public void close() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(appender);
        }
    }

    private void keep(Trouble trouble) {
        synchronized (kept) {
            kept.removeIf(earlier ->
                    earlier.logger().equals(trouble.logger()) && earlier.text().equals(trouble.text()));
            kept.addFirst(trouble);
            if (kept.size() > KEPT) {
                kept.removeLast();
            }
        }
    }

    private boolean isOurs(String logger) {
        return LogOwner.of(logger).map(owner -> owner.label().equals(service)).orElse(true);
    }

    private static Trouble trouble(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(event.getFormattedMessage()).append(about(event));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            String type = thrown.getClassName();
            text.append(" (").append(type.substring(type.lastIndexOf('.') + 1));
            text.append(thrown.getMessage() == null ? "" : ": " + thrown.getMessage())
                    .append(')');
        }
        String logger = event.getLoggerName();
        return new Trouble(
                event.getTimeStamp(),
                event.getLevel().toString(),
                logger.substring(logger.lastIndexOf('.') + 1),
                clean(text.toString()));
    }

    /** Which block, order or node: the words alone are the same each time. */
    private static String about(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs == null) {
            return "";
        }
        String about = pairs.stream()
                .filter(pair -> !pair.key.equals(LogKey.EVENT))
                .map(pair -> pair.key.substring(pair.key.lastIndexOf('.') + 1) + ' ' + pair.value)
                .collect(Collectors.joining(", "));
        return about.isEmpty() ? "" : " [" + about + "]";
    }

    /** One line, without what must not leave the log, shortened. */
    static String clean(String text) {
        String line = SECRETS.matcher(text.replaceAll("\\s+", " ")).replaceAll("$1$2$3***");
        return line.length() <= TEXT_MAX ? line : line.substring(0, TEXT_MAX - 3) + "...";
    }

    private final class Appender extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN) && isOurs(event.getLoggerName())) {
                Trouble trouble = trouble(event);
                if (!trouble.text().endsWith(NO_TROUBLE)) {
                    keep(trouble);
                }
            }
        }
    }
}
