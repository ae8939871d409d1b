package thunderpool.lab.e2e.sim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import thunderpool.accounting.ledger.LedgerAccount;
import thunderpool.accounting.ledger.Transfer;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;

/**
 * One seed's world: miners, two gateways, two validators, two template-services, two accountings, payout terms, a log and
 * a chain. After every step the laws hold; after healing, all that was promised is kept.
 */
final class PoolWorld implements AutoCloseable {

    private static final int ACCOUNTS = 5;
    private static final int MINERS = 9;
    private static final int NBITS = 0x2000ffff;
    private static final long SECOND_LOOK_EVERY = 250;
    private static final int HEALING_STEPS = 2_500;

    private long nowMs = 1_795_000_000_000L;
    private final long seed;
    private final Dice dice;
    private final Broker broker;
    private final SimChain chain;
    private final BlockInspector inspector;
    private final int deepestReorg;
    private final TemplateHost templates;
    private final List<SimGateway> gateways = new ArrayList<>();
    private final ValidatorGroup validators;
    private final AccountingHost accounting;
    private final PayoutHost payouts;
    private final Operator operator;
    private final ShareOracle shares;
    private final MoneyOracle money;
    private final List<SimMiner> miners = new ArrayList<>();
    private long steps;
    private int reorganizations;

    PoolWorld(long seed, Path folder, Sabotage sabotage) {
        this.seed = seed;
        this.dice = new Dice(seed);
        this.broker = new Broker(dice, () -> nowMs);
        this.chain = new SimChain(dice, () -> nowMs, NBITS);
        this.inspector = new BlockInspector(chain);
        // Behind a reorganization deeper than a settlement an older attempt, or a stranger, could undo a payment for
        // good: worlds have either the one or the other.
        this.deepestReorg = dice.chance(0.5) ? PayoutHost.SETTLE - 1 : SimChain.MATURITY - 4;
        this.templates = new TemplateHost(broker, dice, chain, inspector);
        DirectRoad direct = new DirectRoad(templates::direct);
        for (String name : List.of("east", "west")) {
            gateways.add(new SimGateway(name, broker, dice, direct, folder, sabotage == Sabotage.PRODUCER_LIES));
        }
        this.validators = new ValidatorGroup(broker, dice, 2, sabotage == Sabotage.VALIDATOR_FORGETS_DUPLICATES);
        this.accounting = new AccountingHost(broker, dice, sabotage == Sabotage.ACCOUNTING_IGNORES_POSITIONS);
        this.payouts = new PayoutHost(broker, dice, new SimWallet(chain, dice), sabotage == Sabotage.PAYOUT_FORGETS);
        this.operator = new Operator(broker, dice, payouts);
        this.shares = new ShareOracle(broker);
        this.money = new MoneyOracle(chain, accounting.database());
        populate();
    }

    private void populate() {
        List<SimMiner.User> users = new ArrayList<>();
        List<WireJob> gossip = new ArrayList<>();
        for (int i = 0; i <= MINERS; i++) {
            byte[] hash = new byte[20];
            hash[0] = (byte) (i == MINERS ? 99 : 1 + i % ACCOUNTS);
            Script script = Script.p2wpkh(hash);
            String address =
                    Address.ofScript(script, SimChain.CHAIN).orElseThrow().text();
            String system = SimGateway.PORTS.get(i % 3).rewardSystem().name();
            users.add(new SimMiner.User(address + ".rig" + i, new Submitted.Owner(script.hex(), "rig" + i, system)));
        }
        for (int i = 0; i < MINERS; i++) {
            miners.add(new SimMiner(dice, shares, users.get(i), users.getLast(), gossip));
        }
    }

    void step() {
        steps++;
        nowMs += passing();
        broker.weather();
        chainWeather();
        mine(true);
        serve();
        check();
        if (steps % SECOND_LOOK_EVERY == 0) {
            SecondAccounting.confirms(broker, seed + steps, accounting.database());
        }
    }

    /** Mostly a moment; sometimes a while; rarely everybody was asleep, up to half an hour. */
    private long passing() {
        if (dice.fault(0.002)) {
            return dice.between(60_000, 1_800_000);
        }
        return dice.chance(0.04) ? dice.between(3_000, 20_000) : dice.between(5, 1_200);
    }

    private void serve() {
        templates.step(nowMs);
        gateways.forEach(SimGateway::step);
        validators.step();
        accounting.step();
        payouts.step(nowMs);
        operator.step();
    }

    private void chainWeather() {
        if (dice.chance(0.07)) {
            chain.mineElsewhere(dice.fraction());
        }
        if (dice.fault(0.01)) {
            reorganizations++;
            chain.reorganize(1 + dice.below(deepestReorg));
        }
        if (dice.fault(0.01)) {
            chain.restart();
        }
        if (dice.fault(0.01)) {
            chain.evict();
        }
        if (deepestReorg < PayoutHost.SETTLE && dice.fault(0.01)) {
            chain.gossip();
        }
        if (deepestReorg < PayoutHost.SETTLE && dice.fault(0.003)) {
            chain.spendByStranger();
        }
        if (dice.chance(0.05)) {
            chain.mempoolMinimum = dice.fault(0.2) ? 1 + dice.below(15) : 1;
            chain.feeEstimate = dice.isCalm() ? 2 : dice.below(12);
        }
    }

    private void mine(boolean working) {
        for (int i = 0; i < miners.size(); i++) {
            SimMiner miner = miners.get(i);
            SimGateway gateway = gateways.get(dice.below(gateways.size()));
            miner.listen();
            if (!miner.isConnected() && gateway.isUp() && dice.chance(0.3)) {
                miner.connect(gateway.accept(i % SimGateway.PORTS.size(), "10.0.0." + i));
            } else if (dice.fault(0.004)) {
                miner.cut(nowMs);
            } else if (working && dice.chance(0.3)) {
                miner.work();
            }
        }
    }

    private void check() {
        shares.check(accounting.database());
        money.check(nowMs);
        Law.holds(inspector.refusals.isEmpty(), "nodes refused blocks of the pool: %s", inspector.refusals);
    }

    /** No more faults and no more shares: everything must end by itself. */
    void heal() {
        dice.calm();
        chain.mempoolMinimum = 1;
        chain.feeEstimate = 2;
        for (int i = 0; i < HEALING_STEPS && !isQuiet(); i++) {
            nowMs += 2_000;
            if (i % 4 == 0) {
                chain.mineElsewhere(1);
            }
            mine(false);
            serve();
            check();
        }
        Law.holds(isQuiet(), "not everything came to an end: %s", unrest());
        shares.checkQuiet();
        money.checkQuiet();
        new TopicOracle(broker, accounting.database()).checkQuiet(shares.credited());
        boolean nobodyDied = gateways.stream().allMatch(gateway -> gateway.crashes == 0);
        for (Hash256 block : shares.blocks(nobodyDied)) {
            Law.holds(chain.known(block).isPresent(), "block %s never came home", block);
        }
        SecondAccounting.confirms(broker, seed, accounting.database());
    }

    private boolean isQuiet() {
        return unrest().isEmpty();
    }

    private List<String> unrest() {
        List<String> restless = new ArrayList<>();
        note(restless, "gateways", gateways.stream().allMatch(SimGateway::isQuiet));
        note(restless, "validators", validators.isCaughtUp());
        note(restless, "accounting", accounting.isCaughtUp());
        note(restless, "blocks", templates.isQuiet());
        note(restless, "payouts", payouts.isQuiet());
        note(restless, "epochs", accounting.closedThrough() >= shares.newestSlice());
        note(restless, "balances", nobodyIsOwed());
        return restless;
    }

    private static void note(List<String> restless, String what, boolean quiet) {
        if (!quiet) {
            restless.add(what);
        }
    }

    private boolean nobodyIsOwed() {
        return accounting.database().ledger().transfers().stream()
                .map(Transfer::credit)
                .filter(account -> account.purse() == LedgerAccount.Purse.PAYABLE)
                .map(LedgerAccount::owner)
                .distinct()
                .map(owner -> accounting.database().ledger().balance(Objects.requireNonNull(owner)))
                .allMatch(balance -> balance.payable().isLessThan(payouts.minimum())
                        && balance.reserved().isZero()
                        && balance.immature().isZero());
    }

    /** What happened, in one line; the same for the same seed and steps. */
    Statistics statistics() {
        return new Statistics(
                steps,
                shares.acked,
                shares.credited(),
                shares.refused,
                shares.unanswered,
                chain.knownPoolBlocks(),
                chain.knownPoolBlocks() - chain.poolBlocks().size(),
                reorganizations,
                accounting.database().epochs().size(),
                money.settled(Transfer.Kind.PAYOUT_PAID),
                money.settled(Transfer.Kind.PAYOUT_RETURNED),
                gateways.stream().mapToInt(gateway -> gateway.crashes).sum()
                        + validators.crashes
                        + accounting.crashes
                        + payouts.crashes
                        + templates.crashes,
                gateways.stream().mapToInt(SimGateway::moved).sum(),
                accounting.redeliveries,
                accounting.repeated() + payouts.repeated() + templates.repeated(),
                validators.replays,
                payouts.fenced);
    }

    @Override
    public void close() {
        gateways.forEach(SimGateway::close);
    }
}
