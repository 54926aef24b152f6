package org.parvis.health;

import java.time.Duration;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.network.OutboxService;

/** Whether obligations are kept: none due for long, none given up, this node claiming. */
@Component(property = {"hc.name=Outbox", "hc.tags=outbox"})
public final class OutboxCheck implements HealthCheck {
    private static final Duration LATE = Duration.ofMinutes(5);

    private final OutboxService outbox;

    @Activate
    public OutboxCheck(@Reference OutboxService outbox) {
        this.outbox = outbox;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        OutboxService.Status status = outbox.status();
        log.info("{} being handled, {} waiting", status.leased(), status.waiting());
        if (!status.claiming()) {
            log.temporarilyUnavailable("This node takes no obligations, because it cannot renew its leases");
        }
        if (status.lag().compareTo(LATE) > 0) {
            log.warn(
                    "The oldest obligation has been due for {} s; see social:outbox-list",
                    status.lag().toSeconds());
        }
        if (status.dead() > 0) {
            log.warn("{} obligations were given up; see social:outbox-list --state DEAD", status.dead());
        }
        return new Result(log);
    }
}
