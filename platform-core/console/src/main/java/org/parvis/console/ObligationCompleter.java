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
import org.parvis.api.network.ObligationState;
import org.parvis.api.network.OutboxService;

/** Completes ids of obligations, the first of each state. */
@Service
public final class ObligationCompleter implements Completer {
    @Reference
    OutboxService outbox;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> ids = new ArrayList<>();
        for (ObligationState state : ObligationState.values()) {
            PageRequest page = new PageRequest(null, PageRequest.MAX_LIMIT);
            outbox.obligations(new OutboxService.Query(state, null, page))
                    .items()
                    .forEach(obligation -> ids.add(obligation.id().toString()));
        }
        return new StringsCompleter(ids).complete(session, line, candidates);
    }
}
