package thunderpool.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class ServiceEncoderTest {
    private static final String BLOCK = "00000000000000000001a5f2f5f3a0ad4b8b7f7ed9c6a3c1e2d1b0a99887766";

    /** All that is logged under one name, encoded. */
    private static final class Tape implements AutoCloseable {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        private final Logger logger;

        Tape(String logger, String format) {
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            ServiceEncoder encoder = new ServiceEncoder();
            encoder.setContext(context);
            encoder.setFormat(format);
            encoder.setPattern("%level %logger{0}: %replace(%msg %kvp){' $',''}%n");
            encoder.start();
            appender.setContext(context);
            appender.setEncoder(encoder);
            appender.setOutputStream(bytes);
            appender.start();
            this.logger = context.getLogger(logger);
            this.logger.setLevel(Level.INFO);
            this.logger.addAppender(appender);
        }

        List<String> lines() {
            return bytes.toString(StandardCharsets.UTF_8).lines().toList();
        }

        JsonNode only() {
            assertThat(lines()).hasSize(1);
            return new ObjectMapper().readTree(lines().getFirst());
        }

        @Override
        public void close() {
            logger.detachAppender(appender);
            logger.setLevel(null);
            appender.stop();
        }
    }

    private static void introduce(String service, String instance) {
        StandardEnvironment settings = new StandardEnvironment();
        settings.getPropertySources()
                .addLast(new MapPropertySource(
                        "test",
                        Map.of(
                                "spring.application.name",
                                service,
                                "logging.structured.ecs.service.node-name",
                                instance)));
        ServiceEncoder.introduce(service, settings);
    }

    private static void found(Tape tape) {
        tape.logger
                .atInfo()
                .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_FOUND)
                .addKeyValue(LogKey.BLOCK, BLOCK)
                .addKeyValue(LogKey.HEIGHT, 870_123)
                .log("BLOCK found");
    }

    @Test
    void anEventsKeysAreFieldsOfTheCommonSchemaUnderTheServiceThatLoggedIt() {
        introduce("gateway", "gateway-7");
        try (Tape tape = new Tape("thunderpool.gateway.Somewhere", "ecs")) {
            found(tape);
            JsonNode line = tape.only();
            assertThat(line.at("/ecs/version").asString()).isNotEmpty();
            assertThat(line.at("/@timestamp").asString()).contains("T");
            assertThat(line.at("/log/level").asString()).isEqualTo("INFO");
            assertThat(line.at("/message").asString()).isEqualTo("BLOCK found");
            assertThat(line.at("/service/name").asString()).isEqualTo("gateway");
            assertThat(line.at("/service/node/name").asString()).isEqualTo("gateway-7");
            assertThat(line.at("/event/action").asString()).isEqualTo("block-found");
            assertThat(line.at("/thunderpool/block").asString()).isEqualTo(BLOCK);
            assertThat(line.at("/thunderpool/height").asInt()).isEqualTo(870_123);
        }
    }

    @Test
    void severalOrdersOfOneTransactionAreAnArray() {
        try (Tape tape = new Tape("org.example.Orders", "ecs")) {
            tape.logger.atInfo().addKeyValue(LogKey.ORDER, List.of("aa", "bb")).log("bound");
            assertThat(tape.only().at("/thunderpool/order").toString()).isEqualTo("[\"aa\",\"bb\"]");
        }
    }

    @Test
    void aLibrarysLineIsOfTheServiceWhoseThreadItIsElseOfThePool() throws InterruptedException {
        introduce("payout", "payout-2");
        try (Tape tape = new Tape("org.example.Library", "ecs")) {
            Thread payout = new Thread(new ThreadGroup("payout"), () -> tape.logger.info("of payout"), "a library");
            payout.start();
            payout.join();
            tape.logger.info("of nobody");
            ObjectMapper json = new ObjectMapper();
            assertThat(tape.lines())
                    .extracting(line -> json.readTree(line).at("/service/name").asString())
                    .containsExactly("payout", "thunder-pool");
        }
    }

    @Test
    void asTextTheKeysFollowTheWords() {
        try (Tape tape = new Tape("org.example.Text", ServiceEncoder.TEXT)) {
            found(tape);
            tape.logger.info("nothing more to say");
            assertThat(tape.lines())
                    .containsExactly(
                            "INFO Text: BLOCK found event.action=\"block-found\" thunderpool.block=\"" + BLOCK
                                    + "\" thunderpool.height=\"870123\"",
                            "INFO Text: nothing more to say");
        }
    }
}
