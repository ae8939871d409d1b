package thunderpool.payout.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Order;
import thunderpool.payout.port.ScheduleBook;
import thunderpool.payout.schedule.Balance;
import thunderpool.payout.schedule.Candidate;
import thunderpool.payout.schedule.PlannedScheme;
import thunderpool.payout.schedule.Schedule;
import thunderpool.payout.schedule.Scheme;
import thunderpool.topics.PayoutChanged.State;

/** Schemes, schedules and balances in memory. */
final class MemorySchedules implements ScheduleBook {

    private final MemoryOrders orders;
    private final Map<String, Scheme> schemes = new HashMap<>();
    private final Map<Script, Schedule> schedules = new LinkedHashMap<>();
    private final Map<Script, Balance> balances = new HashMap<>();
    private final Map<String, PlannedScheme> plans = new HashMap<>();
    private Hold hold = new Hold(0, false);
    private Approval approval = new Approval(0, Optional.empty());

    MemorySchedules(MemoryOrders orders) {
        this.orders = orders;
    }

    MemorySchedules copy(MemoryOrders copiedOrders) {
        MemorySchedules copy = new MemorySchedules(copiedOrders);
        copy.schemes.putAll(schemes);
        copy.schedules.putAll(schedules);
        copy.balances.putAll(balances);
        copy.plans.putAll(plans);
        copy.hold = hold;
        copy.approval = approval;
        return copy;
    }

    @Override
    public Optional<Scheme> scheme(String name) {
        return Optional.ofNullable(schemes.get(name));
    }

    @Override
    public List<Scheme> schemes() {
        return List.copyOf(schemes.values());
    }

    @Override
    public void save(Scheme scheme) {
        schemes.put(scheme.name(), scheme);
    }

    @Override
    public List<PlannedScheme> planned() {
        return List.copyOf(plans.values());
    }

    @Override
    public void plan(PlannedScheme plan) {
        plans.put(plan.scheme().name(), plan);
    }

    @Override
    public void dropPlan(String schemeName) {
        plans.remove(schemeName);
    }

    @Override
    public Optional<Schedule> find(Script account) {
        return Optional.ofNullable(schedules.get(account));
    }

    @Override
    public List<Schedule> followersOf(String schemeName) {
        return schedules.values().stream()
                .filter(schedule -> schedule.schemeName().equals(schemeName))
                .toList();
    }

    @Override
    public void save(Schedule schedule) {
        schedules.put(schedule.account(), schedule);
    }

    @Override
    public Optional<Balance> balance(Script account) {
        return Optional.ofNullable(balances.get(account));
    }

    @Override
    public void save(Balance balance) {
        balances.put(balance.account(), balance);
    }

    @Override
    public List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        for (Schedule schedule : schedules.values()) {
            Optional<Order> newest = orders.newest(schedule.account());
            Sats payable = balance(schedule.account()).map(Balance::payable).orElse(Sats.ZERO);
            boolean open = newest.map(Order::state).filter(Order::isOpen).isPresent();
            if (!schedule.held() && !open && !payable.isLessThan(schedule.minimum())) {
                candidates.add(new Candidate(
                        schedule,
                        scheme(schedule.schemeName()).orElseThrow(),
                        payable,
                        newest.map(order -> order.sequence() + 1).orElse(0L),
                        newest.filter(order -> order.state() == State.REFUSED)
                                .map(Order::changedAtMs)
                                .orElse(0L)));
            }
        }
        candidates.sort(
                Comparator.comparingLong(candidate -> candidate.schedule().sinceMs()));
        return candidates;
    }

    @Override
    public Hold hold() {
        return hold;
    }

    @Override
    public void save(Hold changed) {
        hold = changed;
    }

    @Override
    public Approval approval() {
        return approval;
    }

    @Override
    public void save(Approval changed) {
        approval = changed;
    }
}
