package thunderpool.lab.devnode.chain;

/**
 * Why a block is refused.
 *
 * @param reason Bitcoin Core's reject reason, as submitblock answers it (BIP 22)
 * @param lasting whether the block id itself is bad for ever; false for what another body under the same header (a
 *     mutation) or a later clock could cure
 */
public record Rejection(String reason, boolean lasting) {
    static Rejection lasting(String reason) {
        return new Rejection(reason, true);
    }

    static Rejection passing(String reason) {
        return new Rejection(reason, false);
    }
}
