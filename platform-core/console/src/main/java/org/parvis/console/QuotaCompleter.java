package org.parvis.console;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.parvis.api.network.QuotaService;

/** Completes names of budgets, of all networks. */
@Service
public final class QuotaCompleter implements Completer {
    @Reference
    QuotaService quotas;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(quotas.limits().stream()
                        .map(limit -> limit.bucket() + "@" + limit.scope())
                        .distinct()
                        .toList())
                .complete(session, line, candidates);
    }
}
