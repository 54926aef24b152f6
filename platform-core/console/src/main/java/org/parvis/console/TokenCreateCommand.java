package org.parvis.console;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.parvis.api.workspace.ApiToken;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;

/** Creates a token of the workspace. */
@Service
@Command(
        scope = "social",
        name = "token-create",
        description = "Creates an API token and prints it and nothing else",
        detailedDescription = "Example: social:token-create --name report --scope READ --lifetime P30D")
public final class TokenCreateCommand extends WorkspaceCommand {
    @Option(name = "--dry-run", description = "Only say what the token would be allowed")
    boolean dryRun;

    @Option(name = "--name", description = "What the token is for")
    @Completion(NameCompleter.class)
    String name = "console";

    @Option(
            name = "--scope",
            multiValued = true,
            description = "A right the token has; repeat for several; none for READ")
    @Completion(RightCompleter.class)
    @Nullable
    List<String> scopes;

    @Option(name = "--lifetime", description = "As ISO 8601 writes durations, such as P30D; none for no end")
    @Completion(DurationCompleter.class)
    @Nullable
    String lifetime;

    @Override
    void run() {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (String scope : scopes == null ? List.of(Right.READ.name()) : scopes) {
            Right right = Constants.read("--scope", scope, Right.class);
            if (right != null) {
                rights.add(right);
            }
        }
        Duration life = lifetime == null ? null : Durations.read("--lifetime", lifetime);
        Caller caller = caller();
        if (dryRun) {
            say(rights);
            return;
        }
        ApiToken token = workspaces.createToken(caller, name, rights, life);
        String secret = String.valueOf(token.secret());
        if (json) {
            print(Map.of("token", secret));
        } else {
            out().println(secret);
        }
    }

    private void say(Set<Right> rights) {
        List<String> names = rights.stream().map(Enum::name).toList();
        if (json) {
            print(Map.of("name", name, "scopes", names, "dryRun", true));
        } else {
            out().println("A token '" + name + "' for " + names + " would be created.");
        }
    }
}
