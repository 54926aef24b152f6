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
import org.parvis.api.workspace.Right;

/** Creates a token of the workspace. */
@Service
@Command(scope = "social", name = "token-create", description = "Creates an API token and prints it and nothing else")
public final class TokenCreateCommand extends WorkspaceCommand {
    @Option(name = "--name", description = "What the token is for")
    String name = "console";

    @Option(
            name = "--scope",
            multiValued = true,
            description = "A right the token has; repeat for several; none for READ")
    @Completion(RightCompleter.class)
    @Nullable
    List<String> scopes;

    @Option(name = "--lifetime", description = "As ISO 8601 writes durations, such as P30D; none for no end")
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
        ApiToken token =
                workspaces.createToken(caller(), name, rights, lifetime == null ? null : Duration.parse(lifetime));
        String secret = String.valueOf(token.secret());
        if (json) {
            print(Map.of("token", secret));
        } else {
            out().println(secret);
        }
    }
}
