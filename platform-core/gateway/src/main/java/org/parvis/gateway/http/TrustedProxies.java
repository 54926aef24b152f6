package org.parvis.gateway.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

/**
 * The proxies whose word about where a request came from is believed. Without any, and that is the default, it came from
 * where its connection came from. Immutable.
 */
@Component(service = TrustedProxies.class, configurationPid = "org.parvis.core")
public final class TrustedProxies {
    private volatile Set<String> proxies;

    @Activate
    public TrustedProxies(Proxies configuration) {
        proxies = read(configuration);
    }

    @Modified
    void configure(Proxies configuration) {
        proxies = read(configuration);
    }

    private static Set<String> read(Proxies configuration) {
        return Arrays.stream(configuration.trusted_proxies())
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(TrustedProxies::plain)
                .filter(address -> !address.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The proxies in front. */
    public @interface Proxies {
        /** Their addresses in digits, as the platform sees them. */
        String[] trusted_proxies() default {};
    }

    /**
     * The origin of a request: the last address of the chain that is none of our proxies. What stands to the left of it was
     * written by the other side, which may write what it likes.
     *
     * @param peer the connection's address
     * @param forwarded the values of {@code X-Forwarded-For}, in the order they came
     */
    String origin(String peer, List<String> forwarded) {
        List<String> chain = new ArrayList<>();
        forwarded.forEach(value -> chain.addAll(Arrays.asList(value.split(","))));
        String origin = plain(peer);
        for (int i = chain.size() - 1; i >= 0 && proxies.contains(origin); i--) {
            String before = plain(chain.get(i));
            if (!isAddress(before)) {
                return origin;
            }
            origin = before;
        }
        return origin;
    }

    /** An address without brackets, zone and white space. */
    private static String plain(String address) {
        String bare = address.strip();
        if (bare.startsWith("[") && bare.indexOf(']') > 0) {
            bare = bare.substring(1, bare.indexOf(']'));
        }
        int zone = bare.indexOf('%');
        return zone < 0 ? bare : bare.substring(0, zone);
    }

    private static boolean isAddress(String text) {
        return text.matches("\\d{1,3}(\\.\\d{1,3}){3}") || text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    }
}
