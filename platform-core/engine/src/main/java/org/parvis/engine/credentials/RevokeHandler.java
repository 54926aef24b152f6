package org.parvis.engine.credentials;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.spi.NetworkException;

/**
 * Gives authorisations back to their networks after the last account was unlinked, then forgets them. A network that is away
 * is tried a few times; the grant is not kept for longer than that.
 */
@Component(service = ObligationHandler.class)
public final class RevokeHandler implements ObligationHandler {
    private static final int ATTEMPTS = 6;

    private final GrantVault vault;
    private final RetryPolicy retries;

    @Activate
    public RevokeHandler(@Reference GrantVault vault, @Reference RetryPolicy retries) {
        this.vault = vault;
        this.retries = retries;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(GrantVault.REVOKE);
    }

    @Override
    public Settlement handle(Obligation obligation, Lease lease) {
        Optional<Authorisation> found = vault.find(obligation.workspace(), UUID.fromString(obligation.key()));
        if (found.isEmpty() || vault.isUsed(found.get())) {
            return Settlement.done();
        }
        try {
            vault.giveBack(found.get());
            return Settlement.done();
        } catch (NetworkException failure) {
            Settlement next = retries.afterFailure(obligation, failure);
            if (obligation.attempt() < ATTEMPTS && next instanceof Settlement.Again) {
                return next;
            }
            vault.forgetUnused(found.get());
            return Settlement.done();
        }
    }
}
