package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.MinerSettings;
import tools.jackson.databind.JsonNode;

/**
 * How money goes through a pool, told by the REST interface on one side and by the nodes on the other.
 *
 * @param nodes all nodes of the chain; the first is asked
 * @param elsewhere address of nobody in the pool, for blocks that only move the chain
 */
record MoneyStory(RunningPool pool, List<NodeRpc> nodes, String elsewhere) {

    /** Settings of a pool that pays every block's miners, and looks often. */
    static final Map<String, String> PAYS_SOON = Map.of(
            "PAYOUT_SCHEMES_BLOCKS", "1",
            "PAYOUT_PAYMENT_LOOKEVERY", "1s",
            "PAYOUT_PAYMENT_GATHER", "1s",
            "PAYOUT_PAYMENT_PAUSE", "5s",
            "PAYOUT_TICKEVERY", "500ms");

    static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration PAID_WITHIN = Duration.ofMinutes(4);

    /** Confirmations at which the pool calls a payment settled. */
    private static final int SETTLED_AT = 6;

    NodeRpc node() {
        return nodes.getFirst();
    }

    void mineElsewhere(int blocks) {
        node().call("generatetoaddress", blocks, elsewhere);
        awaitSameTip();
    }

    private void awaitSameTip() {
        RunningPool.await(
                "all nodes on one tip",
                SOON,
                () -> nodes.stream()
                                .map(each -> each.call("getbestblockhash").asString())
                                .distinct()
                                .count()
                        == 1);
    }

    /** Blocks of the pool in this state, newest first. */
    List<JsonNode> blocks(String state) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode block : pool.api("blocks?limit=1000")) {
            if (block.path("state").asString().equals(state)) {
                found.add(block);
            }
        }
        return found;
    }

    /** Real hashing of these miners, until it holds and each of them has a credited share. */
    void mine(List<MinerSettings> miners, BooleanSupplier enough) {
        try (Fleet fleet = Fleet.start(pool.stratum(3333), miners)) {
            RunningPool.await(
                    "blocks, and a credited share of everyone",
                    SOON,
                    () -> enough.getAsBoolean()
                            && miners.stream().map(MinerSettings::user).allMatch(this::isCredited));
            assertThat(fleet.told().acceptedCount()).isPositive();
        }
    }

    private boolean isCredited(String user) {
        String account = user.substring(0, user.indexOf('.'));
        for (JsonNode row : pool.api("miners")) {
            if (row.path("account").asString().equals(account)
                    && row.path("sharesAccepted").asLong() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Every block the pool found is known to accounting, and its reward split. */
    void awaitSplit() {
        PgBooks books = new PgBooks(pool);
        RunningPool.await(
                "every reward to be split",
                SOON,
                () -> books.unsplit() == 0
                        && books.money().rewards() > 0
                        && books.money().rewards()
                                == sum(blocks("FOUND"), "rewardSat") + sum(blocks("MATURED"), "rewardSat"));
        assertThat(books.money().owned())
                .as("what is owed and paid")
                .isEqualTo(books.money().rewards());
    }

    static long sum(List<JsonNode> rows, String field) {
        return rows.stream().mapToLong(row -> row.path(field).asLong()).sum();
    }

    /**
     * Takes the pool's newest block out of the chain everywhere and lets the chain grow without it. Afterwards nothing of
     * its reward is owed to anybody.
     *
     * @return the block
     */
    JsonNode reorganizeNewestAway() {
        awaitSplit();
        PgBooks books = new PgBooks(pool);
        JsonNode newest = blocks("FOUND").stream()
                .filter(block -> node().isActive(block.path("blockId").asString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no block of ours is in the chain"));
        String id = newest.path("blockId").asString();
        long reward = newest.path("rewardSat").asLong();
        assertThat(books.givenBy(id)).isEqualTo(new PgBooks.Given(reward, 0));
        nodes.forEach(each -> each.call("invalidateblock", id));
        mineElsewhere(2);
        assertThat(node().isActive(id)).isFalse();
        RunningPool.await(
                "the block to be orphaned",
                SOON,
                () -> books.statesOf(id).equals(List.of("ORPHANED"))
                        && blocks("ORPHANED").stream()
                                .anyMatch(block ->
                                        block.path("blockId").asString().equals(id)));
        awaitSplit();
        assertThat(books.givenBy(id)).as("all of it taken back").isEqualTo(new PgBooks.Given(reward, reward));
        return newest;
    }

    /** A hundred blocks later all that is still in the chain is payable. */
    void mature() {
        mineElsewhere(100);
        RunningPool.await(
                "blocks to mature",
                SOON,
                () -> blocks("FOUND").isEmpty() && !blocks("MATURED").isEmpty());
        awaitSplit();
    }

    /** Waits, and confirms whatever was broadcast meanwhile. */
    void awaitWhileConfirming(String what, BooleanSupplier holds) {
        try {
            RunningPool.await(what, PAID_WITHIN, () -> {
                if (holds.getAsBoolean()) {
                    return true;
                }
                if (needsBlocks()) {
                    mineElsewhere(1);
                }
                return false;
            });
        } catch (AssertionError late) {
            throw new AssertionError(
                    late.getMessage() + "; blocks " + pool.api("blocks") + "; payouts " + pool.api("payouts")
                            + "; miners " + pool.api("miners") + "; " + new PgBooks(pool).money(),
                    late);
        }
    }

    /** A payment waits for the chain, not for the pool to look at the chain. */
    private boolean needsBlocks() {
        for (JsonNode payout : pool.api("payouts")) {
            boolean open = List.of("BROADCAST", "CONFIRMED")
                    .contains(payout.path("state").asString());
            if (open && confirmations(payout.path("txid").asString()) < SETTLED_AT) {
                return true;
            }
        }
        return false;
    }

    /** Of the transaction, by whichever of its first two outputs is unspent. */
    private int confirmations(String txid) {
        return Math.max(
                node().call("gettxout", txid, 0).path("confirmations").asInt(0),
                node().call("gettxout", txid, 1).path("confirmations").asInt(0));
    }

    /** No order is between its reservation and its settlement. */
    boolean isQuiet() {
        return payoutsIn("PAID", "REFUSED", "RETURNED") == pool.api("payouts").size()
                && new PgBooks(pool).money().reserved() == 0;
    }

    private int payoutsIn(String... states) {
        int count = 0;
        for (JsonNode payout : pool.api("payouts")) {
            count += List.of(states).contains(payout.path("state").asString()) ? 1 : 0;
        }
        return count;
    }

    /** Satoshi paid to the address as its page says. */
    long paid(String address) {
        return pool.api("miners/" + address).path("balance").path("paidSat").asLong();
    }

    /**
     * The address' page, order by order, against the chain: each is one output of exactly its amount, unspent, in the
     * transaction it names, and no other output pays the address.
     *
     * @return satoshi on the chain
     */
    long assertPaidOnChain(String address) {
        String script =
                node().call("validateaddress", address).path("scriptPubKey").asString();
        List<NodeRpc.Coin> coins = node().payments(script, 1);
        List<JsonNode> orders = new ArrayList<>();
        for (JsonNode order : pool.api("miners/" + address).path("payouts")) {
            if (order.path("state").asString().equals("PAID")) {
                orders.add(order);
            }
        }
        assertThat(orders).as("payments of %s", address).isNotEmpty();
        assertThat(coins.stream().map(coin -> coin.txid() + " " + coin.sats()).toList())
                .containsExactlyInAnyOrderElementsOf(orders.stream()
                        .map(order -> order.path("txid").asString() + " "
                                + order.path("amountSat").asLong())
                        .toList());
        assertThat(coins).allSatisfy(coin -> assertThat(node().unspent(coin)).isEqualTo(coin.sats()));
        long arrived = coins.stream().mapToLong(NodeRpc.Coin::sats).sum();
        assertThat(arrived).isEqualTo(paid(address));
        return arrived;
    }

    /**
     * All are paid everything, the miners' own wallet has what the chain and the pool say, and the books fit.
     *
     * @return satoshi in the wallet
     */
    long awaitPaidInto(NodeRpc wallet, List<String> miners) {
        awaitWhileConfirming("payments", () -> miners.stream().allMatch(miner -> paid(miner) > 0) && isQuiet());
        long received = 0;
        for (String miner : miners) {
            long onChain = assertPaidOnChain(miner);
            long inWallet =
                    NodeRpc.sats(wallet.call("getreceivedbyaddress", miner, 1).decimalValue());
            assertThat(inWallet).as("in the miner's own wallet").isEqualTo(onChain);
            received += inWallet;
        }
        assertBooksFit(received);
        return received;
    }

    /** What the chain gave, less what was orphaned, is owed or paid, and no invariant failed. */
    void assertBooksFit(long paidOnChain) {
        PgBooks books = new PgBooks(pool);
        PgBooks.Money money = books.money();
        assertThat(money.owned()).isEqualTo(money.rewards());
        assertThat(money.rewards()).isEqualTo(sum(blocks("MATURED"), "rewardSat"));
        assertThat(money.paid()).isEqualTo(paidOnChain);
        assertThat(books.alarms()).isEmpty();
    }
}
