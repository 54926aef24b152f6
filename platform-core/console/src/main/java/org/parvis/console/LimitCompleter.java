package org.parvis.console;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.parvis.api.network.QuotaLimit;
import org.parvis.api.network.QuotaService;

/** Offers the limits that the networks declare, as what one changes. */
@Service
public final class LimitCompleter implements Completer {
    @Reference
    QuotaService quotas;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        String[] words = line.getArguments();
        List<String> limits = quotas.limits().stream()
                .filter(limit -> List.of(words).contains(limit.network().value()))
                .map(QuotaLimit::declared)
                .distinct()
                .map(String::valueOf)
                .toList();
        return new StringsCompleter(limits).complete(session, line, candidates);
    }
}
