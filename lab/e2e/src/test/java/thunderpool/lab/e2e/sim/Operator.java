package thunderpool.lab.e2e.sim;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sha256d;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.Principal;

/** A person with the rights to do it: holds and releases payouts, lets large ones go or gives them back, sets fees. */
final class Operator {

    private final Broker broker;
    private final Dice dice;
    private final PayoutHost payouts;
    private boolean holds;
    private long commands;

    Operator(Broker broker, Dice dice, PayoutHost payouts) {
        this.broker = broker;
        this.dice = dice;
        this.payouts = payouts;
    }

    void step() {
        if (broker.isAway()) {
            return;
        }
        if (holds ? dice.isCalm() || dice.chance(0.05) : dice.fault(0.005)) {
            holds = !holds;
            send(Principal.PAYOUT, holds ? "hold-payouts" : "release-payouts", Map.of("all", "true"));
        }
        if (dice.fault(0.01)) {
            send(Principal.PAYOUT, "set-approval", Map.of("above_sats", "" + dice.between(50_000, 5_000_000)));
        }
        if (dice.fault(0.02)) {
            send(
                    Principal.ACCOUNTING,
                    "set-fee",
                    Map.of(
                            "reward_system",
                            dice.chance(0.7) ? "PPLNS" : "SOLO",
                            "basis_points",
                            "" + dice.below(2_000),
                            "from_ms",
                            "" + (broker.nowMs() + dice.between(0, 120_000))));
        }
        if (dice.isCalm() || dice.chance(0.1)) {
            payouts.waiting().forEach(this::decide);
        }
    }

    /** Perhaps again, before the first word is heard: a second one finds nothing that waits. */
    private void decide(Hash256 order) {
        String kind = dice.fault(0.1) ? "refuse-payout" : "approve-payout";
        send(Principal.PAYOUT, kind, Map.of("order", order.displayHex()));
    }

    private void send(Principal owner, String kind, Map<String, String> fields) {
        Hash256 id = Sha256d.of(("command " + commands++).getBytes(StandardCharsets.US_ASCII));
        broker.append(
                AdminCommand.TOPIC,
                new AdminCommand(id, owner, kind, "olga", "the simulation", -1, fields, broker.nowMs()));
    }
}
