package org.parvis.engine.subscription;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.account.WebhookStanding;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.registry.NetworkSettings;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookSubscriber;
import org.parvis.spi.WebhookSubscription;
import org.parvis.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What networks are asked to push, where the platform has a public address: each account's subscription is wanted from its
 * linking to its unlinking. Thread-safe.
 */
@Component(service = Subscriptions.class, configurationPid = "org.parvis.core")
public final class Subscriptions {
    static final String KIND = "webhook.subscribe";
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int AT_ONCE = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final Database database;
    private final Outbox outbox;
    private final NetworkCalls calls;
    private final NetworkSettings settings;
    private final Clock clock;
    private final String publicAddress;

    @Activate
    public Subscriptions(
            @Reference(target = "(schema=engine)") Database database,
            @Reference Outbox outbox,
            @Reference NetworkCalls calls,
            @Reference NetworkSettings settings,
            @Reference(target = "(clock=business)") Clock clock,
            PublicUrl address) {
        this(database, outbox, calls, settings, clock, address.public_url());
    }

    Subscriptions(
            Database database,
            Outbox outbox,
            NetworkCalls calls,
            NetworkSettings settings,
            Clock clock,
            String publicAddress) {
        this.database = database;
        this.outbox = outbox;
        this.calls = calls;
        this.settings = settings;
        this.clock = clock;
        this.publicAddress = publicAddress.replaceAll("/+$", "");
    }

    boolean possible() {
        return !publicAddress.isEmpty();
    }

    /** Whether the network can reach the platform: one that is elsewhere cannot call back to this machine's own name. */
    boolean possible(NetworkDescriptor network) {
        return possible() && (!isLocal(URI.create(publicAddress)) || isLocal(network.baseAddress()));
    }

    private static boolean isLocal(URI address) {
        return address.getHost() == null || LOCAL.contains(address.getHost().toLowerCase(Locale.ROOT));
    }

    /** Sees to it that the account's subscription is looked at now. Joins the open transaction. */
    void want(WorkspaceId workspace, AccountId account, NetworkId network) {
        if (possible()) {
            outbox.add(new NewObligation(
                    KIND,
                    account.toString(),
                    account + ":subscription",
                    workspace,
                    account,
                    network,
                    "{}",
                    clock.instant()));
            outbox.reschedule(workspace, KIND, account.toString(), clock.instant());
        }
    }

    /** For accounts that were linked before the platform had a public address. */
    void wantMissing() {
        AccountId after = new AccountId(new UUID(0, 0));
        List<SubscriptionTable.Without> some;
        do {
            AccountId from = after;
            some = possible()
                    ? database.inSystem(handle -> SubscriptionTable.without(handle, from, AT_ONCE))
                    : List.of();
            for (SubscriptionTable.Without each : some) {
                database.useWorkspace(
                        each.workspace(), handle -> want(each.workspace(), each.account(), each.network()));
                after = each.account();
            }
        } while (some.size() == AT_ONCE);
    }

    /** How it stands, for people. */
    public WebhookStanding standing(WorkspaceId workspace, AccountId account) {
        Optional<WebhookStanding> found =
                database.inWorkspace(workspace, handle -> SubscriptionTable.find(handle, account));
        return found.orElseGet(() -> new WebhookStanding(
                WebhookStanding.State.NONE,
                possible() && !isLocal(URI.create(publicAddress))
                        ? ""
                        : "The platform has no public address; the operator sets public.url in org.parvis.core.",
                null,
                null));
    }

    /**
     * Ends it, while the account can still be called. Blocks for one call. What goes wrong is only noted: what a network
     * pushes for an account that is not linked is passed over.
     */
    public void end(LinkedAccount account) {
        boolean active = database.inWorkspace(
                        account.workspace(), handle -> SubscriptionTable.find(handle, account.id()))
                .filter(standing -> standing.state() != WebhookStanding.State.NONE)
                .isPresent();
        if (!active) {
            return;
        }
        try {
            calls.call(account, CallKind.WRITE, key(account, "end"), (plugin, call) -> {
                Optional<WebhookSubscriber> subscriber = plugin.webhookSubscriber();
                if (subscriber.isPresent()) {
                    subscriber.get().unsubscribe(call, subscription(account.network()));
                }
                return true;
            });
        } catch (NetworkException | NetworkAbsentException failure) {
            LOG.debug("The subscription of account {} could not be ended: {}", account.id(), failure.getMessage());
        }
        database.useWorkspace(account.workspace(), handle -> SubscriptionTable.delete(handle, account.id()));
    }

    static IdempotencyKey key(LinkedAccount account, String what) {
        return new IdempotencyKey("subscription:" + account.id() + ":" + what);
    }

    /** Made of the application's secret, so that whoever checks a challenge or a signature needs no other. */
    WebhookSubscription subscription(NetworkId network) {
        String secret = settings.application(network).signingSecret();
        URI callback = URI.create(publicAddress + "/api/v1/webhooks/" + network);
        return new WebhookSubscription(callback, secret.isEmpty() ? "" : verifyToken(secret), secret);
    }

    private static String verifyToken(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal("parvis-webhook".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java knows HmacSHA256", e);
        }
    }
}
