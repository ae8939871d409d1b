package thunderpool.lab.devnode.wallet;

import org.bitcoinj.crypto.ECKey;

/** A key of the wallet with its one address (P2WPKH) and what the wallet uses it for. */
public record OwnKey(ECKey key, int index, String address, String scriptHex, String label, boolean change) {}
