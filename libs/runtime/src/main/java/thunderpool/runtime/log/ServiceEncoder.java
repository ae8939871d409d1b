package thunderpool.runtime.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import thunderpool.topics.Principal;

/**
 * Lines of several services in one JVM: as text by a pattern, or as JSON in a format of Boot's, such as {@code ecs}. In JSON
 * each line is as its service would write it alone: its name, version and node are of the {@link LogOwner}, whose settings
 * {@link #introduce} made known. A line of nobody is the pool's.
 */
public final class ServiceEncoder extends EncoderBase<ILoggingEvent> {
    /** The format that is none of Boot's. */
    public static final String TEXT = "text";

    private static final String NOBODY = "thunder-pool";
    private static final String ENVIRONMENT_OF = ServiceEncoder.class.getName() + ".";

    private final PatternLayoutEncoder text = new PatternLayoutEncoder();
    private final Map<String, Encoder<ILoggingEvent>> structured = new ConcurrentHashMap<>();
    private String format = TEXT;

    /** From here on lines of the service say what its settings say of it; to be called once it has read them. */
    public static void introduce(String service, Environment settings) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.putObject(ENVIRONMENT_OF + service, settings);
        }
    }

    /** @param format {@value #TEXT}, or a format of Boot's */
    public void setFormat(String format) {
        this.format = format;
    }

    /** @param pattern of {@value #TEXT} */
    public void setPattern(String pattern) {
        text.setPattern(pattern);
    }

    @Override
    public void start() {
        if (isText()) {
            text.setContext(getContext());
            text.start();
        } else {
            structured.put(NOBODY, encoder(nobody()));
        }
        super.start();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return (isText() ? text : encoderOf(event)).encode(event);
    }

    private boolean isText() {
        return format.equals(TEXT);
    }

    private Encoder<ILoggingEvent> encoderOf(ILoggingEvent event) {
        String service =
                LogOwner.of(event.getLoggerName()).map(Principal::label).orElse(NOBODY);
        Encoder<ILoggingEvent> known = structured.get(service);
        if (known != null) {
            return known;
        }
        // Before its settings are read a service has no name of its own yet, and that may not be kept.
        if (!(getContext().getObject(ENVIRONMENT_OF + service) instanceof Environment settings)) {
            return nobodys();
        }
        Encoder<ILoggingEvent> fresh = encoder(settings);
        structured.put(service, fresh);
        return fresh;
    }

    private Encoder<ILoggingEvent> nobodys() {
        Encoder<ILoggingEvent> encoder = structured.get(NOBODY);
        if (encoder == null) {
            throw new IllegalStateException("the encoder was not started");
        }
        return encoder;
    }

    private Encoder<ILoggingEvent> encoder(Environment settings) {
        ContextBase context = new ContextBase();
        context.putObject(Environment.class.getName(), settings);
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat(format);
        encoder.start();
        return encoder;
    }

    private static Environment nobody() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(NOBODY, Map.of("spring.application.name", NOBODY)));
        return environment;
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
