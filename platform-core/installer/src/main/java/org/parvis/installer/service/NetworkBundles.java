package org.parvis.installer.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Version;
import org.parvis.model.NetworkId;

/** The bundles of networks in the container. Blocking; only the installer's own thread changes anything by it. */
interface NetworkBundles {
    /** The packages that the platform offers to plugins, with their versions. */
    Map<String, Version> offered();

    /** All bundles that say they are a network, whoever installed them. */
    List<Present> present();

    /**
     * Installs a bundle and starts it; nothing else is refreshed. Whatever was begun is undone where it fails.
     *
     * @throws FailedException with the reason
     */
    void add(NetworkId network, Version version, Path bundle) throws FailedException, IOException;

    /** Stops, uninstalls and refreshes exactly this bundle. What is not there any more is no failure. */
    void remove(Present bundle) throws FailedException;

    /** The bytes of a bundle that the platform brought. */
    InputStream content(Present bundle) throws IOException;

    /**
     * A bundle that says it is a network.
     *
     * @param shipped whether the platform brought it, as a feature
     */
    record Present(NetworkId network, Version version, long id, String location, boolean shipped) {}

    /** The container refused; the message says why. */
    final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(String message) {
            super(message);
        }
    }
}
