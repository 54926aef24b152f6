package org.parvis.engine.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Origins that the operator's file allows although they are not public https: simulators on loopback. Exact: scheme, host and
 * port; nothing is derived from them.
 */
public final class TrustedOrigins {
    public static final TrustedOrigins NONE = new TrustedOrigins(Set.of());

    private final Set<String> origins;

    private TrustedOrigins(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /**
     * @param texts {@code scheme://host:port}, also several in one text, separated by commas or blanks
     * @throws IllegalArgumentException for anything else, naming it
     */
    public static TrustedOrigins of(Collection<String> texts) {
        return new TrustedOrigins(texts.stream()
                .flatMap(text -> Arrays.stream(text.split("[,\\s]+")))
                .filter(text -> !text.isBlank())
                .map(TrustedOrigins::parse)
                .collect(Collectors.toSet()));
    }

    boolean trusts(URI address) {
        return origins.contains(origin(address.getScheme(), address.getHost(), address.getPort()));
    }

    /** Whether a connection to this host and port belongs to a trusted origin. */
    boolean trusts(String host, int port) {
        return origins.contains(origin("http", host, port)) || origins.contains(origin("https", host, port));
    }

    public Set<String> origins() {
        return origins;
    }

    private static String parse(String text) {
        try {
            URI uri = new URI(text);
            boolean exact = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && (uri.getRawPath() == null || uri.getRawPath().isEmpty())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            if (exact) {
                return origin(uri.getScheme(), uri.getHost(), uri.getPort());
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "endpoint.trusted takes exact origins such as http://127.0.0.1:8443, not \"" + text + "\"");
    }

    private static String origin(String scheme, String host, int port) {
        int actual = port != -1 ? port : "https".equals(scheme) ? 443 : 80;
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return scheme + "://" + bare.toLowerCase(Locale.ROOT) + ":" + actual;
    }
}
