package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import thunderpool.bitcoin.Hash256;
import thunderpool.dashboard.view.ChainView;
import thunderpool.dashboard.view.PoolSample;
import thunderpool.dashboard.view.Projector;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.Judgement;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;
import thunderpool.work.Rejection;
import tools.jackson.databind.JsonNode;

/** A pool with an owner, an operator and a viewer at their browsers, and a little of everything to look at. */
final class AdminStaff implements AutoCloseable {

    private static final String PASSWORD = "correct horse battery";

    final AdminPool pool;
    final Browser owner;
    final Browser operator;
    final Browser viewer;
    private long offset;

    AdminStaff(Path code) throws IOException {
        AdminPool.NOW.set(SamplePool.NOW);
        pool = new AdminPool(code);
        owner = new Browser(pool, "192.0.2.1");
        String secret = Browser.read(owner.post(
                        "/api/admin/setup",
                        Browser.json("code", AdminPool.code(code), "user", "olga", "password", PASSWORD)))
                .get("secret")
                .asString();
        owner.post(
                "/api/admin/setup/confirm",
                Browser.json("user", "olga", "password", PASSWORD, "totp", Browser.totp(secret)));
        operator = hired("oscar", "OPERATOR");
        viewer = hired("vera", "VIEWER");
        fill();
    }

    @Override
    public void close() {
        pool.close();
    }

    /** A user who has signed in and chosen a password. */
    Browser hired(String name, String role) {
        JsonNode welcome = Browser.read(owner.post("/api/admin/users", Browser.json("user", name, "role", role)));
        String temporary = welcome.get("temporaryPassword").asString();
        String secret = welcome.get("secret").asString();
        Browser browser = new Browser(pool, "192.0.2.2");
        HttpResponse<String> first = browser.login(name, temporary, Browser.totp(secret));
        assertThat(Browser.read(first).get("passwordChangeNeeded").asBoolean()).isTrue();
        assertThat(browser.get("/api/admin/health").statusCode())
                .as("nothing before the password is the user's own")
                .isEqualTo(403);
        AdminPool.pass(Duration.ofSeconds(30));
        HttpResponse<String> changed = browser.post(
                "/api/admin/password",
                Browser.json("current", temporary, "next", PASSWORD, "totp", Browser.totp(secret)));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        return browser;
    }

    <T> Received<T> received(Topic<T> topic, T value) {
        return new Received<>(topic, 0, offset++, AdminPool.NOW.get().toEpochMilli(), value);
    }

    private void fill() {
        Projector into = pool.context().getBean(Projector.class);
        MemoryTopics topics = pool.context().getBean(MemoryTopics.class);
        Judgement shares = PoolSample.judged(
                0,
                PoolSample.share(PoolSample.miner(PoolSample.ALICE, "rig"), 10, SamplePool.NOW, null),
                PoolSample.share(PoolSample.miner(PoolSample.ALICE, "old"), 3, SamplePool.NOW, Rejection.STALE),
                PoolSample.share(PoolSample.miner(PoolSample.BOB, "attic"), 3, SamplePool.NOW, null));
        topics.append(Judgement.TOPIC, shares);
        into.shares().accept(List.of(received(Judgement.TOPIC, shares)));
        into.blocks()
                .accept(List.of(
                        received(BlockChanged.TOPIC, PoolSample.block(1, BlockChanged.State.FOUND, 1, SamplePool.NOW)),
                        received(BlockChanged.TOPIC, PoolSample.block(2, BlockChanged.State.FOUND, 2, SamplePool.NOW)),
                        received(
                                BlockChanged.TOPIC,
                                PoolSample.block(3, BlockChanged.State.ORPHANED, 0, SamplePool.NOW))));
        into.payouts()
                .accept(List.of(
                        received(
                                PayoutChanged.TOPIC,
                                PoolSample.payout(1, PayoutChanged.State.RESERVED, Hash256.ZERO, SamplePool.NOW)),
                        received(
                                PayoutChanged.TOPIC,
                                PoolSample.payout(
                                        2, PayoutChanged.State.BROADCAST, PoolSample.GENESIS, SamplePool.NOW))));
        into.balances().accept(List.of(received(BalanceChanged.TOPIC, PoolSample.balance(PoolSample.ALICE, 1, 1_000))));
        pool.context().getBean(ChainView.class).on(PoolSample.status(true));
    }
}
