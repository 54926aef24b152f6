package org.parvis.workspace;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Tells apart where requests come from. */
final class Origins {
    /** Only what can be nothing but an IPv6 address, so that no name is ever looked up. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*");

    private static final int NETWORK_BYTES = 8;

    private Origins() {}

    /** One network of IPv6 counts as one origin, since whoever has one address has 2^64 of them. */
    static String network(String origin) {
        if (!IPV6.matcher(origin).matches()) {
            return origin;
        }
        try {
            byte[] address = InetAddress.getByName(origin).getAddress();
            return address.length == Integer.BYTES
                    ? HexFormat.of().formatHex(address)
                    : HexFormat.of().formatHex(Arrays.copyOf(address, NETWORK_BYTES));
        } catch (UnknownHostException malformed) {
            return origin;
        }
    }
}
