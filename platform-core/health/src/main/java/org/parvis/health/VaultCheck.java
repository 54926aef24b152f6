package org.parvis.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.parvis.api.account.VaultService;
import org.parvis.model.UnavailableException;

/**
 * Whether what networks granted can be opened. It asks the registry instead of referring to the vault, which is not there at
 * all where its keys cannot be read: that is what must be said.
 */
@Component(property = {"hc.name=Vault", "hc.tags=vault"})
public final class VaultCheck implements HealthCheck {
    private final BundleContext context;

    @Activate
    public VaultCheck(BundleContext context) {
        this.context = context;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        ServiceReference<VaultService> reference = context.getServiceReference(VaultService.class);
        VaultService vault = reference == null ? null : context.getService(reference);
        if (vault == null) {
            log.critical(
                    "The keys of the vault cannot be read, or the database is not there yet; the log names the reason");
            return new Result(log);
        }
        try {
            say(vault.status(), log);
        } catch (UnavailableException away) {
            log.temporarilyUnavailable("The vault cannot be looked at: {}", away.getMessage());
        } finally {
            context.ungetService(reference);
        }
        return new Result(log);
    }

    static void say(VaultService.Status status, FormattingResultLog log) {
        long older = status.keys().stream()
                .filter(key -> !key.present())
                .mapToLong(VaultService.Key::rows)
                .sum();
        if (older > 0) {
            log.warn(
                    "{} authorisations are sealed with an older key; finish that with social:credentials-rotate --resume",
                    older);
        } else {
            log.info(
                    "{} keys; everything is sealed with the present one",
                    status.keys().size());
        }
    }
}
