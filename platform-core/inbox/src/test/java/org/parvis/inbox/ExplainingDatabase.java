package org.parvis.inbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Handles whose statements are explained, with the values they are given, right before each is executed. */
final class ExplainingDatabase {
    private final List<String> plans = new ArrayList<>();

    /** The plans since the last call, each with its statement before it. */
    List<String> plans() {
        List<String> since = List.copyOf(plans);
        plans.clear();
        return since;
    }

    /** The same transaction as the given handle's. */
    Handle explaining(Handle handle) {
        Connection real = handle.getConnection();
        Connection explaining = proxy(
                Connection.class,
                (method, arguments) -> method.getName().equals("prepareStatement")
                        ? explaining(real, (String) arguments[0])
                        : call(real, method, arguments));
        return Jdbi.create(explaining).open();
    }

    private PreparedStatement explaining(Connection connection, String sql) throws SQLException {
        PreparedStatement real = connection.prepareStatement(sql);
        PreparedStatement explain = connection.prepareStatement("explain " + sql);
        return proxy(PreparedStatement.class, (method, arguments) -> {
            if (method.getName().startsWith("set")) {
                call(explain, method, arguments);
            } else if (method.getName().startsWith("execute")) {
                plans.add(sql + "\n" + plan(explain));
            } else if (method.getName().equals("close")) {
                explain.close();
            }
            return call(real, method, arguments);
        });
    }

    private static String plan(PreparedStatement explain) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (ResultSet rows = explain.executeQuery()) {
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    private interface Answer {
        Object to(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                ExplainingDatabase.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method, arguments)));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
