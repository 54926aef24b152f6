package org.parvis.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.parvis.api.account.AccountService;
import org.parvis.api.analytics.AnalyticsService;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.workspace.WorkspaceService;

/** Whether every service of the core is there; until then nobody is told that the platform is ready. */
@Component(property = {"hc.name=Services", "hc.tags=systemready"})
public final class ServicesCheck implements HealthCheck {
    private final FormattingResultLog log = new FormattingResultLog();

    @Activate
    public ServicesCheck(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    WorkspaceService workspaces,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    AccountService accounts,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    InboxService inbox,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    PublishingService publishing,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    AnalyticsService analytics) {
        note("workspaces", workspaces);
        note("accounts", accounts);
        note("inbox", inbox);
        note("publishing", publishing);
        note("analytics", analytics);
    }

    private void note(String name, @Nullable Object service) {
        if (service == null) {
            log.temporarilyUnavailable("The service of {} is not there yet", name);
        } else {
            log.info("The service of {} is there", name);
        }
    }

    @Override
    public Result execute() {
        return new Result(log);
    }
}
