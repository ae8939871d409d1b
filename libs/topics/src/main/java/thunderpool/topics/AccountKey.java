package thunderpool.topics;

import thunderpool.bitcoin.Script;

/** The bytes that key an account's records: chain, then script. */
final class AccountKey {

    private AccountKey() {}

    static byte[] of(String chain, Script account) {
        RecordWriter key = new RecordWriter();
        key.text(chain);
        key.script(account);
        return key.toByteArray();
    }
}
