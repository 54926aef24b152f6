package org.parvis.health;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Component;

/** That the container answers at all. */
@Component(property = {"hc.name=Live", "hc.tags=live"})
public final class LiveCheck implements HealthCheck {
    @Override
    public Result execute() {
        return new Result(Result.Status.OK, "The platform runs");
    }
}
