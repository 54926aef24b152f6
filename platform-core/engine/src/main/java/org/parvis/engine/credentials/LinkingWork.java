package org.parvis.engine.credentials;

import org.parvis.spi.LinkingCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;

/** What is done with a plugin about an authorisation; must keep neither of its arguments. */
@FunctionalInterface
public interface LinkingWork<T> {
    T run(NetworkPlugin plugin, LinkingCall call) throws NetworkException;
}
