package org.parvis.engine.http;

import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The product's client for tests, with trusted origins of their own. Whoever gets one closes it. */
public final class TestClients {
    private TestClients() {}

    public static OutboundClient trusting(String... origins) throws Exception {
        return new OutboundClient(
                TrustedOrigins.of(List.of(origins)), HostResolver.SYSTEM, new SslContextFactory.Client());
    }
}
