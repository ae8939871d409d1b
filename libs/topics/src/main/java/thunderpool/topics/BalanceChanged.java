package thunderpool.topics;

import java.util.Set;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/**
 * An account's money after a change in the ledger. Keyed by account and compacted: the newest record is the whole truth.
 *
 * @param account script that is paid
 * @param version of this account's balance; readers ignore what is not newer
 * @param immature rewards of blocks that are not yet deep enough
 * @param payable what may be paid out now
 * @param reserved what open payout orders hold
 * @param paid everything ever settled
 * @param schemeTag scheme that the port of its first share proposed
 * @param held the ledger sets nothing aside for it, by an operator's word; told again with the same version when only this changes
 */
public record BalanceChanged(
        String chain,
        Script account,
        long version,
        Sats immature,
        Sats payable,
        Sats reserved,
        Sats paid,
        String schemeTag,
        boolean held) {

    public static final Topic<BalanceChanged> TOPIC = Topic.ordered(
            "balance-changed",
            new BalanceChangedCodec(),
            Principal.ACCOUNTING,
            Set.of(Principal.PAYOUT, Principal.DASHBOARD),
            new Retention.Compact(),
            record -> AccountKey.of(record.chain, record.account));

    /** Of an account that is not held. */
    public BalanceChanged(
            String chain,
            Script account,
            long version,
            Sats immature,
            Sats payable,
            Sats reserved,
            Sats paid,
            String schemeTag) {
        this(chain, account, version, immature, payable, reserved, paid, schemeTag, false);
    }

    /** Version 2 has {@code held}; nobody was told before. */
    private static final class BalanceChangedCodec implements Codec<BalanceChanged> {
        @Override
        public int version() {
            return 2;
        }

        @Override
        public void write(BalanceChanged value, RecordWriter out) {
            out.text(value.chain);
            out.script(value.account);
            out.int64(value.version);
            out.sats(value.immature);
            out.sats(value.payable);
            out.sats(value.reserved);
            out.sats(value.paid);
            out.text(value.schemeTag);
            out.flag(value.held);
        }

        @Override
        public BalanceChanged read(int version, RecordReader in) {
            return new BalanceChanged(
                    in.text(),
                    in.script(),
                    in.int64(),
                    in.sats(),
                    in.sats(),
                    in.sats(),
                    in.sats(),
                    in.text(),
                    version > 1 && in.flag());
        }
    }
}
