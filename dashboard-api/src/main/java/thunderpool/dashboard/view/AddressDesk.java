package thunderpool.dashboard.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.AddressException;
import thunderpool.bitcoin.Script;

/**
 * Says what a text that should be an address is, and what is wrong with it. A correction is only ever suggested when the
 * corrected address is an account of this pool: guessing an address that somebody might be paid at is what BIP 173 warns
 * of.
 */
public final class AddressDesk {

    private static final int TEXT_MAX = 200;
    private static final Pattern ETHEREUM = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int LENGTH_MIN = 26;
    private static final int LENGTH_MAX = 90;

    private final Accounts accounts;
    private final PgMiners miners;

    public AddressDesk(Accounts accounts, PgMiners miners) {
        this.accounts = accounts;
        this.miners = miners;
    }

    /** Every way to write an account that wallets and miners use, the usual one first. */
    public List<String> spellings(Script account) {
        return Address.ofScript(account, accounts.chain())
                .map(address -> isSegwit(address.text())
                        ? List.of(address.text(), address.text().toUpperCase(Locale.ROOT))
                        : List.of(address.text()))
                .orElseGet(() -> List.of(account.hex()));
    }

    private boolean isSegwit(String text) {
        return text.toLowerCase(Locale.ROOT)
                .startsWith(accounts.chain().addresses().hrp() + "1");
    }

    public Views.AddressCheck check(String given) {
        String text = given.strip();
        if (text.length() > TEXT_MAX) {
            return wrong(text.substring(0, TEXT_MAX), "This is far too long to be an address.", null);
        }
        try {
            Script account = accounts.parse(text);
            boolean known = miners.knows(account);
            return new Views.AddressCheck(text, true, accounts.text(account.bytes()), known, null, null);
        } catch (AddressException bad) {
            return explained(text, String.valueOf(bad.getMessage()));
        }
    }

    private Views.AddressCheck explained(String text, String reason) {
        if (ETHEREUM.matcher(text).matches()) {
            return wrong(
                    text,
                    "This is an Ethereum address; this pool mines on "
                            + accounts.chain().name() + ".",
                    null);
        }
        Optional<String> inside = addressInside(text);
        if (inside.isPresent()) {
            return wrong(text, "There is more than an address in this.", inside.get());
        }
        Optional<String> meant = meant(text);
        return wrong(
                text,
                meant.isPresent()
                        ? "One character differs from an account of this pool: " + reason + "."
                        : "This address can not be used here: " + reason + ".",
                meant.orElse(null));
    }

    private static Views.AddressCheck wrong(String text, String problem, @Nullable String suggestion) {
        return new Views.AddressCheck(text, false, null, false, problem, suggestion);
    }

    /** A payment link ({@code bitcoin:ADDRESS?amount=1}) or a miner's user name ({@code ADDRESS.worker}). */
    private Optional<String> addressInside(String text) {
        String part = text.substring(text.indexOf(':') + 1);
        int end = part.length();
        for (char stop : new char[] {'?', '.', '/', ' ', '_'}) {
            int at = part.indexOf(stop);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        String address = part.substring(0, end);
        return address.equals(text) || !isAddress(address) ? Optional.empty() : Optional.of(address);
    }

    private boolean isAddress(String text) {
        return script(text).isPresent();
    }

    private Optional<Script> script(String text) {
        try {
            return Optional.of(accounts.parse(text));
        } catch (AddressException bad) {
            return Optional.empty();
        }
    }

    /** The account of this pool that differs in one character, if there is exactly one. */
    private Optional<String> meant(String text) {
        if (text.length() < LENGTH_MIN || text.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        boolean segwit = text.toLowerCase(Locale.ROOT)
                .startsWith(accounts.chain().addresses().hrp() + "1");
        String plain = segwit ? text.toLowerCase(Locale.ROOT) : text;
        String alphabet = segwit ? BECH32 : BASE58;
        List<Script> candidates = new ArrayList<>();
        StringBuilder changed = new StringBuilder(plain);
        int first = segwit ? accounts.chain().addresses().hrp().length() + 1 : 0;
        for (int at = first; at < plain.length(); at++) {
            for (int other = 0; other < alphabet.length(); other++) {
                changed.setCharAt(at, alphabet.charAt(other));
                script(changed.toString()).ifPresent(candidates::add);
            }
            changed.setCharAt(at, plain.charAt(at));
        }
        List<Script> known = miners.known(candidates);
        return known.size() == 1 ? Optional.of(accounts.text(known.getFirst().bytes())) : Optional.empty();
    }
}
