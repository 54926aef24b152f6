package org.parvis.console;

import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.ApiToken;
import org.parvis.api.workspace.Caller;

/** Ends an API token. */
@Service
@Command(
        scope = "social",
        name = "token-revoke",
        description = "Ends an API token at once",
        detailedDescription = "Example: social:token-revoke --dry-run 01890a5d-ac96-774b-bcce-b302099a8057")
public final class TokenRevokeCommand extends WorkspaceCommand {
    @Option(name = "--dry-run", description = "Only say which token it would be")
    boolean dryRun;

    @Argument(
            index = 0,
            name = "token",
            required = true,
            description = "Id of the token, as social:token-list shows it")
    @Completion(TokenCompleter.class)
    String id = "";

    @Override
    void run() {
        Caller caller = caller();
        ApiToken token = AllTokens.of(workspaces, caller).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND, "There is no token with this id; social:token-list shows them."));
        if (!dryRun) {
            workspaces.revokeToken(caller, token.id());
        }
        if (json) {
            print(Map.of("id", token.id(), "name", token.name(), "dryRun", dryRun));
        } else {
            out().println("The token '" + Printable.line(token.name()) + "'" + (dryRun ? " would be" : " is")
                    + " ended.");
        }
    }
}
