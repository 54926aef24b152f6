package org.parvis.engine.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells addresses of the public Internet from those that lead inside: private, loopback, link-local, shared, documentation,
 * multicast and tunnel ranges (IANA special-purpose registries for IPv4 and IPv6, RFC 6890) and cloud metadata services that
 * use public numbers.
 */
final class PublicAddresses {
    private static final List<Range> CLOSED = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // answers with instance data on one large cloud although its number is public
            "168.63.129.16/32",
            // of global unicast: protocol assignments and Teredo, documentation, 6to4
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "2620:4f:8000::/48");
    private static final Range GLOBAL_UNICAST = range("2000::/3");

    private PublicAddresses() {}

    /** Whether a connection may go there. IPv6 outside of global unicast is closed as a whole, with all that embeds IPv4. */
    static boolean contains(InetAddress address) {
        if (!(address instanceof Inet4Address) && !GLOBAL_UNICAST.contains(address)) {
            return false;
        }
        return CLOSED.stream().noneMatch(range -> range.contains(address));
    }

    private static List<Range> ranges(String... texts) {
        List<Range> ranges = new ArrayList<>();
        for (String text : texts) {
            ranges.add(range(text));
        }
        return List.copyOf(ranges);
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        try {
            // a literal: nothing is looked up
            byte[] network = InetAddress.getByName(text.substring(0, slash)).getAddress();
            return new Range(network, Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private record Range(byte[] network, int bits) {
        boolean contains(InetAddress address) {
            byte[] candidate = address.getAddress();
            if (candidate.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((candidate[bit / 8] & mask) != (network[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
