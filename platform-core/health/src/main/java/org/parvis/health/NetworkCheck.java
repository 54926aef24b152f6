package org.parvis.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.model.NetworkId;

/** How one network stands. One that is ill does not make the platform unready: the others work on. */
final class NetworkCheck implements HealthCheck {
    private final NetworkService networks;
    private final NetworkId id;

    NetworkCheck(NetworkService networks, NetworkId id) {
        this.networks = networks;
        this.id = id;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        networks.network(id)
                .ifPresentOrElse(
                        network -> say(network, log), () -> log.info("{} is not running; what it is to do waits", id));
        return new Result(log);
    }

    private static void say(NetworkStatus network, FormattingResultLog log) {
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
}
