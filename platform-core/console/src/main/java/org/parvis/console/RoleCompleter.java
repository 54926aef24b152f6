package org.parvis.console;

import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.parvis.api.workspace.Role;

/** Completes what a person may be. */
@Service
public final class RoleCompleter implements Completer {
    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(Arrays.stream(Role.values()).map(Enum::name).toList())
                .complete(session, line, candidates);
    }
}
