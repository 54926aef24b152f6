package org.parvis.benchmarks.probe;

import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Tells by a file that bundles are being started: the earliest moment at which a container of this kind could serve. */
public final class Probe implements BundleActivator {
    /** The file, in the container's base folder. */
    public static final String FILE = "probe.started";

    @Override
    public void start(BundleContext context) throws Exception {
        Files.createFile(Path.of(context.getProperty("karaf.base"), FILE));
    }

    @Override
    public void stop(BundleContext context) {
        // Nothing is held.
    }
}
