package org.parvis.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;

/** How each network stands. One that is ill does not make the platform unready: the others work on. */
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
        if (networks.networks().isEmpty()) {
            log.warn("No network is installed");
        }
        for (NetworkStatus network : networks.networks()) {
            switch (network.state()) {
                case READY -> log.info("{} is ready", network.id());
                case UNCONFIGURED -> log.info("{} is not set up: {}", network.id(), network.reason());
                case STARTING, DRAINING -> log.temporarilyUnavailable("{} is {}", network.id(), network.state());
                case DEGRADED -> log.warn("{} is degraded: {}", network.id(), network.reason());
                case QUARANTINED ->
                    log.critical(
                            "{} is quarantined: {}. When it is mended: social:network-resume {}",
                            network.id(),
                            network.reason(),
                            network.id());
                default -> log.critical("{} is {}: {}", network.id(), network.state(), network.reason());
            }
        }
        return new Result(log);
    }
}
