package org.parvis.engine.credentials;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.registry.NetworkSettings;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkId;
import org.parvis.model.OAuthProfile;
import org.parvis.spi.AccessToken;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TokenGrant;

/**
 * Renews grants and gives them back: the way the network's plugin knows, else as RFC 6749 and RFC 7009 say. Stores nothing.
 * Thread-safe; blocks for one call.
 */
@Component(service = GrantRenewal.class)
public final class GrantRenewal {
    private final TokenEndpoint endpoint;
    private final LinkingCalls calls;
    private final NetworkSettings settings;
    private final Clock clock;

    @Activate
    public GrantRenewal(
            @Reference TokenEndpoint endpoint,
            @Reference LinkingCalls calls,
            @Reference NetworkSettings settings,
            @Reference(target = "(clock=business)") Clock clock) {
        this.endpoint = endpoint;
        this.calls = calls;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether a grant can be renewed without a person. */
    enum Renewable {
        YES,
        NO,
        /** The network is away, and only its descriptor says it. What was known before still holds. */
        UNKNOWN
    }

    /** Whether it can be renewed without a person. */
    Renewable renewable(NetworkId network, TokenGrant grant) {
        if (grant.refreshToken() != null) {
            return isPast(grant.refreshExpiresAt()) ? Renewable.NO : Renewable.YES;
        }
        if (isPast(grant.expiresAt())) {
            return Renewable.NO;
        }
        try {
            return settings.descriptor(network).oauth().refresh() == OAuthProfile.RefreshStyle.ACCESS_TOKEN
                    ? Renewable.YES
                    : Renewable.NO;
        } catch (NetworkAbsentException absent) {
            return Renewable.UNKNOWN;
        }
    }

    /**
     * A newer grant, never a blank one; what the network did not say again is kept from the present one.
     *
     * @throws NetworkException {@code AUTHORIZATION_REVOKED} where only a person can renew it
     */
    TokenGrant renew(NetworkId network, TokenGrant present) throws NetworkException {
        TokenGrant own;
        try {
            own = calls.call(
                            network,
                            new AccessToken(present.accessToken()),
                            (plugin, call) -> plugin.accountLinker().refresh(call, present))
                    .orElse(null);
        } catch (NetworkAbsentException absent) {
            throw new NetworkException(ErrorKind.TRANSIENT, String.valueOf(absent.getMessage()));
        }
        if (own == null) {
            return endpoint.refresh(network, present);
        }
        if (own.accessToken().isBlank()) {
            throw new NetworkException(
                    ErrorKind.OUTCOME_UNKNOWN, "The network renewed the authorisation without a token.");
        }
        return new TokenGrant(
                own.accessToken(),
                own.refreshToken() == null ? present.refreshToken() : own.refreshToken(),
                own.expiresAt(),
                own.scopes().isEmpty() ? present.scopes() : own.scopes(),
                GrantLife.refreshEnd(present, own));
    }

    /** Gives a grant back; doing it again does no harm. */
    void giveBack(NetworkId network, TokenGrant grant) throws NetworkException {
        boolean done;
        try {
            done = calls.call(
                    network,
                    new AccessToken(grant.accessToken()),
                    (plugin, call) -> plugin.accountLinker().revoke(call, grant));
        } catch (NetworkAbsentException absent) {
            throw new NetworkException(ErrorKind.TRANSIENT, String.valueOf(absent.getMessage()));
        }
        if (!done) {
            endpoint.revoke(network, grant);
        }
    }

    private boolean isPast(@Nullable Instant end) {
        return end != null && !clock.instant().isBefore(end);
    }
}
