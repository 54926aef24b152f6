package org.parvis.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Workspace;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.model.AccountState;

/** Runs all health checks and looks at every account; ends with an exit code other than zero when something needs a person. */
@Service
@Command(scope = "social", name = "doctor", description = "Says everything that is wrong, with the next action")
public final class DoctorCommand extends SocialCommand {
    @Reference
    HealthCheckExecutor checks;

    @Reference
    WorkspaceService workspaces;

    @Reference
    AccountService accounts;

    @Override
    void run() throws Exception {
        List<Map<String, Object>> findings = new ArrayList<>();
        // without a tag the executor runs those of the tag "default" alone, which none of ours has
        for (HealthCheckExecutionResult result : checks.execute(HealthCheckSelector.tags("*"))) {
            Result outcome = result.getHealthCheckResult();
            if (!outcome.isOk()) {
                for (ResultLog.Entry entry : outcome) {
                    if (entry.getStatus() != Result.Status.OK) {
                        findings.add(finding(
                                result.getHealthCheckMetadata().getTitle(),
                                entry.getStatus().name(),
                                entry.getMessage()));
                    }
                }
            }
        }
        for (Workspace workspace : workspaces.workspaces()) {
            Caller caller = Caller.operator(workspace.id(), Operator.name(session));
            for (Account account : AllAccounts.of(accounts, caller)) {
                if (account.state() != AccountState.OK && account.state() != AccountState.PAUSED) {
                    findings.add(finding(
                            workspace.name() + ": " + account.network() + " @" + account.handle(),
                            account.state().name(),
                            account.reason()));
                }
            }
        }
        show(findings);
        if (!findings.isEmpty()) {
            throw new CommandException(findings.size() + " findings.");
        }
    }

    private static Map<String, Object> finding(String where, String status, String message) {
        Map<String, Object> finding = new LinkedHashMap<>();
        finding.put("where", where);
        finding.put("status", status);
        finding.put("message", message);
        return finding;
    }

    private void show(List<Map<String, Object>> findings) {
        if (json) {
            print(findings);
            return;
        }
        if (findings.isEmpty()) {
            out().println("All is well.");
        }
        findings.forEach(f -> out().println(f.get("status") + "  " + f.get("where") + ": " + f.get("message")));
    }
}
