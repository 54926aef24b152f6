package org.parvis.engine.http;

import org.jspecify.annotations.Nullable;
import org.parvis.spi.http.HttpRequest;

/**
 * What the one client needs to know of a request.
 *
 * @param departed run when bytes of the request may leave, before they do; at most once per hop
 * @param file where the body comes from when the request names a part of a file; null otherwise
 * @param redirects how many redirects of a reading request are followed; 0 hands them back as answers
 */
public record OutboundRequest(
        HttpRequest request,
        HostRules rules,
        Deadline deadline,
        Runnable departed,
        @Nullable RequestFile file,
        int redirects) {
    public OutboundRequest(HttpRequest request, HostRules rules, Deadline deadline, Runnable departed, int redirects) {
        this(request, rules, deadline, departed, null, redirects);
    }

    public OutboundRequest(HttpRequest request, HostRules rules, Deadline deadline, Runnable departed) {
        this(request, rules, deadline, departed, null, 0);
    }
}
