package org.parvis.console;

import java.io.PrintStream;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;
import org.parvis.api.ProblemException;
import org.parvis.model.UnavailableException;
import org.parvis.model.Violation;

/**
 * What all commands share: they print a table for people or, with {@code --json}, one JSON document for scripts, and end
 * with an exit code other than zero and a sentence when something cannot be done; never with a stack trace.
 */
abstract class SocialCommand implements Action {
    @Option(name = "--json", description = "Print JSON instead of a table")
    boolean json;

    @Reference
    Session session;

    @Override
    public final @Nullable Object execute() throws Exception {
        try {
            run();
            out().flush();
            return null;
        } catch (ProblemException problem) {
            throw new CommandException(describe(problem));
        } catch (UnavailableException away) {
            throw new CommandException("A part of the platform is not there just now: " + away.getMessage());
        }
    }

    /** Does it. */
    abstract void run() throws Exception;

    PrintStream out() {
        return session.getConsole();
    }

    void print(Object document) {
        out().println(Json.text(document));
    }

    void print(ShellTable table) {
        table.emptyTableText("Nothing to show.").print(out());
    }

    /** One thing, a line for each of its values. */
    void printPairs(Map<String, Object> document) {
        ShellTable table = new ShellTable();
        table.column("What");
        table.column("Value");
        document.forEach((what, value) -> {
            if (value != null) {
                table.addRow().addContent(what, Printable.line(String.valueOf(value)));
            }
        });
        print(table);
    }

    private static String describe(ProblemException problem) {
        StringBuilder text = new StringBuilder(String.valueOf(problem.getMessage()));
        for (Violation violation : problem.violations()) {
            if (!violation.message().equals(problem.getMessage())) {
                text.append("\n  ").append(violation.field()).append(": ").append(violation.message());
            }
        }
        return text.toString();
    }
}
