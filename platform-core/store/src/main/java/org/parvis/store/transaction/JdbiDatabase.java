package org.parvis.store.transaction;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;
import org.parvis.store.DatabaseUnavailableException;
import org.parvis.store.connection.SqlFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Database} over JDBI. Each transaction starts with one statement that gives up the login's own rights in favour
 * of the role of its scope, until it ends.
 */
public final class JdbiDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(JdbiDatabase.class);
    private static final String ENTER = "select set_config('role', ?, true), set_config('parvis.workspace', ?, true)";

    /** Said while committing: what was written may be found when the server recovers, or not (I/O error, full disk). */
    private static final Set<String> KEEPING = Set.of("58030", "53100");

    private final Jdbi jdbi;
    /** By the thread that runs it; each entry is taken out by whoever put it in. */
    private final Map<Thread, Transaction> open = new ConcurrentHashMap<>();

    public JdbiDatabase(DataSource source) {
        jdbi = Jdbi.create(source);
        SqlTypes.register(jdbi);
        // JDBI would quote the bound values, which may be secrets, in the message of every exception.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(JdbiDatabase::withoutValues);
    }

    private static String withoutValues(StatementException failure) {
        StatementContext context = failure.getStatementContext();
        return failure.getShortMessage() + (context == null ? "" : " [" + context.getRawSql() + "]");
    }

    /** What a transaction may see. */
    private record Scope(String role, String workspace) {
        static final Scope SYSTEM = new Scope("parvis_system", "");

        static Scope of(WorkspaceId workspace) {
            return new Scope("parvis_workspace", workspace.toString());
        }

        @Override
        public String toString() {
            return workspace.isEmpty() ? "all workspaces" : "workspace " + workspace;
        }
    }

    private record Transaction(Scope scope, Handle handle, List<Runnable> afterCommit) {}

    @Override
    public <T, X extends Exception> T inWorkspace(WorkspaceId workspace, Work<T, X> work) throws X {
        return run(Scope.of(workspace), work);
    }

    @Override
    public <T, X extends Exception> T inSystem(Work<T, X> work) throws X {
        return run(Scope.SYSTEM, work);
    }

    @Override
    public void afterCommit(Runnable action) {
        Transaction transaction = open.get(Thread.currentThread());
        if (transaction == null) {
            action.run();
        } else {
            transaction.afterCommit().add(action);
        }
    }

    private <T, X extends Exception> T run(Scope scope, Work<T, X> work) throws X {
        Transaction outer = open.get(Thread.currentThread());
        if (outer == null) {
            return begin(scope, work);
        }
        if (!outer.scope().equals(scope)) {
            throw new IllegalStateException("A transaction for " + outer.scope() + " is open on this thread; work for "
                    + scope + " cannot join it. Do it before or after.");
        }
        return work.run(outer.handle());
    }

    private <T, X extends Exception> T begin(Scope scope, Work<T, X> work) throws X {
        List<Runnable> hints = new ArrayList<>();
        T result;
        try (Handle handle = connect()) {
            open.put(Thread.currentThread(), new Transaction(scope, handle, hints));
            try {
                enter(handle, scope);
                result = perform(handle, work);
                commit(handle);
            } finally {
                open.remove(Thread.currentThread());
            }
        }
        hints.forEach(JdbiDatabase::give);
        return result;
    }

    private Handle connect() {
        try {
            return jdbi.open();
        } catch (JdbiException e) {
            throw translated(e, false).orElse(e);
        }
    }

    private static void enter(Handle handle, Scope scope) {
        try {
            handle.begin();
            try (var statement = handle.getConnection().prepareStatement(ENTER)) {
                statement.setString(1, scope.role());
                statement.setString(2, scope.workspace());
                statement.execute();
            }
        } catch (SQLException e) {
            rollBack(handle);
            throw translated(e, false).orElseGet(() -> new IllegalStateException("Cannot enter " + scope, e));
        } catch (JdbiException e) {
            rollBack(handle);
            throw translated(e, false).orElse(e);
        }
    }

    private static <T, X extends Exception> T perform(Handle handle, Work<T, X> work) throws X {
        boolean done = false;
        try {
            T result = work.run(handle);
            done = true;
            return result;
        } catch (JdbiException e) {
            throw translated(e, false).orElse(e);
        } finally {
            if (!done) {
                rollBack(handle);
            }
        }
    }

    private static void commit(Handle handle) {
        try {
            handle.commit();
        } catch (JdbiException e) {
            rollBack(handle);
            throw translated(e, true).orElse(e);
        }
    }

    /** The connection may be gone, and then the server rolls back by itself: what failed before is what counts. */
    private static void rollBack(Handle handle) {
        try {
            if (handle.isInTransaction()) {
                handle.rollback();
            }
        } catch (JdbiException e) {
            LOG.debug("Rollback failed, the server does it when it notices that the connection is gone", e);
        }
    }

    private static void give(Runnable hint) {
        try {
            hint.run();
        } catch (RuntimeException e) {
            // What was committed stays committed, so the caller must not be told that it failed.
            LOG.error("An action after a commit failed", e);
        }
    }

    private static Optional<RuntimeException> translated(Exception failure, boolean committing) {
        return SqlFailure.of(failure).<RuntimeException>map(kind -> switch (kind) {
            case CONNECTION_LOST ->
                new DatabaseUnavailableException(
                        committing
                                ? "The connection to the database was lost while committing; whether the change took effect"
                                        + " is not known"
                                : "The database cannot be reached at the moment",
                        failure,
                        committing);
            case OVERLOADED ->
                new DatabaseUnavailableException(
                        "The database cannot do this at the moment: " + reason(failure),
                        failure,
                        committing && KEEPING.contains(state(failure)));
        });
    }

    private static String reason(Throwable failure) {
        String state = state(failure);
        return switch (state) {
            case "57014" -> "the statement took too long";
            case "40P01" -> "two transactions waited for each other";
            case "40001" -> "another transaction changed the same rows";
            case "53100" -> "its disk is full";
            case "53200" -> "it is out of memory";
            case "53300" -> "it has too many connections";
            case "58030" -> "its disk does not keep what is written";
            default -> "it is out of resources (" + state + ")";
        };
    }

    private static String state(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                return String.valueOf(sql.getSQLState());
            }
        }
        return "";
    }
}
