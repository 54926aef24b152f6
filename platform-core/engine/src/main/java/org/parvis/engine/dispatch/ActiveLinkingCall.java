package org.parvis.engine.dispatch;

import java.time.Clock;
import org.parvis.api.network.Purpose;
import org.parvis.engine.http.Deadline;
import org.parvis.engine.registry.HostedNetwork;
import org.parvis.spi.AccessToken;
import org.parvis.spi.AccountRef;
import org.parvis.spi.ClientCredentials;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.LinkingCall;

/** A call about an authorisation: the only kind that may see the application's secret, and so a type of its own. */
final class ActiveLinkingCall extends ActiveCall implements LinkingCall {
    ActiveLinkingCall(
            AccountRef account,
            HostedNetwork network,
            AccessToken token,
            IdempotencyKey key,
            Deadline deadline,
            Clock clock,
            Channels channels) {
        super(
                account,
                network,
                token,
                key,
                deadline,
                clock,
                channels,
                NoMedia.INSTANCE,
                Purpose.UPKEEP,
                account.remoteId().value());
    }

    @Override
    public ClientCredentials client() {
        checkActive();
        return new ClientCredentials(application().clientId(), application().clientSecret());
    }
}
