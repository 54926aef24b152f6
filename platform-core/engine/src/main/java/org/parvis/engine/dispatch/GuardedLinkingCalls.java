package org.parvis.engine.dispatch;

import java.time.Clock;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.engine.credentials.LinkingCalls;
import org.parvis.engine.credentials.LinkingWork;
import org.parvis.engine.guard.Lane;
import org.parvis.engine.http.Deadline;
import org.parvis.engine.registry.HostedNetwork;
import org.parvis.engine.registry.Networks;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccessToken;
import org.parvis.spi.AccountRef;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkException;

/** Calls before there is an account; apart from {@link GuardedNetworkCalls} because the vault itself needs these. */
@Component(service = LinkingCalls.class, immediate = true)
public final class GuardedLinkingCalls implements LinkingCalls {
    private final Networks networks;
    private final Channels channels;
    private final Clock clock;

    @Activate
    public GuardedLinkingCalls(
            @Reference Networks networks,
            @Reference Channels channels,
            @Reference(target = "(clock=business)") Clock clock) {
        this.networks = networks;
        this.channels = channels;
        this.clock = clock;
    }

    @Override
    public <T> T call(NetworkId network, AccessToken token, LinkingWork<T> work) throws NetworkException {
        HostedNetwork hosted = networks.callable(network);
        Deadline deadline = Deadline.after(hosted.guarded().timeout(Lane.WRITE));
        UUID link = UUID.randomUUID();
        // every authorisation counts apart: nobody knows yet whose it is
        AccountRef nobody =
                new AccountRef(new AccountId(new UUID(0, 0)), new RemoteId("linking-" + link), "", "default");
        ActiveLinkingCall call = new ActiveLinkingCall(
                nobody, hosted, token, new IdempotencyKey("link:" + link), deadline, clock, channels);
        try {
            T result = hosted.guarded().run(Lane.WRITE, deadline, call, plugin -> work.run(plugin, call));
            networks.ended(hosted, null, "");
            return result;
        } catch (NetworkException e) {
            networks.ended(hosted, e.kind(), String.valueOf(e.getMessage()));
            throw e;
        }
    }
}
