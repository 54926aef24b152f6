package org.parvis.engine.obligation;

import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.LeaseLostException;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;

/** The lease of one claim. Used by the thread that handles it; {@link #lose} may come from any. */
final class HeldLease implements Lease {
    /** Whose obligations are nobody's but the platform's. */
    static final WorkspaceId PLATFORM = new WorkspaceId(new UUID(0, 0));

    private final Claimed claimed;
    private final Database database;
    private final Ruling ruling;
    private final Clock clock;
    private @Nullable Thread handler;
    private boolean lost;
    private volatile @Nullable Settlement settled;

    HeldLease(Claimed claimed, Database database, Ruling ruling, Clock clock) {
        this.claimed = claimed;
        this.database = database;
        this.ruling = ruling;
        this.clock = clock;
    }

    Claimed claimed() {
        return claimed;
    }

    /** What the handler settled by itself and committed; null if nothing. */
    @Nullable
    Settlement settledByHandler() {
        return settled;
    }

    @Override
    public void assertHeld() {
        if (isLost() || !inScope(handle -> Sql.run(handle, connection -> ObligationTable.held(connection, claimed)))) {
            throw new LeaseLostException();
        }
    }

    @Override
    public void settle(Settlement settlement) {
        if (settlement instanceof Settlement.Settled) {
            throw new IllegalArgumentException("Settle with what becomes of the obligation");
        }
        if (isLost() || !inScope(handle -> ruling.write(handle, claimed, settlement, clock.instant()))) {
            throw new LeaseLostException();
        }
        database.afterCommit(() -> settled = settlement);
    }

    /** Begins handling on this thread; false when the lease was lost before. */
    synchronized boolean begin() {
        if (!lost) {
            handler = Thread.currentThread();
        }
        return !lost;
    }

    /** Ends handling; the thread must not carry an interrupt over to its next work. */
    synchronized void end() {
        handler = null;
        Thread.interrupted();
    }

    /** The lease is gone: whoever handles it is interrupted, for it must not go on. */
    synchronized void lose() {
        lost = true;
        if (handler != null) {
            handler.interrupt();
        }
    }

    synchronized boolean isLost() {
        return lost;
    }

    /** The scope the handler's own transaction has, for this must join it. */
    private boolean inScope(Database.Work<Boolean, RuntimeException> work) {
        WorkspaceId workspace = claimed.obligation().workspace();
        return workspace.equals(PLATFORM) ? database.inSystem(work) : database.inWorkspace(workspace, work);
    }
}
