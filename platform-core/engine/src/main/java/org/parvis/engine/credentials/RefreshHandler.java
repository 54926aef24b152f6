package org.parvis.engine.credentials;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.engine.standing.AccountStates;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;

/** Refreshes grants before they end, and tells people in time of those that only they can renew. Recurring per grant. */
@Component
public final class RefreshHandler implements ObligationHandler {
    /** How soon it is looked again whether a network that is away has come back. */
    private static final Duration ABSENCE = Duration.ofHours(1);

    private final GrantVault vault;
    private final RetryPolicy retries;
    private final AccountStates accounts;
    private final Clock clock;

    @Activate
    public RefreshHandler(
            @Reference GrantVault vault,
            @Reference RetryPolicy retries,
            @Reference AccountStates accounts,
            @Reference(target = "(clock=business)") Clock clock) {
        this.vault = vault;
        this.retries = retries;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(GrantVault.REFRESH);
    }

    @Override
    public Settlement handle(Obligation obligation, Lease lease) {
        Authorisation present = vault.find(obligation.workspace(), UUID.fromString(obligation.key()))
                .orElse(null);
        if (present == null || !vault.isUsed(present)) {
            return Settlement.done();
        }
        Instant end = present.grant().expiresAt();
        return switch (vault.renewable(present)) {
            case NO -> end == null ? Settlement.done() : warn(obligation, present, end);
            case UNKNOWN -> lookAgain(end);
            case YES -> renew(obligation, present);
        };
    }

    private Settlement renew(Obligation obligation, Authorisation present) {
        boolean ends = present.grant().expiresAt() != null;
        try {
            return told(ends ? vault.refresh(present, p -> p.version() == present.version()) : present);
        } catch (NetworkException e) {
            return e.kind() == ErrorKind.AUTHORIZATION_REVOKED
                    ? Settlement.done()
                    : retries.afterFailure(obligation, e);
        }
    }

    /** The account stays what it is: an absence of the network says nothing about its authorisations. */
    private Settlement lookAgain(@Nullable Instant end) {
        Instant soon = clock.instant().plus(ABSENCE);
        return end == null
                ? Settlement.done()
                : new Settlement.Again(end.isBefore(soon) ? end : soon, false, "The network is away.");
    }

    private Settlement warn(Obligation obligation, Authorisation present, Instant end) {
        if (!clock.instant().isBefore(end)) {
            accounts.authorisationEnded(
                    obligation.workspace(), present.id(), "The authorisation has ended; link the account again.");
            return Settlement.done();
        }
        accounts.expiring(
                obligation.workspace(),
                present.id(),
                "The authorisation ends on " + end + "; link the account again before.");
        return next(present);
    }

    /** Says how long it can still be renewed, once that is short; and takes it back where the network prolonged it. */
    private Settlement told(Authorisation authorisation) {
        Instant last = authorisation.grant().refreshExpiresAt();
        if (last != null && GrantLife.renewalEndsSoon(authorisation.grant(), clock.instant())) {
            accounts.expiring(
                    authorisation.workspace(),
                    authorisation.id(),
                    "The network lets the authorisation be renewed until " + last + "; link the account again before.");
        } else {
            accounts.lasting(authorisation.workspace(), authorisation.id());
        }
        return next(authorisation);
    }

    private Settlement next(Authorisation authorisation) {
        Instant due = vault.nextLook(authorisation);
        return due == null ? Settlement.done() : new Settlement.Again(due, false, "");
    }
}
