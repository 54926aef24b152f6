package org.parvis.store;

import org.jdbi.v3.core.Handle;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.model.WorkspaceId;

/**
 * The platform's PostgreSQL database, for repositories.
 *
 * <p>The service is registered once per migrated schema, with the property {@value #SCHEMA}; a component that refers to
 * {@code (schema=inbox)} therefore never runs before the tables of {@code inbox} exist.
 *
 * <p>Every transaction has a scope. {@link #inWorkspace} confines it to one workspace: it runs under a role that owns
 * nothing, and row-level security hides the rows of every other workspace, whatever the SQL says. {@link #inSystem} sees
 * all workspaces and is meant for machinery that serves all of them (claiming obligations, finding a session), never for
 * anything that answers a person.
 *
 * <p>A call inside an open transaction of the same thread joins it; the scope must then be the same, else the call fails
 * with {@link IllegalStateException}. Calls block until the work is committed. Thread-safe.
 *
 * <p>When the server cannot be reached or the connection is lost, {@link DatabaseUnavailableException} is thrown. If that
 * happened while committing, its {@code outcomeUnknown} is true: read the state again before repeating.
 */
@ProviderType
public interface Database {
    /** Service property that names the migrated schema. */
    String SCHEMA = "schema";

    /** Runs {@code work} in one transaction that sees the rows of {@code workspace} only. */
    <T, X extends Exception> T inWorkspace(WorkspaceId workspace, Work<T, X> work) throws X;

    /** Runs {@code work} in one transaction that sees the rows of all workspaces. */
    <T, X extends Exception> T inSystem(Work<T, X> work) throws X;

    /** As {@link #inWorkspace}, without a result. */
    default <X extends Exception> void useWorkspace(WorkspaceId workspace, Task<X> task) throws X {
        inWorkspace(workspace, handle -> {
            task.run(handle);
            return true;
        });
    }

    /** As {@link #inSystem}, without a result. */
    default <X extends Exception> void useSystem(Task<X> task) throws X {
        inSystem(handle -> {
            task.run(handle);
            return true;
        });
    }

    /**
     * Runs {@code action} after the transaction that is open on this thread has been committed, at once if none is open; it
     * is dropped when the transaction is rolled back. For hints only (events, wake-ups): a crash in between loses it.
     */
    void afterCommit(Runnable action);

    /** What a transaction does; {@code handle} is valid only until it returns. */
    @FunctionalInterface
    interface Work<T, X extends Exception> {
        T run(Handle handle) throws X;
    }

    /** Work without a result. */
    @FunctionalInterface
    interface Task<X extends Exception> {
        void run(Handle handle) throws X;
    }
}
