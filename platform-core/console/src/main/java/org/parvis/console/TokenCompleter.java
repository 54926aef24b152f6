package org.parvis.console;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.parvis.api.workspace.ApiToken;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.WorkspaceService;

/** Completes ids of API tokens, which are no secrets. */
@Service
public final class TokenCompleter implements Completer {
    @Reference
    WorkspaceService workspaces;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> ids = workspaces.workspaces().stream()
                .map(w -> Caller.operator(w.id(), Operator.name(session)))
                .flatMap(c -> AllTokens.of(workspaces, c).stream())
                .map(ApiToken::id)
                .toList();
        return new StringsCompleter(ids).complete(session, line, candidates);
    }
}
