package org.parvis.health;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.parvis.api.account.AccountService;
import org.parvis.api.analytics.AnalyticsService;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.media.MediaService;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.workspace.WorkspaceService;

/**
 * Whether every service of the core is there; until then nobody is told that the platform is ready. It asks the registry
 * instead of referring to the services: a component that is made anew with each of them would be away for a moment, in
 * which nothing contradicted readiness.
 */
@Component(property = {"hc.name=Services", "hc.tags=systemready"})
public final class ServicesCheck implements HealthCheck {
    private static final Map<String, Class<?>> SERVICES = new LinkedHashMap<>();

    static {
        SERVICES.put("workspaces", WorkspaceService.class);
        SERVICES.put("accounts", AccountService.class);
        SERVICES.put("media", MediaService.class);
        SERVICES.put("inbox", InboxService.class);
        SERVICES.put("publishing", PublishingService.class);
        SERVICES.put("analytics", AnalyticsService.class);
    }

    private final BundleContext context;

    @Activate
    public ServicesCheck(BundleContext context) {
        this.context = context;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        SERVICES.forEach((name, service) -> {
            if (context.getServiceReference(service) == null) {
                log.temporarilyUnavailable("The service of {} is not there yet", name);
            } else {
                log.info("The service of {} is there", name);
            }
        });
        return new Result(log);
    }
}
