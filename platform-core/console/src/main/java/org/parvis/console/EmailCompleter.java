package org.parvis.console;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.parvis.api.workspace.Member;
import org.parvis.api.workspace.WorkspaceService;

/** Completes addresses of people. */
@Service
public final class EmailCompleter implements Completer {
    @Reference
    WorkspaceService workspaces;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> emails = workspaces.workspaces().stream()
                .flatMap(w -> People.of(workspaces, w, Operator.name(session)).stream())
                .map(Member::email)
                .distinct()
                .toList();
        return new StringsCompleter(emails).complete(session, line, candidates);
    }
}
