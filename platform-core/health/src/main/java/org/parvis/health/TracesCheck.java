package org.parvis.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.metrics.TraceService;

/** Whether the receiver of traces gets them, where there is one. */
@Component(property = {"hc.name=Traces", "hc.tags=traces"})
public final class TracesCheck implements HealthCheck {
    private final TraceService traces;

    @Activate
    public TracesCheck(@Reference TraceService traces) {
        this.traces = traces;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        TraceService.Delivery delivery = traces.delivery();
        if (delivery.on()) {
            log.info("{} spans sent, {} lost, {} waiting", delivery.sent(), delivery.lost(), delivery.waiting());
        } else {
            log.info("Traces are off");
        }
        if (!delivery.trouble().isEmpty()) {
            log.warn(
                    "No traces are sent: {}. See org.parvis.traces, and endpoint.trusted of org.parvis.http for a receiver"
                            + " that is not public https",
                    delivery.trouble());
        }
        return new Result(log);
    }
}
