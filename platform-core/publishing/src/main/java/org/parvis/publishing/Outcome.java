package org.parvis.publishing;

import org.jdbi.v3.core.Handle;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;

/** Writes an outcome and says how the obligation is settled with it, in one transaction. */
@FunctionalInterface
interface Outcome {
    Settlement write(Handle handle);

    /** Commits both together. */
    static Settlement settle(Database database, WorkspaceId workspace, Lease lease, Outcome outcome) {
        database.useWorkspace(workspace, handle -> lease.settle(outcome.write(handle)));
        return Settlement.settled();
    }
}
