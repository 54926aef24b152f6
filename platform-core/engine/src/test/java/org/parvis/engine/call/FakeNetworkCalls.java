package org.parvis.engine.call;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.spi.AccessToken;
import org.parvis.spi.AccountRef;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.MediaReader;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.http.HttpChannel;

/**
 * Runs work against given plugins on the caller's own thread, without guard, budget or vault. Failures can be queued; calls
 * are recorded. Thread-safe.
 */
public final class FakeNetworkCalls implements NetworkCalls {
    private final Clock clock;
    private final Map<NetworkId, NetworkPlugin> plugins = new HashMap<>();
    private final Map<NetworkId, NetworkDescriptor> descriptors = new HashMap<>();
    private final Deque<Exception> failures = new ArrayDeque<>();
    private final List<Call> calls = new ArrayList<>();
    private HttpChannel channel = request -> {
        throw new NetworkException(ErrorKind.TRANSIENT, "This test has no network");
    };

    public FakeNetworkCalls(Clock clock) {
        this.clock = clock;
    }

    /** A call that was made. */
    public record Call(LinkedAccount account, CallKind kind, IdempotencyKey key) {}

    /** Installs a network, or replaces it. */
    public synchronized FakeNetworkCalls with(NetworkDescriptor descriptor, NetworkPlugin plugin) {
        plugins.put(descriptor.id(), plugin);
        descriptors.put(descriptor.id(), descriptor);
        return this;
    }

    /** From now on the network is absent. */
    public synchronized void without(NetworkId network) {
        plugins.remove(network);
        descriptors.remove(network);
    }

    /** What {@code call.http()} does. */
    public synchronized FakeNetworkCalls channel(HttpChannel value) {
        channel = value;
        return this;
    }

    /** The next call fails so, before the plugin is asked. */
    public synchronized void failNext(NetworkException failure) {
        failures.add(failure);
    }

    /** The next call finds the network in this state. */
    public synchronized void absentNext(NetworkId network, NetworkState state) {
        failures.add(new NetworkAbsentException(network, state));
    }

    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public <T> T call(LinkedAccount account, CallKind kind, IdempotencyKey key, NetworkWork<T> work)
            throws NetworkException {
        NetworkPlugin plugin;
        NetworkCall call;
        synchronized (this) {
            plugin = plugin(account.network());
            calls.add(new Call(account, kind, key));
            Exception failure = failures.poll();
            if (failure instanceof NetworkException reported) {
                throw reported;
            } else if (failure instanceof RuntimeException absent) {
                throw absent;
            }
            call = new SimpleCall(
                    new AccountRef(account.id(), account.remoteId(), account.handle(), account.kind()),
                    descriptor(account.network()),
                    key,
                    clock,
                    channel);
        }
        return work.run(plugin, call);
    }

    @Override
    public <T> T pure(NetworkId network, PureWork<T> work) throws NetworkException {
        return work.run(plugin(network));
    }

    @Override
    public synchronized NetworkDescriptor descriptor(NetworkId network) {
        plugin(network);
        return descriptors.get(network);
    }

    private synchronized NetworkPlugin plugin(NetworkId network) {
        NetworkPlugin plugin = plugins.get(network);
        if (plugin == null) {
            throw new NetworkAbsentException(network, NetworkState.ABSENT);
        }
        return plugin;
    }

    private record SimpleCall(
            AccountRef account,
            NetworkDescriptor descriptor,
            IdempotencyKey idempotencyKey,
            Clock clock,
            HttpChannel http)
            implements NetworkCall {
        @Override
        public Map<String, String> settings() {
            return Map.of();
        }

        @Override
        public AccessToken accessToken() {
            return new AccessToken("token-of-" + account.handle());
        }

        @Override
        public Optional<String> accessProof() {
            return Optional.empty();
        }

        @Override
        public MediaReader media() {
            return new MediaReader() {
                @Override
                public java.io.InputStream open(MediaRef media, long offset) throws java.io.IOException {
                    throw new java.io.IOException("This test has no files");
                }

                @Override
                public java.net.URI publicAddress(MediaRef media, Duration validity) {
                    throw new UnsupportedOperationException("This test has no files");
                }
            };
        }

        @Override
        public Instant deadline() {
            return clock.instant().plusSeconds(30);
        }

        @Override
        public void checkActive() {}
    }
}
