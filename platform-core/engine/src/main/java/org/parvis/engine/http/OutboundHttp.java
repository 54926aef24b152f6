package org.parvis.engine.http;

import java.time.Duration;
import org.parvis.model.NetworkId;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

/**
 * The core's own requests to a network (token endpoints), through the same client, the same checks of addresses and the same
 * mapping of failures as {@link org.parvis.spi.http.HttpChannel}; no quota is counted. Blocks; thread-safe.
 */
public interface OutboundHttp {
    /**
     * @param timeout for the whole exchange, in real time
     * @throws NetworkException as {@link org.parvis.spi.http.HttpChannel#send}
     */
    HttpResponse send(NetworkId network, HttpRequest request, Duration timeout) throws NetworkException;
}
