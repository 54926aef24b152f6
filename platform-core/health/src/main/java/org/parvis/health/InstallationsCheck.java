package org.parvis.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.network.InstallationService;
import org.parvis.api.network.InstalledNetwork;

/** Whether somebody vouches for the code of every network that runs. */
@Component(property = {"hc.name=Installed networks", "hc.tags=network"})
public final class InstallationsCheck implements HealthCheck {
    private final InstallationService installer;

    @Activate
    public InstallationsCheck(@Reference InstallationService installer) {
        this.installer = installer;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        for (InstalledNetwork network : installer.installed()) {
            network.warnings().forEach(warning -> log.warn("{}", warning));
            if (network.trial() != null) {
                log.info("{} {} is being tried out", network.network(), network.trial());
            }
        }
        return new Result(log);
    }
}
