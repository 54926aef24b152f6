package org.parvis.spi.http;

import org.osgi.annotation.versioning.ProviderType;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;

/**
 * The only way a plugin reaches its network. The host owns connections, checks every address (also of redirects)
 * against the descriptor's hosts and the private ranges, ends at the call's deadline, caps sizes, counts quotas,
 * redacts what it records. It never repeats a request by itself. Used by the thread of the call, and only during it: it
 * blocks, its failures are {@link NetworkException}s, and neither it nor an answer that streams is kept when the call
 * is over. What a request means is RFC 9110's affair and the network's.
 */
@ProviderType
public interface HttpChannel {
    /**
     * Sends a request and reads the whole answer, at most 10 MiB. Every HTTP status is an answer, not an exception. Blocks until
     * the answer is there or the call's deadline has come; an interrupt ends it.
     *
     * @throws NetworkException {@link ErrorKind#TRANSIENT} where the request is known not to have been executed or changes
     *     nothing; {@link ErrorKind#OUTCOME_UNKNOWN} where a changing request left without an answer;
     *     {@link ErrorKind#RATE_LIMITED} where its budget is used up before it left
     */
    HttpResponse send(HttpRequest request) throws NetworkException;
}
