package org.parvis.gateway.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

/**
 * The names this platform answers to: those of the machine itself, and that of {@code public.url}. A page elsewhere whose name
 * is made to point here (DNS rebinding) has another name and is turned away. Immutable.
 */
@Component(service = OwnHosts.class, configurationPid = "org.parvis.core")
public final class OwnHosts {
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private volatile Set<String> hosts = LOCAL;
    private volatile String publicAuthority = "";

    @Activate
    public OwnHosts(PublicAddress address) {
        take(address);
    }

    @Modified
    void configure(PublicAddress address) {
        take(address);
    }

    private void take(PublicAddress address) {
        URI url = URI.create(address.public_url());
        Set<String> known = new HashSet<>(LOCAL);
        if (url.getHost() != null) {
            known.add(url.getHost().toLowerCase(Locale.ROOT));
        }
        publicAuthority = authority(url);
        hosts = Set.copyOf(known);
    }

    /** The address at which people reach the platform. */
    public @interface PublicAddress {
        String public_url() default "http://localhost:8080";
    }

    /** Whether the value of a {@code Host} header names this platform; its port does not matter. */
    boolean isOwn(@Nullable String host) {
        if (host == null || host.isEmpty()) {
            return false;
        }
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        String name = end <= 0 ? host : host.substring(0, end);
        String rest = host.substring(name.length());
        return (rest.isEmpty() || rest.matches(":\\d{0,5}")) && hosts.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a page of {@code origin} is one of ours: that of the host it speaks to, or that of {@code public.url}. */
    boolean isOwnOrigin(String origin, @Nullable String host) {
        try {
            URI from = new URI(origin);
            String authority = authority(from);
            return from.getHost() != null
                    && (authority.equals(publicAuthority)
                            || authority.equals(withPort(String.valueOf(host), from.getScheme())));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static String authority(URI url) {
        return withPort(String.valueOf(url.getRawAuthority()), url.getScheme());
    }

    private static String withPort(String authority, @Nullable String scheme) {
        String lowered = authority.toLowerCase(Locale.ROOT);
        return lowered.matches(".*:\\d+") ? lowered : lowered + ("https".equalsIgnoreCase(scheme) ? ":443" : ":80");
    }
}
