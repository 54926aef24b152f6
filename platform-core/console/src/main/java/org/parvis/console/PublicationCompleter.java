package org.parvis.console;

import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.parvis.api.PageRequest;
import org.parvis.api.publishing.PublicationQuery;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Workspace;
import org.parvis.api.workspace.WorkspaceService;

/** Completes ids of publications, the latest of each workspace. */
@Service
public final class PublicationCompleter implements Completer {
    private static final int SHOWN = 100;

    @Reference
    WorkspaceService workspaces;

    @Reference
    PublishingService publishing;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> ids = new ArrayList<>();
        for (Workspace workspace : workspaces.workspaces()) {
            Caller caller = Caller.operator(workspace.id(), Operator.name(session));
            publishing.publications(caller, PublicationQuery.all(new PageRequest(null, SHOWN))).items().stream()
                    .map(publication -> publication.id().toString())
                    .forEach(ids::add);
        }
        return new StringsCompleter(ids).complete(session, line, candidates);
    }
}
