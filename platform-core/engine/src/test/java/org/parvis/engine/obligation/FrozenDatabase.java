package org.parvis.engine.obligation;

import java.util.concurrent.CountDownLatch;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;
import org.parvis.store.DatabaseUnavailableException;

/** A node that cannot reach the database any more in system transactions, from the moment a latch opens. */
final class FrozenDatabase implements Database {
    private final Database database;
    private final CountDownLatch frozen;

    FrozenDatabase(Database database, CountDownLatch frozen) {
        this.database = database;
        this.frozen = frozen;
    }

    @Override
    public <T, X extends Exception> T inWorkspace(WorkspaceId workspace, Work<T, X> work) throws X {
        return database.inWorkspace(workspace, work);
    }

    @Override
    public <T, X extends Exception> T inSystem(Work<T, X> work) throws X {
        if (frozen.getCount() == 0) {
            throw new DatabaseUnavailableException("partitioned", new IllegalStateException(), false);
        }
        return database.inSystem(work);
    }

    @Override
    public void afterCommit(Runnable action) {
        database.afterCommit(action);
    }
}
