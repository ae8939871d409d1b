package thunderpool.work;

import java.util.List;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.TxOutput;

/** Templates for tests, on regtest's easiest target. */
final class Templates {

    static final Script POOL = Script.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");
    static final int CUR_TIME = 1_700_000_000;

    private Templates() {}

    static Template regtest(int id, List<Hash256> merkleBranch) {
        return new Template(
                "bitcoin-regtest",
                id,
                500,
                Hash256.ofDisplayHex("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"),
                0x20000000,
                0x207fffff,
                CUR_TIME - 3600,
                CUR_TIME,
                Sats.of(5_000_000_000L),
                List.of(new TxOutput(Sats.ZERO, Script.ofHex("6a24aa21a9ed" + "00".repeat(32)))),
                0,
                Tag.ofText("/Thunder Pool/"),
                merkleBranch,
                List.of(CoinbasePlan.custodial(POOL)));
    }
}
