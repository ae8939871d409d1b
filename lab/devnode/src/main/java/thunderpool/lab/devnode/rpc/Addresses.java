package thunderpool.lab.devnode.rpc;

import java.util.HexFormat;
import java.util.Optional;
import org.bitcoinj.base.Address;
import org.bitcoinj.base.AddressParser;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.LegacyAddress;
import org.bitcoinj.base.SegwitAddress;
import org.bitcoinj.base.exceptions.AddressFormatException;
import org.bitcoinj.script.Script;
import org.bitcoinj.script.ScriptBuilder;
import org.bitcoinj.script.ScriptPattern;

/** Addresses of regtest and the scripts they stand for. */
final class Addresses {
    private Addresses() {}

    static Optional<Address> parse(String text) {
        try {
            return Optional.of(AddressParser.getDefault(BitcoinNetwork.REGTEST).parseAddress(text));
        } catch (AddressFormatException e) {
            return Optional.empty();
        }
    }

    /** The script of an address, or Core's complaint about it. */
    static byte[] script(String text) {
        return parse(text)
                .map(address -> ScriptBuilder.createOutputScript(address).program())
                .orElseThrow(() -> new RpcError(RpcError.INVALID_ADDRESS_OR_KEY, "Invalid Bitcoin address: " + text));
    }

    static String scriptHex(Address address) {
        return HexFormat.of()
                .formatHex(ScriptBuilder.createOutputScript(address).program());
    }

    static Optional<String> of(Script script) {
        if (ScriptPattern.isP2WH(script)) {
            return Optional.of(
                    SegwitAddress.fromProgram(BitcoinNetwork.REGTEST, 0, ScriptPattern.extractHashFromP2WH(script))
                            .toBech32());
        }
        if (ScriptPattern.isP2TR(script)) {
            byte[] key = ScriptPattern.extractOutputKeyFromP2TR(script);
            return Optional.of(
                    SegwitAddress.fromProgram(BitcoinNetwork.REGTEST, 1, key).toBech32());
        }
        if (ScriptPattern.isP2PKH(script)) {
            byte[] hash = ScriptPattern.extractHashFromP2PKH(script);
            return Optional.of(
                    LegacyAddress.fromPubKeyHash(BitcoinNetwork.REGTEST, hash).toBase58());
        }
        if (ScriptPattern.isP2SH(script)) {
            byte[] hash = ScriptPattern.extractHashFromP2SH(script);
            return Optional.of(
                    LegacyAddress.fromScriptHash(BitcoinNetwork.REGTEST, hash).toBase58());
        }
        return Optional.empty();
    }
}
