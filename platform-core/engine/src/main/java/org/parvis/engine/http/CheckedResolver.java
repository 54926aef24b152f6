package org.parvis.engine.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Looks a host up once per connection, checks every address it has, and hands exactly the checked ones to the connection, so
 * that a name which answers differently the next time gains nothing. Lookups of one host are shared, so that a name server
 * which hangs holds one thread and not one per request.
 */
final class CheckedResolver implements SocketAddressResolver {
    private final HostResolver resolver;
    private final Executor executor;
    private final Supplier<TrustedOrigins> trusted;
    private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> running = new ConcurrentHashMap<>();

    CheckedResolver(HostResolver resolver, Executor executor, Supplier<TrustedOrigins> trusted) {
        this.resolver = resolver;
        this.executor = executor;
        this.trusted = trusted;
    }

    @Override
    public void resolve(String host, int port, Promise<List<InetSocketAddress>> promise) {
        boolean closedAllowed = trusted.get().trusts(host, port);
        lookUp(host).whenComplete((addresses, failure) -> {
            if (failure != null) {
                promise.failed(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            } else if (addresses.isEmpty()
                    || (!closedAllowed && !addresses.stream().allMatch(PublicAddresses::contains))) {
                promise.failed(new ClosedAddressException(host));
            } else {
                promise.succeeded(addresses.stream()
                        .map(address -> named(host, address, port))
                        .toList());
            }
        });
    }

    /** The client verifies the certificate against the name this address carries, so it must be the one asked for. */
    private static InetSocketAddress named(String host, InetAddress address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(host, address.getAddress()), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address of no known length", e);
        }
    }

    private CompletableFuture<List<InetAddress>> lookUp(String host) {
        CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> other = running.putIfAbsent(host, mine);
        if (other != null) {
            return other;
        }
        try {
            executor.execute(() -> complete(host, mine));
        } catch (RejectedExecutionException e) {
            running.remove(host, mine);
            mine.completeExceptionally(new UnknownHostException("Too many lookups are waiting"));
        }
        return mine;
    }

    private void complete(String host, CompletableFuture<List<InetAddress>> future) {
        try {
            List<InetAddress> addresses = resolver.resolve(host);
            running.remove(host, future);
            future.complete(addresses);
        } catch (UnknownHostException | RuntimeException e) {
            running.remove(host, future);
            future.completeExceptionally(e);
        }
    }
}
