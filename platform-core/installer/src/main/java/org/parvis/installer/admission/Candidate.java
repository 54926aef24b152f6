package org.parvis.installer.admission;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.parvis.model.Capability;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;

/**
 * A bundle that may become a network: everything that its file alone can show is right.
 *
 * @param bundle the copy that was checked
 * @param signedBy the name of the key that vouches for it; empty for none
 * @param key fingerprint of that key; empty for none
 */
public record Candidate(
        Path bundle,
        NetworkId network,
        Version version,
        String symbolicName,
        NetworkDescriptor descriptor,
        String sha256,
        String signedBy,
        String key,
        @Nullable Instant signedAt,
        List<String> warnings) {

    public boolean isSigned() {
        return !signedBy.isEmpty();
    }

    public Set<Capability> capabilities() {
        return descriptor.capabilities();
    }

    public Set<String> hosts() {
        return Set.copyOf(descriptor.allowedHosts());
    }

    public Set<String> scopes() {
        return scopes(descriptor);
    }

    /** All that the network may ask an account for. */
    public static Set<String> scopes(NetworkDescriptor descriptor) {
        Set<String> scopes = new TreeSet<>(descriptor.oauth().baseScopes());
        descriptor.oauth().scopes().values().forEach(scopes::addAll);
        return scopes;
    }
}
