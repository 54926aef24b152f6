package org.parvis.engine.call;

import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;

/** What is asked of a plugin without a call; must not keep its argument. */
@FunctionalInterface
public interface PureWork<T> {
    T run(NetworkPlugin plugin) throws NetworkException;
}
