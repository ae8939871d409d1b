package thunderpool.gateway.session;

import java.net.InetAddress;
import java.util.Optional;
import thunderpool.bitcoin.MalformedException;
import thunderpool.bitcoin.Script;

/** What a ban is about. */
public sealed interface BanSubject {

    /** As records and operators write it: {@code remote:ADDRESS}, {@code account:SCRIPT-HEX}, {@code pair:ADDRESS:SCRIPT-HEX}. */
    String text();

    /** All of a network address. */
    record Remote(String address) implements BanSubject {
        @Override
        public String text() {
            return "remote:" + address;
        }
    }

    /** An account wherever it connects from. */
    record Account(Script script) implements BanSubject {
        @Override
        public String text() {
            return "account:" + script.hex();
        }
    }

    /** An account on one network address. */
    record Pair(String address, Script script) implements BanSubject {
        @Override
        public String text() {
            return "pair:" + address + ":" + script.hex();
        }
    }

    /** Reads {@link #text()} back, network addresses in any of their spellings; empty for anything else. */
    static Optional<BanSubject> parse(String text) {
        try {
            if (text.startsWith("remote:")) {
                return Optional.of(new Remote(address(text.substring("remote:".length()))));
            }
            if (text.startsWith("account:")) {
                return Optional.of(new Account(script(text.substring("account:".length()))));
            }
            int last = text.lastIndexOf(':');
            if (text.startsWith("pair:") && last > "pair:".length()) {
                return Optional.of(
                        new Pair(address(text.substring("pair:".length(), last)), script(text.substring(last + 1))));
            }
            return Optional.empty();
        } catch (IllegalArgumentException | MalformedException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * The one spelling of a network address that bans know.
     *
     * @throws IllegalArgumentException for anything but an address in digits
     */
    static String address(String text) {
        return InetAddress.ofLiteral(text).getHostAddress();
    }

    private static Script script(String hex) {
        if (hex.isEmpty() || hex.length() > 2 * 520) {
            throw new IllegalArgumentException("no script: " + hex);
        }
        return Script.ofHex(hex);
    }
}
