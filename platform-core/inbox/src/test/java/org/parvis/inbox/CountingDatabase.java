package org.parvis.inbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;

/** The real database, which remembers the statements that are asked of it. */
final class CountingDatabase implements Database {
    final List<String> statements = new ArrayList<>();
    private final Database real;

    CountingDatabase(Database real) {
        this.real = real;
    }

    @Override
    public <T, X extends Exception> T inWorkspace(WorkspaceId workspace, Work<T, X> work) throws X {
        return real.inWorkspace(workspace, handle -> work.run(counting(handle)));
    }

    @Override
    public <T, X extends Exception> T inSystem(Work<T, X> work) throws X {
        return real.inSystem(handle -> work.run(counting(handle)));
    }

    @Override
    public void afterCommit(Runnable action) {
        real.afterCommit(action);
    }

    private Handle counting(Handle handle) {
        Connection connection = handle.getConnection();
        Connection counting = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        statements.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
        return Jdbi.create(counting).open();
    }
}
