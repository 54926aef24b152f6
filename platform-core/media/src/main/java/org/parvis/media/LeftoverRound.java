package org.parvis.media;

import java.time.Clock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Outbox;

/**
 * Owes the first round of {@link LeftoverHandler}, which then owes itself the next. Not the handler's own doing: the outbox
 * looks for its handlers while it comes up, and one that asked for the outbox then would get none.
 */
@Component(
        service = {},
        immediate = true)
public final class LeftoverRound {
    @Activate
    public LeftoverRound(@Reference Outbox outbox, @Reference(target = "(clock=business)") Clock clock) {
        outbox.add(new NewObligation(
                LeftoverHandler.KIND,
                "daily",
                LeftoverHandler.KIND,
                AuditTrail.PLATFORM,
                null,
                null,
                "{}",
                clock.instant()));
    }
}
