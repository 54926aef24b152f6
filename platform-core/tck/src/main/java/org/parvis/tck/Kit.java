package org.parvis.tck;

import org.parvis.model.NetworkDescriptor;
import org.parvis.toolkit.descriptor.DescriptorReader;

/** What the suites know of the plugin under test. */
final class Kit {
    private final NetworkTck tck;
    private final NetworkDescriptor descriptor;

    Kit(NetworkTck tck) throws Exception {
        this.tck = tck;
        this.descriptor = DescriptorReader.read(tck.descriptorFile(), "the descriptor");
    }

    NetworkTck tck() {
        return tck;
    }

    NetworkDescriptor descriptor() {
        return descriptor;
    }
}
