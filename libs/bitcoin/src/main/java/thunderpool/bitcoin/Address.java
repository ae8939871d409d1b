package thunderpool.bitcoin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A spelling of a script on a chain. Several spellings of one script (letter case, Litecoin's old and new p2sh) parse
 * to equal addresses, whose {@link #text} is the canonical one.
 */
public final class Address {
    private final String text;
    private final Script script;
    private final Chain chain;

    private Address(String text, Script script, Chain chain) {
        this.text = text;
        this.script = script;
        this.chain = chain;
    }

    /**
     * Reads p2pkh, p2sh and segwit addresses of every witness version.
     *
     * @throws AddressException with a reason fit for the owner of the address
     */
    public static Address parse(String text, Chain chain) {
        if (text.isEmpty()) {
            throw new AddressException("the address is empty");
        }
        String hrp = chain.addresses().hrp();
        if (text.toLowerCase(Locale.ROOT).startsWith(hrp + "mweb1")) {
            throw new AddressException(
                    "an MWEB address, which the pool cannot pay to: give an ordinary " + hrp + "1... one");
        }
        Optional<Chain> segwit =
                Chain.ALL.stream().filter(candidate -> hasHrp(text, candidate)).findFirst();
        if (segwit.isPresent() && !hasHrp(text, chain)) {
            throw wrongChain(List.of(segwit.get()), chain);
        }
        Script script = segwit.isPresent() ? Bech32.decode(text, hrp) : parseBase58(text, chain);
        return ofScript(script, chain).orElseThrow();
    }

    private static boolean hasHrp(String text, Chain chain) {
        return text.toLowerCase(Locale.ROOT).startsWith(chain.addresses().hrp() + "1");
    }

    private static Script parseBase58(String text, Chain chain) {
        byte[] body = Base58.decodeChecked(text);
        int version = body[0] & 0xff;
        byte[] hash = Arrays.copyOfRange(body, 1, body.length);
        Chain.AddressForms forms = chain.addresses();
        if (!isVersionOf(version, chain)) {
            throw wrongChain(
                    Chain.ALL.stream()
                            .filter(other -> isVersionOf(version, other))
                            .toList(),
                    chain);
        }
        if (hash.length != Hash160.SIZE) {
            throw new AddressException("the address holds " + hash.length + " bytes instead of 20");
        }
        return version == forms.pubkeyHash() ? Script.p2pkh(hash) : Script.p2sh(hash);
    }

    private static boolean isVersionOf(int version, Chain chain) {
        Chain.AddressForms forms = chain.addresses();
        return version == forms.pubkeyHash() || version == forms.scriptHash() || version == forms.scriptHashLegacy();
    }

    private static AddressException wrongChain(List<Chain> owners, Chain chain) {
        if (owners.isEmpty()) {
            return new AddressException("not an address of " + chain.name() + " or of any chain we know");
        }
        List<String> names = owners.stream().map(Chain::name).toList();
        return new AddressException("an address of " + String.join(" or ", names) + ", not of " + chain.name());
    }

    /** The address of a p2pkh, p2sh or witness script; empty for all others, which have none. */
    public static Optional<Address> ofScript(Script script, Chain chain) {
        Chain.AddressForms forms = chain.addresses();
        if (script.isWitness()) {
            String text = Bech32.encode(forms.hrp(), script.witnessVersion(), script.witnessProgram());
            return Optional.of(new Address(text, script, chain));
        }
        byte[] keyHash = script.p2pkhHash();
        if (keyHash.length > 0) {
            return Optional.of(new Address(Base58.encodeChecked(forms.pubkeyHash(), keyHash), script, chain));
        }
        byte[] scriptHash = script.p2shHash();
        if (scriptHash.length > 0) {
            return Optional.of(new Address(Base58.encodeChecked(forms.scriptHash(), scriptHash), script, chain));
        }
        return Optional.empty();
    }

    public Script script() {
        return script;
    }

    /** The canonical spelling: segwit in lower case, p2sh with the chain's current prefix. */
    public String text() {
        return text;
    }

    public Chain chain() {
        return chain;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address that && script.equals(that.script) && chain.equals(that.chain);
    }

    @Override
    public int hashCode() {
        return Objects.hash(script, chain.name());
    }

    @Override
    public String toString() {
        return text;
    }
}
