package org.parvis.toolkit.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds addresses below the configured base address. Operators point a network elsewhere (a simulator, a proxy), so that
 * nothing may be sent to a host that is only written in an answer.
 */
public final class Addresses {
    private Addresses() {}

    /**
     * An address below the base.
     *
     * @param path begins with {@code /} and is encoded already
     * @param query encoded here, in the order of the map
     */
    public static URI below(URI base, String path, Map<String, String> query) {
        String text = withoutSlash(base.toString()) + path;
        return URI.create(query.isEmpty() ? text : text + "?" + encode(query));
    }

    /** One segment of a path. */
    public static String segment(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * An absolute address out of an answer, moved below the configured base where it names one of the network's usual hosts;
     * others stay as they are, for the host's allow-list to judge.
     */
    public static URI rebase(URI address, Collection<String> usualHosts, URI base) {
        String host = address.getHost();
        if (host == null || usualHosts.stream().noneMatch(host::equalsIgnoreCase)) {
            return address;
        }
        String query = address.getRawQuery();
        return URI.create(withoutSlash(base.toString()) + address.getRawPath() + (query == null ? "" : "?" + query));
    }

    /** The address, or null where the text is none that can be used: only absolute http and https are taken. */
    public static @Nullable URI read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            URI address = URI.create(text);
            boolean web = "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
            return web && address.getHost() != null ? address : null;
        } catch (IllegalArgumentException unusable) {
            return null;
        }
    }

    private static String encode(Map<String, String> query) {
        return query.entrySet().stream()
                .map(e -> segment(e.getKey()) + "=" + segment(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String withoutSlash(String base) {
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }
}
