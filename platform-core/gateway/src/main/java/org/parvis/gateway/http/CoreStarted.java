package org.parvis.gateway.http;

import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.account.AccountService;
import org.parvis.api.account.MendingService;
import org.parvis.api.analytics.AnalyticsService;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.media.MediaService;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.workspace.WorkspaceService;

/** Lets {@link CoreCondition} hold as soon as every service of the core has come up. */
@Component(
        immediate = true,
        service = {})
public final class CoreStarted {
    @Activate
    public CoreStarted(
            ComponentContext context,
            @Reference WorkspaceService workspaces,
            @Reference AccountService accounts,
            @Reference MendingService mending,
            @Reference MediaService media,
            @Reference InboxService inbox,
            @Reference PublishingService publishing,
            @Reference AnalyticsService analytics) {
        context.enableComponent(CoreCondition.class.getName());
    }
}
