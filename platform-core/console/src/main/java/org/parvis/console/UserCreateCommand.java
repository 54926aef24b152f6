package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Role;
import org.parvis.api.workspace.WorkspaceService;

/**
 * Adds a person with a role on the whole workspace; prints the password, which was made for this and is stored nowhere in
 * clear. Who has a login already, through another workspace, keeps its password.
 */
@Service
@Command(
        scope = "social",
        name = "user-create",
        description = "Adds a person to a workspace and prints the password once",
        detailedDescription = "Example: social:user-create --role EDITOR --language fr ann@example.org")
public final class UserCreateCommand extends WorkspaceCommand {
    @Option(name = "--dry-run", description = "Only say who would be added")
    boolean dryRun;

    @Option(name = "--name", description = "The person's own name; the address without it")
    @Completion(NameCompleter.class)
    @Nullable
    String name;

    @Option(name = "--role", description = "OWNER, MANAGER, EDITOR, CONTRIBUTOR or VIEWER, on the whole workspace")
    @Completion(RoleCompleter.class)
    String role = "VIEWER";

    @Option(name = "--language", description = "en or fr")
    @Completion(LanguageCompleter.class)
    String language = "en";

    @Argument(index = 0, name = "email", required = true, description = "E-mail address of the person")
    @Completion(EmailCompleter.class)
    String email = "";

    @Override
    void run() {
        Caller caller = caller();
        Role wanted = Constants.read("--role", role, Role.class);
        boolean known = isIn(caller);
        if (known) {
            throw ProblemException.invalid(
                    "email",
                    "email.taken",
                    "'" + email + "' belongs to this workspace already; change the role on the page.");
        }
        boolean keeps = hasLogin();
        String password = Passwords.fresh();
        if (!dryRun) {
            workspaces.addMember(
                    caller,
                    new WorkspaceService.NewMember(
                            email, name == null ? email : name, language, password, wanted, Map.of()));
        }
        boolean shown = !dryRun && !keeps;
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("email", email);
            document.put("role", String.valueOf(wanted));
            document.put("hasLogin", keeps);
            document.put("dryRun", dryRun);
            if (shown) {
                document.put("password", password);
            }
            print(document);
            return;
        }
        out().println(email + (dryRun ? " would be " : " is ") + wanted + (shown ? ", password " + password : "."));
        if (keeps) {
            out().println("The login exists already and keeps its password.");
        }
    }

    private boolean isIn(Caller caller) {
        return workspaces.workspaces().stream()
                .filter(workspace -> workspace.id().equals(caller.workspace()))
                .flatMap(workspace -> People.of(workspaces, workspace, caller.name()).stream())
                .anyMatch(member -> member.email().equalsIgnoreCase(email.strip()));
    }

    private boolean hasLogin() {
        return workspaces.workspaces().stream()
                .flatMap(workspace -> People.of(workspaces, workspace, Operator.name(session)).stream())
                .anyMatch(member -> member.email().equalsIgnoreCase(email.strip()));
    }
}
