package org.parvis.health;

import java.util.HashSet;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.parvis.model.NetworkId;

/** The networks that the container's bundles bring by what they declare, whether they run or not. */
final class BroughtNetworks {
    private static final String CAPABILITY = "org.parvis.network";

    private BroughtNetworks() {}

    /** Of all bundles that are not uninstalled; does not block. */
    static Set<NetworkId> of(BundleContext context) {
        Set<NetworkId> brought = new HashSet<>();
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision != null) {
                revision.getDeclaredCapabilities(CAPABILITY).forEach(capability -> add(brought, capability));
            }
        }
        return brought;
    }

    private static void add(Set<NetworkId> brought, BundleCapability capability) {
        try {
            brought.add(new NetworkId(String.valueOf(capability.getAttributes().get("network"))));
        } catch (IllegalArgumentException malformed) {
            // a bundle that declares no network by a name a network may have brings none
        }
    }
}
