package thunderpool.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static thunderpool.dashboard.view.PoolSample.ALICE;
import static thunderpool.dashboard.view.PoolSample.BOB;
import static thunderpool.dashboard.view.PoolSample.HELLO;

import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.AddressException;
import thunderpool.bitcoin.Chain;
import thunderpool.dashboard.view.CommandSender.Outcome;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.Principal;
import thunderpool.topics.TopicWriter;

class CommandSenderTest {

    private final ReadStore store = new ReadStore();
    private final CommandSender sender = sender(store.topics.writer(AdminCommand.TOPIC));

    @AfterEach
    void drop() {
        store.close();
    }

    private CommandSender sender(TopicWriter<AdminCommand> writer) {
        return new CommandSender(
                writer, store.commands, Chain.BITCOIN_MAIN, InstantSource.fixed(ReadStore.NOW), new Random(1));
    }

    @Test
    void sendsWhatTheAccountSignedToPayout() {
        var sent = (Outcome.Sent) sender.changeSchedule(ALICE, "hello", HELLO);
        var command = store.topics.read(AdminCommand.TOPIC, 0, 0, 10).getFirst().value();
        assertThat(command.id()).isEqualTo(sent.id());
        assertThat(command.owner()).isEqualTo(Principal.PAYOUT);
        assertThat(command.kind()).isEqualTo("change-schedule");
        assertThat(command.author()).isEqualTo("miner");
        assertThat(command.fields()).isEqualTo(Map.of("address", ALICE, "message", "hello", "signature", HELLO));
        assertThat(store.commands.find(sent.id().wire()))
                .hasValueSatisfying(row -> assertThat(row.outcome()).isEqualTo("pending"));
    }

    @Test
    void keepsFromTheLogWhatTheAccountDidNotSign() {
        assertThat(sender.changeSchedule(ALICE, "hello!", HELLO)).isInstanceOf(Outcome.NotSigned.class);
        assertThat(sender.changeSchedule(BOB, "hello", HELLO)).isInstanceOf(Outcome.NotSigned.class);
        assertThat(sender.changeSchedule(ALICE, "hello", "no base64!")).isInstanceOf(Outcome.NotSigned.class);
        assertThatThrownBy(() -> sender.changeSchedule("nonsense", "hello", HELLO))
                .isInstanceOf(AddressException.class);
        assertThat(store.topics.end(AdminCommand.TOPIC, 0)).isZero();
    }

    @Test
    void keepsControlCharactersFromTheLog() {
        for (String message : new String[] {"hel\0lo", "hello\n", "hello\u0085"}) {
            assertThat(sender.changeSchedule(ALICE, message, HELLO))
                    .isEqualTo(new Outcome.NotSigned("The message must be one line without control characters."));
        }
        assertThat(store.topics.end(AdminCommand.TOPIC, 0)).isZero();
    }

    @Test
    void sendsOnlyAFewAnHourForOneAccount() {
        for (int i = 0; i < 6; i++) {
            assertThat(sender.changeSchedule(ALICE, "hello", HELLO)).isInstanceOf(Outcome.Sent.class);
        }
        assertThat(sender.changeSchedule(ALICE, "hello", HELLO)).isEqualTo(new Outcome.TooMany(6));
        assertThat(store.topics.end(AdminCommand.TOPIC, 0)).isEqualTo(6);
    }

    @Test
    void saysUnknownWhenTheLogDoesNotAnswer() {
        CommandSender cutOff =
                sender(command -> CompletableFuture.failedStage(new IllegalStateException("broker away")));
        var unknown = (Outcome.Unknown) cutOff.changeSchedule(ALICE, "hello", HELLO);
        assertThat(store.commands.find(unknown.id().wire())).isPresent();
    }
}
