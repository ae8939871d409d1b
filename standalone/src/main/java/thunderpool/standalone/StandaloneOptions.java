package thunderpool.standalone;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import thunderpool.bitcoin.Difficulty;

/** What {@code ./pool up} understands. */
final class StandaloneOptions {

    @Option(
            names = "--node",
            paramLabel = "URL",
            description = "a real node's RPC: http://user:password@host:port, optionally /wallet/NAME; may be repeated "
                    + "(default: a demo chain of its own)")
    List<String> nodes = new ArrayList<>();

    @Option(
            names = "--zmq",
            paramLabel = "URL",
            description = "the node's zmqpubhashblock, tcp://host:port; may be repeated")
    List<String> zmq = new ArrayList<>();

    @Option(
            names = "--chain",
            paramLabel = "NAME",
            description =
                    "bitcoin-main, bitcoin-testnet4, bitcoin-regtest, litecoin-main, litecoin-testnet, litecoin-regtest "
                            + "(default: ${DEFAULT-VALUE})",
            defaultValue = "bitcoin-regtest")
    String chain = "bitcoin-regtest";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where broker log, database and demo chain are kept (default: ./data)",
            defaultValue = "data")
    Path data = Path.of("data");

    @Option(
            names = "--miners",
            paramLabel = "N",
            description = "simulated CPU miners (default: 3 on the demo chain, else none)")
    @Nullable
    Integer miners;

    @Option(
            names = "--miner-address",
            paramLabel = "ADDR",
            description = "address the simulated miners are paid to (default: demo addresses, on regtest only)")
    @Nullable
    String minerAddress;

    @Option(names = "--vardiff", paramLabel = "on|off", description = "let difficulty follow each miner (default: on)")
    String vardiff = "on";

    @Option(
            names = "--difficulty",
            paramLabel = "D",
            description = "starting difficulty, or with --vardiff off the only one; snapped down to a power of two; "
                    + "2^-16 may be written as such")
    @Nullable
    String difficultyText;

    @Option(names = "--port-offset", paramLabel = "K", description = "added to every port (default: 0)")
    int portOffset;

    @Option(
            names = "--bind",
            paramLabel = "HOST",
            description = "address the stratum ports and the dashboard listen on (default: ${DEFAULT-VALUE})",
            defaultValue = "127.0.0.1")
    String bind = "127.0.0.1";

    @Option(
            names = "--without",
            paramLabel = "SERVICE",
            split = ",",
            description = "do not start these services here; each is started by its own main with the environment in "
                    + "DIR/services/SERVICE.env")
    List<String> without = new ArrayList<>();

    @Option(
            names = "--new-log",
            paramLabel = "ID",
            description =
                    "the broker's log is lost for good: go on with the new one of this id, which the log names; see "
                            + "docs/operations/backup.md first")
    @Nullable
    String newLog;

    @Option(
            names = "--aot-train",
            description = "start, serve for a moment and stop again: makes the start-up cache at build time")
    boolean aotTrain;

    Set<Service> here() {
        Set<Service> here = EnumSet.allOf(Service.class);
        without.forEach(label -> here.remove(Service.ofLabel(label)));
        return here;
    }

    boolean demo() {
        return nodes.isEmpty();
    }

    /** @throws IllegalArgumentException for anything but on and off */
    boolean vardiffOn() {
        return switch (vardiff) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("--vardiff is on or off, not " + vardiff);
        };
    }

    /** @throws IllegalArgumentException for what is neither a number nor 2^N */
    Optional<BigDecimal> difficulty() {
        String text = difficultyText;
        if (text == null) {
            return Optional.empty();
        }
        try {
            if (text.startsWith("2^")) {
                int exponent = Integer.parseInt(text.substring(2));
                Difficulty power = new Difficulty(exponent);
                return Optional.of(new BigDecimal(power.jsonNumber()));
            }
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("--difficulty is a number such as 1024, 0.001 or 2^-16, not " + text);
        }
    }

    int minerCount() {
        if (miners != null) {
            return miners;
        }
        return demo() ? 3 : 0;
    }
}
