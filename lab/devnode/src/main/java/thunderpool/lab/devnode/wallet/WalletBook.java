package thunderpool.lab.devnode.wallet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.crypto.ECKey;
import org.bitcoinj.script.ScriptBuilder;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.chain.OutPoint;

/**
 * What the wallet knows by itself: its keys, and every transaction that ever paid it or spent its coins, confirmed or
 * not. Keys and unconfirmed transactions are kept on disk; confirmed ones come back with the chain's replay.
 */
public final class WalletBook implements Closeable {
    private final WalletFile file;
    private final byte[] seed;
    private final Map<String, OwnKey> keysByScript = new LinkedHashMap<>();
    private final Map<Sha256Hash, Known> transactions = new LinkedHashMap<>();
    private final Map<OutPoint, Owned> outputs = new HashMap<>();
    private final Map<OutPoint, Set<Sha256Hash>> spenders = new HashMap<>();

    /** A transaction that concerns the wallet, and when it was first seen (seconds). */
    public record Known(Transaction tx, long timeSeconds) {}

    /** An output that is or was the wallet's. */
    public record Owned(long sats, String scriptHex) {}

    private WalletBook(WalletFile file, byte[] seed) {
        this.file = file;
        this.seed = seed;
    }

    /** Opens the wallet in {@code path}, or makes a new one; null keeps nothing. */
    public static WalletBook open(@Nullable Path path, RandomGenerator random) {
        WalletFile.Opened opened = WalletFile.open(path);
        List<String> lines = opened.lines();
        if (lines.isEmpty()) {
            byte[] seed = new byte[32];
            random.nextBytes(seed);
            opened.file().append("seed " + HexFormat.of().formatHex(seed));
            return new WalletBook(opened.file(), seed);
        }
        WalletBook book = new WalletBook(
                opened.file(), HexFormat.of().parseHex(lines.getFirst().substring("seed ".length())));
        lines.stream().skip(1).forEach(book::load);
        return book;
    }

    private void load(String line) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
            case "key" -> addKey(words[1].equals("change"), decode(words[2]));
            case "tx" ->
                record(Transaction.read(ByteBuffer.wrap(HexFormat.of().parseHex(words[2]))), Long.parseLong(words[1]));
            default -> throw new IllegalStateException("unknown line in the wallet: " + words[0]);
        }
    }

    /** A fresh key, on disk before anyone can be told its address. */
    public OwnKey newKey(String label, boolean change) {
        file.append("key " + (change ? "change " : "receive ") + encode(label));
        return addKey(change, label);
    }

    private OwnKey addKey(boolean change, String label) {
        int index = keysByScript.size();
        byte[] material = ByteBuffer.allocate(36).put(seed).putInt(index).array();
        ECKey key = ECKey.fromPrivate(Sha256Hash.of(material).getBytes());
        String script = HexFormat.of()
                .formatHex(ScriptBuilder.createP2WPKHOutputScript(key).program());
        String address =
                key.toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString();
        OwnKey own = new OwnKey(key, index, address, script, label, change);
        keysByScript.put(script, own);
        return own;
    }

    /** Takes note of a transaction if it concerns the wallet; says whether it does. */
    public boolean observe(Transaction tx, long timeSeconds, boolean confirmed) {
        if (!concerns(tx)) {
            return false;
        }
        if (!transactions.containsKey(tx.getTxId())) {
            record(tx, timeSeconds);
            if (!confirmed) {
                file.append("tx " + timeSeconds + " " + HexFormat.of().formatHex(tx.serialize()));
            }
        }
        return true;
    }

    private boolean concerns(Transaction tx) {
        return tx.getInputs().stream().anyMatch(input -> outputs.containsKey(OutPoint.spentBy(input)))
                || tx.getOutputs().stream()
                        .anyMatch(output ->
                                keysByScript.containsKey(HexFormat.of().formatHex(output.getScriptBytes())));
    }

    private void record(Transaction tx, long timeSeconds) {
        transactions.put(tx.getTxId(), new Known(tx, timeSeconds));
        for (int i = 0; i < tx.getOutputs().size(); i++) {
            String script = HexFormat.of().formatHex(tx.getOutput(i).getScriptBytes());
            if (keysByScript.containsKey(script)) {
                outputs.put(OutPoint.of(tx, i), new Owned(tx.getOutput(i).getValue().value, script));
            }
        }
        for (TransactionInput input : tx.getInputs()) {
            spenders.computeIfAbsent(OutPoint.spentBy(input), _ -> new LinkedHashSet<>())
                    .add(tx.getTxId());
        }
    }

    public @Nullable OwnKey keyOf(String scriptHex) {
        return keysByScript.get(scriptHex);
    }

    public Collection<OwnKey> keys() {
        return List.copyOf(keysByScript.values());
    }

    public @Nullable Known transaction(Sha256Hash txid) {
        return transactions.get(txid);
    }

    /** All transactions of the wallet in the order in which it met them. */
    public List<Known> transactions() {
        return List.copyOf(transactions.values());
    }

    public @Nullable Owned output(OutPoint outPoint) {
        return outputs.get(outPoint);
    }

    /** Other transactions of the wallet that spend a coin this one spends. */
    public Set<Sha256Hash> conflicts(Transaction tx) {
        Set<Sha256Hash> found = new LinkedHashSet<>();
        if (!tx.isCoinBase()) {
            tx.getInputs().forEach(input -> found.addAll(spenders.getOrDefault(OutPoint.spentBy(input), Set.of())));
            found.remove(tx.getTxId());
        }
        return found;
    }

    private static String encode(String label) {
        return "l" + HexFormat.of().formatHex(label.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String word) {
        return new String(HexFormat.of().parseHex(word.substring(1)), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
