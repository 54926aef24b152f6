package org.parvis.console;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.parvis.api.network.NetworkService;

/** Completes ids of networks. */
@Service
public final class NetworkCompleter implements Completer {
    @Reference
    NetworkService networks;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(
                        networks.networks().stream().map(n -> n.id().value()).toList())
                .complete(session, line, candidates);
    }
}
