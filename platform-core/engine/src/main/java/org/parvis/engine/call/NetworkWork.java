package org.parvis.engine.call;

import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;

/** What is done with a plugin; must keep neither of its arguments. */
@FunctionalInterface
public interface NetworkWork<T> {
    T run(NetworkPlugin plugin, NetworkCall call) throws NetworkException;
}
