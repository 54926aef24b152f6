package org.parvis.engine.subscription;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.account.WebhookStanding;
import org.parvis.api.network.Purpose;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.Capability;
import org.parvis.model.NetworkDescriptor;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookSubscriber;
import org.parvis.spi.WebhookSubscription;
import org.parvis.store.Database;

/**
 * Keeps subscriptions: asks the network now and then how they stand, mends what differs and renews what ends. Subscribing
 * twice does no harm, so a lost answer or a death in between is simply tried again.
 */
@Component(service = ObligationHandler.class)
public final class SubscriptionHandler implements ObligationHandler {
    private static final Duration PERIOD = Duration.ofHours(6);
    /** Subscriptions that end are renewed this long before, so that an outage of a day loses nothing. */
    private static final Duration MARGIN = Duration.ofHours(36);

    private static final Duration LEAST = Duration.ofMinutes(10);

    private final Subscriptions subscriptions;
    private final Database database;
    private final Accounts accounts;
    private final NetworkCalls calls;
    private final RetryPolicy retries;
    private final Clock clock;

    @Activate
    public SubscriptionHandler(
            @Reference Subscriptions subscriptions,
            @Reference(target = "(schema=engine)") Database database,
            @Reference Accounts accounts,
            @Reference NetworkCalls calls,
            @Reference RetryPolicy retries,
            @Reference(target = "(clock=business)") Clock clock) {
        this.subscriptions = subscriptions;
        this.database = database;
        this.accounts = accounts;
        this.calls = calls;
        this.retries = retries;
        this.clock = clock;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Subscriptions.KIND);
    }

    @Override
    public Settlement handle(Obligation obligation, Lease lease) {
        Optional<LinkedAccount> found = accounts.find(
                obligation.workspace(), Objects.requireNonNull(obligation.account(), "an account's obligation"));
        if (found.isEmpty() || !subscriptions.possible()) {
            return Settlement.done();
        }
        LinkedAccount account = found.get();
        if (!account.works()) {
            return new Settlement.Waiting(Settlement.WaitingFor.PERSON, "The account is " + account.state());
        }
        try {
            NetworkDescriptor descriptor = calls.descriptor(account.network());
            if (!descriptor.offers(Capability.WEBHOOKS) || !subscriptions.possible(descriptor)) {
                return Settlement.done();
            }
            Optional<WebhookSubscriber.Standing> standing = keep(account);
            return standing.isEmpty() ? Settlement.done() : kept(account, standing.get());
        } catch (NetworkAbsentException absent) {
            return new Settlement.Waiting(Settlement.WaitingFor.NETWORK, String.valueOf(absent.getMessage()));
        } catch (NetworkException failure) {
            return failed(obligation, account, failure);
        }
    }

    /** Empty where the plugin keeps no subscriptions. */
    private Optional<WebhookSubscriber.Standing> keep(LinkedAccount account) throws NetworkException {
        WebhookSubscription wanted = subscriptions.subscription(account.network());
        Optional<WebhookSubscriber.Standing> present = describe(account, wanted);
        if (present.isEmpty() || !mustRenew(present.get())) {
            return present;
        }
        calls.call(account, CallKind.WRITE, Subscriptions.key(account, "begin"), (plugin, call) -> {
            Optional<WebhookSubscriber> subscriber = plugin.webhookSubscriber();
            if (subscriber.isPresent()) {
                subscriber.get().subscribe(call, wanted);
            }
            return true;
        });
        return describe(account, wanted);
    }

    private Optional<WebhookSubscriber.Standing> describe(LinkedAccount account, WebhookSubscription wanted)
            throws NetworkException {
        return calls.call(
                account, CallKind.READ, Purpose.UPKEEP, Subscriptions.key(account, "look"), (plugin, call) -> {
                    Optional<WebhookSubscriber> subscriber = plugin.webhookSubscriber();
                    return subscriber.isEmpty()
                            ? Optional.empty()
                            : Optional.of(subscriber.get().describe(call, wanted));
                });
    }

    private boolean mustRenew(WebhookSubscriber.Standing standing) {
        Instant end = standing.expiresAt();
        return !standing.active()
                || (end != null && end.isBefore(clock.instant().plus(MARGIN)));
    }

    private Settlement kept(LinkedAccount account, WebhookSubscriber.Standing standing) {
        Instant now = clock.instant();
        WebhookStanding told = standing.active()
                ? new WebhookStanding(WebhookStanding.State.ACTIVE, "", now, standing.expiresAt())
                : new WebhookStanding(
                        WebhookStanding.State.WANTED,
                        "The network has not confirmed it yet.",
                        now,
                        standing.expiresAt());
        write(account, told);
        return new Settlement.Again(standing.active() ? next(now, standing.expiresAt()) : now.plus(LEAST), false, "");
    }

    /** At the next look, or earlier where it ends before; never at once again, whatever the network says. */
    private static Instant next(Instant now, @Nullable Instant end) {
        Instant look = now.plus(PERIOD);
        Instant renewal = end == null ? look : end.minus(MARGIN);
        Instant due = renewal.isBefore(look) ? renewal : look;
        return due.isBefore(now.plus(LEAST)) ? now.plus(LEAST) : due;
    }

    private Settlement failed(Obligation obligation, LinkedAccount account, NetworkException failure) {
        String reason = String.valueOf(failure.getMessage());
        write(account, new WebhookStanding(WebhookStanding.State.FAILED, reason, clock.instant(), null));
        Settlement next = retries.afterFailure(obligation, failure);
        // What cannot be arranged today may be tomorrow, when the operator or the network changed something.
        return next instanceof Settlement.Dead
                ? new Settlement.Again(clock.instant().plus(PERIOD), false, reason)
                : next;
    }

    private void write(LinkedAccount account, WebhookStanding standing) {
        database.useWorkspace(
                account.workspace(),
                handle -> SubscriptionTable.write(handle, account.workspace(), account.id(), standing));
    }
}
