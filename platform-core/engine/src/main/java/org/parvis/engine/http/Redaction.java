package org.parvis.engine.http;

import java.net.URI;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes secrets out of addresses before they are kept or shown. */
public final class Redaction {
    private static final String HIDDEN = "…";
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(token|secret|key|code|sign|proof|password|assertion|auth|credential|session|state).*");

    private Redaction() {}

    /** The address with the values of secret parameters hidden; the names stay, without user name and fragment. */
    public static String address(URI address) {
        StringBuilder text =
                new StringBuilder().append(address.getScheme()).append("://").append(address.getHost());
        if (address.getPort() != -1) {
            text.append(':').append(address.getPort());
        }
        text.append(address.getRawPath() == null ? "" : address.getRawPath());
        if (address.getRawQuery() != null) {
            text.append('?')
                    .append(Arrays.stream(address.getRawQuery().split("&"))
                            .map(Redaction::parameter)
                            .collect(Collectors.joining("&")));
        }
        return text.toString();
    }

    private static String parameter(String parameter) {
        int equals = parameter.indexOf('=');
        if (equals < 0) {
            // without a name it cannot be told what it is
            return HIDDEN;
        }
        String name = parameter.substring(0, equals);
        boolean harmless = name.equals("pagination_token") || name.equals("next_token");
        return !harmless && SECRET.matcher(name).matches() ? name + "=" + HIDDEN : parameter;
    }
}
