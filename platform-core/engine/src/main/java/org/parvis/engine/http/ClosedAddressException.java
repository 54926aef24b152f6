package org.parvis.engine.http;

import java.net.ConnectException;

/** A host name leads to an address that is not public. Says the name only: what it leads to is nobody's business. */
final class ClosedAddressException extends ConnectException {
    private static final long serialVersionUID = 1L;

    ClosedAddressException(String host) {
        super(host + " does not lead to a public address");
    }
}
