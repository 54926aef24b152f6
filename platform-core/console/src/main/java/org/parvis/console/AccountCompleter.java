package org.parvis.console;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.WorkspaceService;

/** Completes handles of accounts, of all workspaces. */
@Service
public final class AccountCompleter implements Completer {
    @Reference
    WorkspaceService workspaces;

    @Reference
    AccountService accounts;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> handles = workspaces.workspaces().stream()
                .map(w -> Caller.operator(w.id(), Operator.name(session)))
                .flatMap(c -> AllAccounts.of(accounts, c).stream())
                .map(Account::handle)
                .toList();
        return new StringsCompleter(handles).complete(session, line, candidates);
    }
}
