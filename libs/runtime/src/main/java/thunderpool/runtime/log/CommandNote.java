package thunderpool.runtime.log;

import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.CommandAnswered.CommandApplied;
import thunderpool.topics.CommandAnswered.CommandRefused;

/** What became of an operator's command, alike in every service that obeys one. The command's fields stay out of the log. */
public final class CommandNote {
    private CommandNote() {}

    public static void write(Logger log, AdminCommand command, CommandAnswered answer) {
        switch (answer) {
            case CommandApplied applied ->
                line(log, LogEvent.COMMAND_APPLIED, command)
                        .addKeyValue(LogKey.REASON, plain(command.reason()))
                        .log("command obeyed, version {}", applied.version());
            case CommandRefused refused ->
                line(log, LogEvent.COMMAND_REFUSED, command)
                        .addKeyValue(LogKey.REASON, plain(refused.reason()))
                        .log("command refused");
        }
    }

    private static LoggingEventBuilder line(Logger log, LogEvent event, AdminCommand command) {
        return log.atInfo()
                .addKeyValue(LogKey.EVENT, event)
                .addKeyValue(LogKey.COMMAND, command.id().wireHex())
                .addKeyValue(LogKey.KIND, plain(command.kind()))
                .addKeyValue(LogKey.USER, plain(command.author()));
    }

    /** What somebody wrote cannot begin a line of its own. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
