package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import thunderpool.topics.ServiceStatus.Trouble;

final class TroubleLogTest {
    private static final String KEPT = "org.example.TroubleLogTest";

    @Test
    void keepsTheNewestWarningsAndErrorsOnly() {
        try (TroubleLog log = new TroubleLog("payout")) {
            for (int i = 0; i < 25; i++) {
                LoggerFactory.getLogger(KEPT).warn("number {}", i);
            }
            LoggerFactory.getLogger(KEPT).info("all is well");
            LoggerFactory.getLogger(KEPT).error("it failed", new IllegalStateException("no disk"));

            List<Trouble> troubles = log.newestFirst();
            assertThat(troubles).hasSize(20);
            assertThat(troubles.getFirst().level()).isEqualTo("ERROR");
            assertThat(troubles.getFirst().logger()).isEqualTo("TroubleLogTest");
            assertThat(troubles.getFirst().text()).isEqualTo("it failed (IllegalStateException: no disk)");
            assertThat(troubles.get(1).text()).isEqualTo("number 24");
            assertThat(troubles.getLast().text()).isEqualTo("number 6");
        }
    }

    @Test
    void aLineThatRepeatsIsOneLine() {
        try (TroubleLog log = new TroubleLog("payout")) {
            LoggerFactory.getLogger(KEPT).warn("first");
            for (int i = 0; i < 30; i++) {
                LoggerFactory.getLogger(KEPT).warn("the broker is away");
            }
            assertThat(log.newestFirst()).extracting(Trouble::text).containsExactly("the broker is away", "first");
        }
    }

    @Test
    void aLineBelongsToTheServiceThatLoggedIt() throws InterruptedException {
        try (TroubleLog payout = new TroubleLog("payout");
                TroubleLog gateway = new TroubleLog("gateway")) {
            LoggerFactory.getLogger("thunderpool.payout.Payouts").warn("of payout's own");
            Thread library = new Thread(
                    new ThreadGroup("gateway"),
                    () -> LoggerFactory.getLogger("org.example.Library").warn("of a library of the gateway"),
                    "a library");
            library.start();
            library.join();
            LoggerFactory.getLogger("org.example.Library").warn("of nobody");

            assertThat(payout.newestFirst()).extracting(Trouble::text).containsExactly("of nobody", "of payout's own");
            assertThat(gateway.newestFirst())
                    .extracting(Trouble::text)
                    .containsExactly("of nobody", "of a library of the gateway");
        }
    }

    @Test
    void secretsAndLengthStayBehind() {
        assertThat(TroubleLog.clean("cannot reach http://pool:hunter2@node:8332/ for us"))
                .isEqualTo("cannot reach http://pool:***@node:8332/ for us");
        assertThat(TroubleLog.clean("refused: jaas password=\"abc\" user=x"))
                .isEqualTo("refused: jaas password=*** user=x");
        assertThat(TroubleLog.clean("401 of Authorization: Bearer eyJhbGciOi.x.y for us"))
                .isEqualTo("401 of Authorization: Bearer *** for us");
        assertThat(TroubleLog.clean("sent authorization: BASIC cG9vbDpodW50ZXIy"))
                .isEqualTo("sent authorization: BASIC ***");
        assertThat(TroubleLog.clean("two\n lines")).isEqualTo("two lines");
        assertThat(TroubleLog.clean("x".repeat(1000))).hasSize(300).endsWith("...");
    }

    @Test
    void hearsNothingOnceClosed() {
        TroubleLog log = new TroubleLog("payout");
        log.close();
        LoggerFactory.getLogger(KEPT).warn("too late");
        assertThat(log.kept()).isEmpty();
    }
}
