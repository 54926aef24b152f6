package org.parvis.console;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.MetaTypeService;
import org.parvis.api.account.AccountService;
import org.parvis.api.network.WebhookService;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.workspace.WorkspaceService;

/**
 * Runs all health checks and looks at configuration, accounts, publications and webhooks; ends with an exit code other than
 * zero when something needs a person.
 */
@Service
@Command(
        scope = "social",
        name = "doctor",
        description = "Says everything that is wrong, with the next action",
        detailedDescription = "Example: social:doctor --json")
public final class DoctorCommand extends SocialCommand {
    @Reference
    HealthCheckExecutor checks;

    @Reference
    WorkspaceService workspaces;

    @Reference
    AccountService accounts;

    @Reference
    PublishingService publishing;

    @Reference
    WebhookService webhooks;

    @Reference
    ConfigurationAdmin configurations;

    @Reference
    MetaTypeService types;

    @Reference
    BundleContext bundles;

    @Reference(filter = "(clock=business)")
    Clock clock;

    @Override
    void run() throws Exception {
        Diagnosis diagnosis = new Diagnosis();
        // without a tag the executor runs those of the tag "default" alone, which none of ours has
        diagnosis.checks(checks.execute(HealthCheckSelector.tags("*")));
        diagnosis.configuration(SettingsFindings.of(configurations, bundles, types));
        diagnosis.look(
                "Workspaces",
                () -> diagnosis.workspaces(
                        workspaces.workspaces(), accounts, publishing, Operator.name(session), clock.instant()));
        diagnosis.webhooks(webhooks);
        show(diagnosis.findings());
        if (!diagnosis.findings().isEmpty()) {
            throw new CommandException(diagnosis.findings().size() + " findings.");
        }
    }

    private void show(List<Diagnosis.Finding> findings) {
        if (json) {
            print(findings.stream().map(DoctorCommand::document).toList());
            return;
        }
        if (findings.isEmpty()) {
            out().println("All is well.");
        }
        for (Diagnosis.Finding finding : findings) {
            out().println(finding.status() + "  " + Printable.line(finding.where() + ": " + finding.message()));
            out().println("    next: " + Printable.line(finding.action()));
        }
    }

    private static Map<String, Object> document(Diagnosis.Finding finding) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("where", finding.where());
        document.put("status", finding.status());
        document.put("message", finding.message());
        document.put("action", finding.action());
        return document;
    }
}
