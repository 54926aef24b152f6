package org.parvis.console;

import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.WorkspaceService;

/** Gives somebody a new password, which was made for this and is stored nowhere in clear. */
@Service
@Command(
        scope = "social",
        name = "user-password",
        description = "Gives a person a new password, and ends all their sessions and tokens",
        detailedDescription = "Example: social:user-password --dry-run ann@example.org")
public final class UserPasswordCommand extends SocialCommand {
    @Option(name = "--dry-run", description = "Only say whose password would be changed")
    boolean dryRun;

    @Argument(index = 0, name = "email", required = true, description = "E-mail address of the person")
    @Completion(EmailCompleter.class)
    String email = "";

    @Reference
    WorkspaceService workspaces;

    @Override
    void run() {
        if (dryRun) {
            requireKnown();
            if (json) {
                print(Map.of("email", email, "dryRun", true));
            } else {
                out().println(email + " would get a new password; all sessions and tokens of that login would end.");
            }
            return;
        }
        String password = Passwords.fresh();
        workspaces.resetPassword(email, password, "console");
        if (json) {
            print(Map.of("email", email, "password", password, "dryRun", false));
        } else {
            out().println(email + ", password " + password);
            out().println("All sessions and tokens of that login have ended.");
        }
    }

    private void requireKnown() {
        boolean known = workspaces.workspaces().stream()
                .flatMap(workspace -> People.of(workspaces, workspace, Operator.name(session)).stream())
                .anyMatch(member -> member.email().equalsIgnoreCase(email.strip()));
        if (!known) {
            throw new ProblemException(Problem.NOT_FOUND, "Nobody has the address '" + email + "'.");
        }
    }
}
