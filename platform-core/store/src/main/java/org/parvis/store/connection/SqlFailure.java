package org.parvis.store.connection;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;

/** What a failure of the database means, by the SQLSTATE codes of PostgreSQL (appendix A of its manual). */
public enum SqlFailure {
    /** The server cannot be reached, or the connection broke: nobody knows what became of a commit under way. */
    CONNECTION_LOST,
    /** The server answered that it cannot do this now: out of space, deadlock, time limit. The transaction is undone. */
    OVERLOADED;

    static final String CANNOT_CONNECT = "08001";

    private static final Set<String> GOING_AWAY = Set.of("57P01", "57P02", "57P03", "57P05", "25P03");
    private static final Set<String> TOO_MUCH = Set.of("57014", "40P01", "40001", "58030");

    /** What {@code failure} says about the database, empty if it says something about the statement instead. */
    public static Optional<SqlFailure> of(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                return of(sql);
            }
        }
        return Optional.empty();
    }

    private static Optional<SqlFailure> of(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (state.startsWith("08")
                || GOING_AWAY.contains(state)
                || failure instanceof SQLTransientConnectionException
                || failure.getCause() instanceof IOException) {
            return Optional.of(CONNECTION_LOST);
        }
        if (state.startsWith("53") || TOO_MUCH.contains(state)) {
            return Optional.of(OVERLOADED);
        }
        // The driver reports a connection that was already closed this way when the loss was noticed elsewhere.
        return failure.getCause() == null ? Optional.empty() : of(failure.getCause());
    }
}
