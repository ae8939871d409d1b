package thunderpool.gateway.session;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import thunderpool.topics.SessionMoved;
import thunderpool.topics.SessionMoved.Kind;
import thunderpool.work.Extranonce;

/**
 * Who may speak under which extranonce1, folded from session-moved. Its owner is the gateway that adopted it last, and
 * before that the one that gave it out. It may be taken up when its owner released it, is known dead, or was this
 * gateway itself. Two that take it up at once are put in order by the log: the later one has it, and the earlier one
 * lets go when it reads so. Thread-safe.
 */
public final class SessionMoves implements Neighbours {
    /** Moves of a day on a large pool; who is forgotten gets a fresh session. */
    private static final int MOST = 200_000;

    private record Standing(int owner, boolean released) {}

    private final GatewayRegister register;
    private final Function<SessionMoved, CompletionStage<?>> log;
    private final BooleanSupplier maySeemDead;
    private final Set<Integer> own = new HashSet<>();
    private final Set<Integer> thisLife = new HashSet<>();
    /** Adopted here, and our record of it was not read yet: every record read before it is older. */
    private final Set<Integer> pending = new HashSet<>();

    private final Map<Integer, Standing> standings = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Standing> eldest) {
            return size() > MOST;
        }
    };

    private int incarnation = -1;
    private @Nullable IntConsumer lost;

    /** @param log takes a record over and completes once it is durable; called under a lock, so it must not block */
    public SessionMoves(
            GatewayRegister register, Function<SessionMoved, CompletionStage<?>> log, BooleanSupplier maySeemDead) {
        this.register = register;
        this.log = log;
        this.maySeemDead = maySeemDead;
    }

    /** @param earlier incarnations of this instance, certainly ended */
    public synchronized void earlier(Set<Integer> earlier) {
        own.addAll(earlier);
    }

    /**
     * This gateway speaks under this incarnation from now on, besides those it had in this life.
     *
     * @param loser told, on the reader's thread, of each extranonce1 that another gateway took up
     */
    public synchronized void speakAs(int fresh, IntConsumer loser) {
        incarnation = fresh;
        own.add(fresh);
        thisLife.add(fresh);
        lost = loser;
    }

    @Override
    public synchronized boolean isFree(int extranonce1) {
        Standing standing = standings.get(extranonce1);
        if (incarnation < 0) {
            return false;
        }
        int owner = standing == null ? Extranonce.incarnationOf(extranonce1) : standing.owner;
        boolean released = standing != null && standing.released;
        return released || own.contains(owner) || register.isDead(owner);
    }

    @Override
    public synchronized void adopted(int extranonce1) {
        pending.add(extranonce1);
        var _ = log.apply(new SessionMoved(extranonce1, Kind.ADOPTED, incarnation))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        unsaid(extranonce1);
                    }
                });
    }

    /** Nobody will read that it was taken up: then it was not. */
    private void unsaid(int extranonce1) {
        IntConsumer loser;
        synchronized (this) {
            loser = pending.remove(extranonce1) ? lost : null;
        }
        if (loser != null) {
            loser.accept(extranonce1);
        }
    }

    @Override
    public synchronized CompletionStage<?> release(int extranonce1) {
        Standing standing = standings.get(extranonce1);
        int giver = Extranonce.incarnationOf(extranonce1);
        int owner = standing != null ? standing.owner : thisLife.contains(giver) ? giver : incarnation;
        return log.apply(new SessionMoved(extranonce1, Kind.RELEASED, owner));
    }

    @Override
    public synchronized boolean isReleased(int extranonce1) {
        Standing standing = standings.get(extranonce1);
        return standing != null && standing.released;
    }

    @Override
    public boolean maySeemDead() {
        return maySeemDead.getAsBoolean();
    }

    /** The next record of the topic, in its order. */
    public void on(SessionMoved moved) {
        IntConsumer loser = fold(moved);
        if (loser != null) {
            loser.accept(moved.extranonce1());
        }
    }

    /** Whom to tell that the session is somebody else's; outside of the lock, since it asks back. */
    private synchronized @Nullable IntConsumer fold(SessionMoved moved) {
        int extranonce1 = moved.extranonce1();
        Standing before = standings.remove(extranonce1);
        int owner = before == null ? Extranonce.incarnationOf(extranonce1) : before.owner;
        return switch (moved.kind()) {
            case RELEASED -> {
                // Of somebody who is not the owner any more it says nothing.
                boolean released = moved.incarnation() == owner || (before != null && before.released);
                if (released || before != null) {
                    standings.put(extranonce1, new Standing(owner, released));
                }
                yield null;
            }
            case ADOPTED -> {
                standings.put(extranonce1, new Standing(moved.incarnation(), false));
                if (thisLife.contains(moved.incarnation())) {
                    pending.remove(extranonce1);
                    yield null;
                }
                yield pending.contains(extranonce1) ? null : lost;
            }
        };
    }
}
