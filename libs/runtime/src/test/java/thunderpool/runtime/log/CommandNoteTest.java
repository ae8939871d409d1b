package thunderpool.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import thunderpool.bitcoin.Hash256;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.CommandAnswered.CommandApplied;
import thunderpool.topics.CommandAnswered.CommandRefused;
import thunderpool.topics.Principal;

final class CommandNoteTest {
    private static final Hash256 ID = Hash256.ofDisplayHex("ab".repeat(31) + "01");

    private static String written(AdminCommand command, CommandAnswered answer) {
        Logger logger = (Logger) LoggerFactory.getLogger(CommandNoteTest.class);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        logger.addAppender(heard);
        try {
            CommandNote.write(logger, command, answer);
        } finally {
            logger.detachAppender(heard);
        }
        assertThat(heard.list).hasSize(1);
        ILoggingEvent line = heard.list.getFirst();
        return line.getFormattedMessage() + " " + line.getKeyValuePairs();
    }

    private static AdminCommand command(String reason) {
        return new AdminCommand(
                ID, Principal.PAYOUT, "change-schedule", "miner", reason, -1, Map.of("signature", "H+secret="), 0);
    }

    @Test
    void saysWhoWantedWhatAndThatItWasDone() {
        assertThat(written(command("as agreed"), new CommandApplied(ID, 7)))
                .isEqualTo("command obeyed, version 7 [event.action=\"command-applied\", thunderpool.command=\"01"
                        + "ab".repeat(31)
                        + "\", thunderpool.kind=\"change-schedule\", user.name=\"miner\", event.reason=\"as agreed\"]");
    }

    @Test
    void saysWhyNothingWasDone() {
        assertThat(written(command("as agreed"), new CommandRefused(ID, "no such account")))
                .startsWith("command refused")
                .contains("event.action=\"command-refused\"", "event.reason=\"no such account\"");
    }

    @Test
    void leavesFieldsOutAndLetsNobodyBeginALine() {
        assertThat(written(command("why\n2026-11-21 ERROR forged"), new CommandApplied(ID, 7)))
                .doesNotContain("secret")
                .doesNotContain("\n")
                .contains("why 2026-11-21 ERROR forged");
    }
}
