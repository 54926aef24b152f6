package org.parvis.benchmarks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.call.NetworkWork;
import org.parvis.engine.call.PureWork;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.spi.AccessToken;
import org.parvis.spi.AccountRef;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.MediaReader;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.http.HttpChannel;
import org.parvis.spi.http.HttpResponse;

/** Calls a plugin on the caller's own thread, and answers its requests from memory. */
record DirectCalls(
        NetworkPlugin plugin, NetworkDescriptor descriptor, Clock clock, Function<AccountId, HttpResponse> answers)
        implements NetworkCalls {

    @Override
    public <T> T call(LinkedAccount account, CallKind kind, IdempotencyKey key, NetworkWork<T> work)
            throws NetworkException {
        return work.run(plugin, new Call(this, account, key));
    }

    @Override
    public <T> T pure(NetworkId network, PureWork<T> work) throws NetworkException {
        return work.run(plugin);
    }

    @Override
    public NetworkDescriptor descriptor(NetworkId network) {
        return descriptor;
    }

    private record Call(DirectCalls calls, LinkedAccount linked, IdempotencyKey idempotencyKey) implements NetworkCall {
        @Override
        public AccountRef account() {
            return new AccountRef(linked.id(), linked.remoteId(), linked.handle(), linked.kind());
        }

        @Override
        public NetworkDescriptor descriptor() {
            return calls.descriptor;
        }

        @Override
        public Map<String, String> settings() {
            return Map.of();
        }

        @Override
        public AccessToken accessToken() {
            return new AccessToken("of no use");
        }

        @Override
        public HttpChannel http() {
            return request -> calls.answers.apply(linked.id());
        }

        @Override
        public Optional<String> accessProof() {
            return Optional.empty();
        }

        @Override
        public MediaReader media() {
            throw new UnsupportedOperationException("Nothing is uploaded here");
        }

        @Override
        public Instant deadline() {
            return clock().instant().plus(Duration.ofMinutes(1));
        }

        @Override
        public Clock clock() {
            return calls.clock;
        }

        @Override
        public void checkActive() {
            // Never revoked.
        }
    }
}
