package org.parvis.engine.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.network.EndedCall;
import org.parvis.api.network.Purpose;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.CallObservers;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.call.NetworkWork;
import org.parvis.engine.call.PureWork;
import org.parvis.engine.credentials.TokenSource;
import org.parvis.engine.guard.CallControl;
import org.parvis.engine.guard.GuardedNetwork;
import org.parvis.engine.guard.Lane;
import org.parvis.engine.http.Deadline;
import org.parvis.engine.media.MediaLibraries;
import org.parvis.engine.registry.HostedNetwork;
import org.parvis.engine.registry.Networks;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.QuotaRule;
import org.parvis.spi.AccessToken;
import org.parvis.spi.AccountRef;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkException;

/** Calls through guard, budget and vault; passes on what a call shows of network, account and budget. */
@Component(service = NetworkCalls.class, immediate = true)
public final class GuardedNetworkCalls implements NetworkCalls {
    private final Networks networks;
    private final Channels channels;
    private final TokenSource tokens;
    private final MediaLibraries media;
    private final Clock clock;
    private final CallObservers observers;

    @Activate
    public GuardedNetworkCalls(
            @Reference Networks networks,
            @Reference Channels channels,
            @Reference TokenSource tokens,
            @Reference MediaLibraries media,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference CallObservers observers) {
        this.networks = networks;
        this.channels = channels;
        this.tokens = tokens;
        this.media = media;
        this.clock = clock;
        this.observers = observers;
    }

    @Override
    public <T> T call(LinkedAccount account, CallKind kind, IdempotencyKey key, NetworkWork<T> work)
            throws NetworkException {
        return call(account, kind, kind == CallKind.READ ? Purpose.POLLING : Purpose.UPKEEP, key, work);
    }

    @Override
    public <T> T call(LinkedAccount account, CallKind kind, Purpose purpose, IdempotencyKey key, NetworkWork<T> work)
            throws NetworkException {
        networks.callable(account);
        AccessToken token = tokens.lease(account);
        try {
            return attempt(account, kind, purpose, key, token, work);
        } catch (NetworkException e) {
            if (e.kind() != ErrorKind.TOKEN_EXPIRED) {
                throw e;
            }
        }
        return attempt(account, kind, purpose, key, tokens.refreshAfterExpiry(account, token), work);
    }

    private <T> T attempt(
            LinkedAccount account,
            CallKind kind,
            Purpose purpose,
            IdempotencyKey key,
            AccessToken token,
            NetworkWork<T> work)
            throws NetworkException {
        HostedNetwork network = networks.callable(account);
        Lane lane = Lane.of(kind);
        Deadline deadline = Deadline.after(network.guarded().timeout(lane));
        AccountRef reference = new AccountRef(account.id(), account.remoteId(), account.handle(), account.kind());
        ActiveCall call = new ActiveCall(
                reference,
                network,
                token,
                key,
                deadline,
                clock,
                channels,
                new LibraryMedia(media, account.workspace()),
                purpose,
                user(account, network));
        long begin = System.nanoTime();
        try {
            T result = network.guarded().run(lane, deadline, call, plugin -> work.run(plugin, call));
            network.count(null);
            networks.ended(network, null, "");
            observe(account, call, null, begin);
            return result;
        } catch (NetworkException e) {
            network.count(e.kind());
            networks.ended(network, e.kind(), String.valueOf(e.getMessage()));
            tell(account, network, call, e);
            observe(account, call, e.kind(), begin);
            throw e;
        }
    }

    private void observe(LinkedAccount account, ActiveCall call, @Nullable ErrorKind failure, long begin) {
        observers.ended(new EndedCall(
                account.workspace(),
                account.network(),
                account.id(),
                call.purpose(),
                call.idempotencyKey().value(),
                failure,
                Duration.ofNanos(System.nanoTime() - begin),
                call.exchanges()));
    }

    /** Whose budget it is where the network counts by user; asked for only then. */
    private String user(LinkedAccount account, HostedNetwork network) {
        boolean counts = network.descriptor().quotas().stream().anyMatch(r -> r.scope() == QuotaRule.Scope.USER);
        return counts ? tokens.user(account) : "";
    }

    private void tell(LinkedAccount account, HostedNetwork network, ActiveCall call, NetworkException failure) {
        String reason = String.valueOf(failure.getMessage());
        switch (failure.kind()) {
            case AUTHORIZATION_REVOKED -> tokens.revoked(account, reason);
            case PERMISSION_MISSING -> tokens.limited(account, Optional.empty(), reason);
            case RATE_LIMITED, QUOTA_EXHAUSTED -> park(network, call, failure);
            default -> {}
        }
    }

    /** Only what the network refused: what the platform kept back is there for others. */
    private void park(HostedNetwork network, ActiveCall call, NetworkException failure) {
        Optional<String> bucket = failure.bucket();
        Optional<Instant> until = failure.retryAt();
        if (bucket.isPresent() && until.isPresent() && !call.isWithheld(bucket.get())) {
            channels.quotas().park(network.descriptor(), call.spender(), bucket.get(), until.get());
        }
    }

    @Override
    public <T> T pure(NetworkId network, PureWork<T> work) throws NetworkException {
        HostedNetwork hosted = networks.present(network);
        GuardedNetwork guarded = hosted.guarded();
        try {
            T result = guarded.run(Lane.PURE, Deadline.after(guarded.timeout(Lane.PURE)), CallControl.PURE, work::run);
            networks.ended(hosted, null, "");
            return result;
        } catch (NetworkException e) {
            networks.ended(hosted, e.kind(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    @Override
    public NetworkDescriptor descriptor(NetworkId network) {
        return networks.present(network).descriptor();
    }
}
