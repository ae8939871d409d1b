package thunderpool.lab.devnode.chain;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.crypto.ECKey;
import org.bitcoinj.script.ScriptBuilder;

/**
 * This node's made-up funds: coins that exist before block 1, under outpoints that no transaction made. Everybody knows
 * the key; it guards nothing but play money and exists so that templates carry real, signed transactions with fees.
 */
public final class Premine {
    private static final long COIN_SATS = 10L * 100_000_000L;

    private Premine() {}

    public static ECKey key() {
        return ECKey.fromPrivate(digest("thunderpool devnode premine key").getBytes());
    }

    public static String scriptHex() {
        return HexFormat.of()
                .formatHex(ScriptBuilder.createP2WPKHOutputScript(key()).program());
    }

    static OutPoint outPoint(int index) {
        return new OutPoint(digest("thunderpool devnode premine coin " + index), 0);
    }

    static UnspentOutput coin(String scriptHex) {
        return new UnspentOutput(COIN_SATS, scriptHex, 0, false);
    }

    private static Sha256Hash digest(String text) {
        return Sha256Hash.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
