package org.parvis.engine.guard;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.spi.CallRevokedException;
import org.parvis.spi.NetworkException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line between core and plugin: sets the plugin's class loader as context for what crosses it, checks what comes back and
 * re-creates what is thrown from message and codes alone. Thread-safe.
 */
final class Boundary {
    private static final Logger LOGGER = LoggerFactory.getLogger(Boundary.class);
    private static final int LONGEST_MESSAGE = 2000;

    private final String network;
    private final ClassLoader loader;
    private final Consumer<String> defects;

    Boundary(String network, ClassLoader loader, Consumer<String> defects) {
        this.network = network;
        this.loader = loader;
        this.defects = defects;
    }

    /** What is asked of the plugin. */
    @FunctionalInterface
    interface Crossing<T> {
        @Nullable
        T run() throws NetworkException;
    }

    /** What is asked of the plugin without an answer. */
    @FunctionalInterface
    interface Task {
        void run() throws NetworkException;
    }

    /** Checks an answer and returns what the core may have of it. */
    @FunctionalInterface
    interface Check<T> {
        T run(T answer);
    }

    <T> T cross(String method, Crossing<T> crossing, Check<T> check) throws NetworkException {
        try {
            return checked(method, inside(crossing), check);
        } catch (NetworkException e) {
            throw recreated(method, e);
        } catch (CallRevokedException e) {
            throw new CallRevokedException();
        } catch (PluginDefectException e) {
            throw new NetworkException(ErrorKind.DEFECT, defect(method, e.getMessage(), null));
        } catch (RuntimeException | Error e) {
            throw new NetworkException(ErrorKind.DEFECT, thrown(method, e));
        }
    }

    void task(String method, Task task) throws NetworkException {
        cross(
                method,
                () -> {
                    task.run();
                    return Boolean.TRUE;
                },
                done -> done);
    }

    /** For methods that are pure and declare no failure. */
    <T> T pure(String method, Crossing<T> crossing, Check<T> check) {
        try {
            return cross(method, crossing, check);
        } catch (NetworkException e) {
            throw new PluginDefectException(e.getMessage() == null ? method + " failed" : e.getMessage());
        }
    }

    /** Notes a fault that spoils a part of an answer only. */
    void complain(String method, String what) {
        defect(method, what, null);
    }

    private <T> @Nullable T inside(Crossing<T> crossing) throws NetworkException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return crossing.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static <T> T checked(String method, @Nullable T answer, Check<T> check) {
        if (answer == null) {
            throw new PluginDefectException(method + " answered null");
        }
        return check.run(answer);
    }

    private NetworkException recreated(String method, NetworkException thrown) {
        if (thrown.kind() == ErrorKind.DEFECT) {
            defect(method, String.valueOf(thrown.getMessage()), null);
        }
        return NetworkException.of(thrown.kind(), shortened(thrown.getMessage()))
                .remoteCode(thrown.remoteCode().orElse(null))
                .retryAt(thrown.retryAt().orElse(null))
                .bucket(thrown.bucket().orElse(null))
                .violations(thrown.violations())
                .build();
    }

    private String thrown(String method, Throwable thrown) {
        if (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError)) {
            defects.accept(method + " ran into " + thrown.getClass().getSimpleName());
            throw (VirtualMachineError) thrown;
        }
        return defect(method, thrown.getClass().getName() + ": " + thrown.getMessage(), thrown);
    }

    private String defect(String method, @Nullable String what, @Nullable Throwable thrown) {
        String message = "The plugin of " + network + " broke its contract in " + method + ": " + shortened(what);
        // as text: the log's own memory must not hold on to a class of the plugin
        LOGGER.error("{}{}", message, thrown == null ? "" : "\n" + stackTrace(thrown));
        defects.accept(method + ": " + shortened(what));
        return message;
    }

    private static String shortened(@Nullable String text) {
        String there = text == null ? "no reason was given" : text;
        return there.length() > LONGEST_MESSAGE ? there.substring(0, LONGEST_MESSAGE) + "…" : there;
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
