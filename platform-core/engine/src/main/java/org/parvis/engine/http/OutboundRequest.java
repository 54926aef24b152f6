package org.parvis.engine.http;

import org.parvis.spi.http.HttpRequest;

/**
 * What the one client needs to know of a request.
 *
 * @param departed run when bytes of the request may leave, before they do; at most once per hop
 * @param redirects how many redirects of a reading request are followed; 0 hands them back as answers
 */
public record OutboundRequest(
        HttpRequest request, HostRules rules, Deadline deadline, Runnable departed, int redirects) {
    public OutboundRequest(HttpRequest request, HostRules rules, Deadline deadline, Runnable departed) {
        this(request, rules, deadline, departed, 0);
    }
}
