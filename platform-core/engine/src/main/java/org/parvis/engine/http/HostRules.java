package org.parvis.engine.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.parvis.model.NetworkDescriptor;

/**
 * Which addresses requests for one network may have, before anything is looked up: the descriptor's hosts and those the
 * operator pointed it to, https on its usual port; anything else only as a trusted origin. One parser, {@link URI}, decides
 * and its parts are what the client connects to, so that no two parsers can disagree.
 */
public final class HostRules {
    private static final int LONGEST = 8192;

    private final Set<String> hosts;

    private HostRules(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    public static HostRules of(NetworkDescriptor descriptor) {
        Set<String> hosts = new TreeSet<>(descriptor.allowedHosts());
        add(hosts, descriptor.baseAddress());
        add(hosts, descriptor.oauth().tokenEndpoint());
        add(hosts, descriptor.oauth().revokeEndpoint());
        return new HostRules(hosts);
    }

    /** @param hosts in lower case */
    public static HostRules of(Set<String> hosts) {
        return new HostRules(hosts);
    }

    private static void add(Set<String> hosts, @Nullable URI address) {
        if (address != null && address.getHost() != null) {
            hosts.add(address.getHost().toLowerCase(Locale.ROOT));
        }
    }

    /** Why a request may not go to {@code address}; empty when it may. The reason names what was asked, never an IP. */
    Optional<String> refusal(URI address, TrustedOrigins trusted) {
        String host = address.getHost();
        if (host == null || address.getScheme() == null) {
            return Optional.of("is not an absolute address of a host");
        }
        if (address.toString().length() > LONGEST) {
            return Optional.of("is longer than " + LONGEST + " characters");
        }
        if (address.getRawUserInfo() != null) {
            return Optional.of("carries a user name");
        }
        if (!allows(host.toLowerCase(Locale.ROOT))) {
            return Optional.of("is not on a host that the network's descriptor allows");
        }
        if (trusted.trusts(address)) {
            return Optional.empty();
        }
        if (!"https".equals(address.getScheme())) {
            return Optional.of("is not https");
        }
        if (address.getPort() != -1 && address.getPort() != 443) {
            return Optional.of("uses a port other than 443");
        }
        // the connection check knows host and port only: never let a trusted http origin open https to the same port
        return trusted.trusts(host, 443) ? Optional.of("is trusted under another scheme only") : Optional.empty();
    }

    private boolean allows(String host) {
        if (hosts.contains(host)) {
            return true;
        }
        return hosts.stream()
                .anyMatch(h -> h.startsWith("*.") && host.length() >= h.length() && host.endsWith(h.substring(1)));
    }
}
