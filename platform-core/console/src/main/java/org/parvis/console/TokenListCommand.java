package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.parvis.api.workspace.ApiToken;

/** Shows the tokens of a workspace; a token itself is stored nowhere. */
@Service
@Command(
        scope = "social",
        name = "token-list",
        description = "Lists the API tokens, without the tokens themselves",
        detailedDescription = "Example: social:token-list --json")
public final class TokenListCommand extends WorkspaceCommand {
    @Override
    void run() {
        List<ApiToken> all = AllTokens.of(workspaces, caller());
        if (json) {
            print(all.stream().map(TokenListCommand::document).toList());
            return;
        }
        ShellTable table = new ShellTable();
        List.of("Token", "Name", "Scopes", "Created", "Ends").forEach(table::column);
        for (ApiToken token : all) {
            table.addRow()
                    .addContent(
                            token.id(),
                            Printable.line(token.name()),
                            token.scopes().stream().sorted().toList(),
                            token.createdAt(),
                            token.expiresAt() == null ? "never" : token.expiresAt());
        }
        print(table);
    }

    private static Map<String, Object> document(ApiToken token) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", token.id());
        document.put("name", token.name());
        document.put("scopes", token.scopes().stream().sorted().map(Enum::name).toList());
        document.put("createdAt", token.createdAt().toString());
        document.put(
                "expiresAt",
                token.expiresAt() == null ? null : token.expiresAt().toString());
        return document;
    }
}
