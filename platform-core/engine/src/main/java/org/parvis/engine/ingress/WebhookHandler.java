package org.parvis.engine.ingress;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.obligation.DatabaseOutbox;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.outbox.Settlement;
import org.parvis.engine.standing.AccountStates;
import org.parvis.engine.webhook.SignalReceiver;
import org.parvis.model.RemoteId;
import org.parvis.model.UnavailableException;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.WebhookSignal;
import org.parvis.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Understands stored requests and passes on what they tell, for each linked account in every workspace. A request that is
 * not understood three times is parked with its reason and does not hold up the others. Also forgets old requests.
 */
@Component
public final class WebhookHandler implements ObligationHandler {
    static final String PARSE = "webhook.parse";
    static final String PURGE = "webhook.purge";
    private static final Logger LOG = LoggerFactory.getLogger(WebhookHandler.class);
    private static final int TRIES = 3;
    private static final int PURGED_AT_ONCE = 5_000;
    private static final Duration KEPT = Duration.ofDays(14);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Database database;
    private final NetworkCalls calls;
    private final Accounts accounts;
    private final AccountStates states;
    private final Clock clock;
    private final List<SignalReceiver> receivers = new CopyOnWriteArrayList<>();

    @Activate
    public WebhookHandler(
            @Reference(target = "(schema=engine)") Database database,
            @Reference Outbox outbox,
            @Reference NetworkCalls calls,
            @Reference Accounts accounts,
            @Reference AccountStates states,
            @Reference(target = "(clock=business)") Clock clock) {
        this.database = database;
        this.calls = calls;
        this.accounts = accounts;
        this.states = states;
        this.clock = clock;
        outbox.add(
                new NewObligation(PURGE, "daily", PURGE, DatabaseOutbox.PLATFORM, null, null, "{}", clock.instant()));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindReceiver(SignalReceiver receiver) {
        receivers.add(receiver);
    }

    void unbindReceiver(SignalReceiver receiver) {
        receivers.remove(receiver);
    }

    @Override
    public Set<String> kinds() {
        return Set.of(PARSE, PURGE);
    }

    @Override
    public Settlement handle(Obligation obligation, Lease lease) {
        return obligation.kind().equals(PURGE) ? purge() : understand(UUID.fromString(obligation.key()), lease);
    }

    private Settlement purge() {
        Instant before = clock.instant().minus(KEPT);
        int gone;
        do {
            gone = database.inSystem(handle -> WebhookTable.purge(handle, before, PURGED_AT_ONCE));
        } while (gone == PURGED_AT_ONCE);
        return new Settlement.Again(clock.instant().plus(Duration.ofDays(1)), false, "");
    }

    /**
     * What was understood is noted once for the whole batch, together with its settlement: what a crash leaves unnoted is
     * told again, which is harmless.
     */
    private Settlement understand(UUID batch, Lease lease) {
        boolean left = false;
        List<UUID> understood = new ArrayList<>();
        Linkages linkages = new Linkages();
        List<WebhookTable.Stored> open = database.inSystem(handle -> WebhookTable.open(handle, batch));
        Map<UUID, List<WebhookSignal>> parsed = parsedTogether(open);
        for (WebhookTable.Stored stored : open) {
            Outcome outcome = understand(stored, parsed.get(stored.raw().id()), linkages);
            left |= outcome == Outcome.AGAIN;
            if (outcome == Outcome.UNDERSTOOD) {
                understood.add(stored.raw().id());
            }
        }
        // Not a failed attempt of the batch: each request counts its own.
        Settlement settlement = left ? new Settlement.Again(clock.instant().plus(PAUSE), false, "") : Settlement.done();
        database.useSystem(handle -> {
            if (!understood.isEmpty()) {
                WebhookTable.understood(handle, understood);
            }
            lease.settle(settlement);
        });
        return Settlement.settled();
    }

    private enum Outcome {
        UNDERSTOOD,
        PARKED,
        AGAIN
    }

    /** Who linked what, asked once for each remote account of a batch. */
    private final class Linkages {
        private final Map<RemoteId, List<LinkedAccount>> known = new HashMap<>();

        List<LinkedAccount> of(RawWebhook raw, RemoteId remote) {
            return known.computeIfAbsent(remote, id -> accounts.findByRemoteId(raw.network(), id));
        }
    }

    /**
     * A call on the network's own thread costs more than understanding a request, so a batch, which is of one network, is
     * understood in one call. Empty where that fails: then one after the other shows which of them it is.
     */
    private Map<UUID, List<WebhookSignal>> parsedTogether(List<WebhookTable.Stored> batch) {
        if (batch.size() < 2) {
            return Map.of();
        }
        try {
            return calls.pure(batch.get(0).raw().network(), plugin -> {
                Map<UUID, List<WebhookSignal>> signals = new HashMap<>();
                for (WebhookTable.Stored stored : batch) {
                    signals.put(stored.raw().id(), parse(plugin, stored.raw()));
                }
                return signals;
            });
        } catch (UnavailableException e) {
            throw e;
        } catch (NetworkException | RuntimeException | StackOverflowError e) {
            LOG.debug("A batch of webhooks was not understood at once", e);
            return Map.of();
        }
    }

    private static List<WebhookSignal> parse(NetworkPlugin plugin, RawWebhook raw) throws NetworkException {
        return plugin.webhookReceiver()
                .orElseThrow(() -> new IllegalStateException("The network takes no webhooks any more"))
                .parse(raw.request());
    }

    /** @param parsed null where it is still to be parsed */
    private Outcome understand(WebhookTable.Stored stored, @Nullable List<WebhookSignal> parsed, Linkages linkages) {
        RawWebhook raw = stored.raw();
        try {
            List<WebhookSignal> signals =
                    parsed == null ? calls.pure(raw.network(), plugin -> parse(plugin, raw)) : parsed;
            passOn(raw, signals, linkages);
            return Outcome.UNDERSTOOD;
        } catch (UnavailableException e) {
            throw e;
        } catch (NetworkException e) {
            return failed(stored, e.kind() + ": " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.debug("The webhook {} was not understood", raw.id(), e);
            return failed(stored, e.getClass().getSimpleName());
        }
    }

    private Outcome failed(WebhookTable.Stored stored, String reason) {
        boolean park = stored.attempt() + 1 >= TRIES;
        database.useSystem(handle -> WebhookTable.failed(handle, stored.raw().id(), reason.replace("\0", ""), park));
        if (park) {
            LOG.warn(
                    "The webhook {} of {} is parked: {}",
                    stored.raw().id(),
                    stored.raw().network(),
                    reason);
        }
        return park ? Outcome.PARKED : Outcome.AGAIN;
    }

    private void passOn(RawWebhook raw, List<WebhookSignal> signals, Linkages linkages) {
        Map<RemoteId, List<WebhookSignal>> byAccount = new LinkedHashMap<>();
        signals.forEach(signal -> byAccount
                .computeIfAbsent(signal.account(), a -> new ArrayList<>())
                .add(signal));
        byAccount.forEach((remote, told) -> {
            for (LinkedAccount account : linkages.of(raw, remote)) {
                receivers.forEach(receiver -> receiver.received(account, told));
                if (told.stream().anyMatch(WebhookSignal.AccountRevoked.class::isInstance)) {
                    states.relinkRequired(
                            account.workspace(), account.id(), "The authorisation was taken back on the network.");
                }
            }
        });
    }
}
