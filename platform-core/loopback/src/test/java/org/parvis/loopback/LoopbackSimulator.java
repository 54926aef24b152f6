package org.parvis.loopback;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.parvis.model.RemoteId;
import org.parvis.spi.ClientCredentials;
import org.parvis.spi.TokenGrant;
import org.parvis.tck.NetworkSimulator;
import org.parvis.tck.SimulatedAccount;

/** The kit's hands in the loopback world. */
final class LoopbackSimulator implements NetworkSimulator {
    private static final String TOKEN = "token-of-acme";
    private static final String ACME = "acme";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2031-04-05T06:07:08Z"));
    private final LoopbackWorld world = new LoopbackWorld();
    private final LoopbackServer server;

    LoopbackSimulator() throws IOException {
        world.account(ACME, TOKEN);
        server = new LoopbackServer(world, clock());
    }

    @Override
    public URI route(URI address) {
        return NetworkSimulator.moved(address, server.address());
    }

    @Override
    public ClientCredentials client() {
        return new ClientCredentials("parvis", "secret-of-parvis");
    }

    @Override
    public SimulatedAccount account() {
        TokenGrant grant = new TokenGrant(TOKEN, "refresh-of-acme", now.get().plusSeconds(3600), Set.of("all"));
        return new SimulatedAccount(new RemoteId(ACME), ACME, "default", grant);
    }

    @Override
    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("The world has one zone");
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
    }

    @Override
    public void advance(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Override
    public int seen(String marker) {
        return world.seen(ACME, marker);
    }

    private RemoteId written(String kind, String author, String parent, String text) {
        Message above = parent.isEmpty() ? null : world.present(parent);
        return new RemoteId(world.add(kind, author, ACME, above, now.get(), text).id);
    }

    @Override
    public RemoteId post(String text) {
        return written("post", ACME, "", text);
    }

    @Override
    public RemoteId answer(RemoteId item, String text) {
        String kind = world.present(item.value()).kind;
        return written(kind.equals("direct_message") ? kind : "comment", ACME, item.value(), text);
    }

    @Override
    public RemoteId comment(RemoteId post, String text) {
        return written("comment", "jo", post.value(), text);
    }

    @Override
    public RemoteId mention(String text) {
        return written("mention", "jo", "", text);
    }

    @Override
    public RemoteId message(String text) {
        return written("direct_message", "jo", "", text);
    }

    @Override
    public RemoteId review(String text) {
        return written("review", "jo", "", text);
    }

    @Override
    public RemoteId edit(RemoteId item, String text) {
        synchronized (world) {
            world.present(item.value()).text = text;
        }
        return item;
    }

    @Override
    public void delete(RemoteId item) {
        synchronized (world) {
            world.present(item.value()).removed = true;
        }
    }

    @Override
    public boolean hidden(RemoteId item) {
        return world.present(item.value()).hidden;
    }

    @Override
    public boolean liked(RemoteId item) {
        return world.present(item.value()).likes > 0;
    }

    @Override
    public void expireToken() {
        world.expire(TOKEN);
    }

    @Override
    public void revokeAuthorization() {
        world.revoke(TOKEN);
    }

    @Override
    public void retireMetric(String metric) {
        world.retire(metric);
    }

    @Override
    public void close() {
        server.close();
    }
}
