package org.parvis.console;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.apache.karaf.shell.api.console.Session;

/** Where a command is tried: it prints to here, and finds only what a test has put there. */
final class Desk {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    /** A service of which only some methods answer; whoever calls another one has done what the test does not expect. */
    static <S> S service(Class<S> type, Map<String, Function<Object[], Object>> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    Function<Object[], Object> answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new AssertionError(
                                type.getSimpleName() + "." + method.getName() + " must not be called here");
                    }
                    return answer.apply(given == null ? new Object[0] : given);
                }));
    }

    /** Runs it with these values in its fields; what it printed. */
    String run(SocialCommand command, Map<String, Object> fields) throws Exception {
        printed.reset();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        command.session = service(Session.class, Map.of("getConsole", given -> out, "get", given -> "ann"));
        for (Map.Entry<String, Object> each : fields.entrySet()) {
            field(command.getClass(), each.getKey()).set(command, each.getValue());
        }
        try {
            command.execute();
        } catch (InvocationTargetException wrapped) {
            throw (Exception) wrapped.getCause();
        } finally {
            out.flush();
        }
        return printed();
    }

    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(type + "." + name);
    }
}
