package org.parvis.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.network.NetworkService;

/** That there are networks at all; how each of them stands {@link NetworkChecks} says. */
@Component(property = {"hc.name=Networks", "hc.tags=network"})
public final class NetworksCheck implements HealthCheck {
    private final NetworkService networks;

    @Activate
    public NetworksCheck(@Reference NetworkService networks) {
        this.networks = networks;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        int number = networks.networks().size();
        if (number == 0) {
            log.warn("No network is installed: social:network-install");
        } else {
            log.info("{} networks are installed", number);
        }
        return new Result(log);
    }
}
