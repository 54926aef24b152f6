package org.parvis.engine.linkage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parvis.model.AccountKind;
import org.parvis.model.Capability;
import org.parvis.model.NetworkDescriptor;

/** What a freshly linked account lacks of what its network offers, as the reason that a person reads. Stateless. */
final class Limits {
    private Limits() {}

    /** Empty where nothing is missing. */
    static String reason(NetworkDescriptor descriptor, String kind, Set<String> granted) {
        Map<Capability, String> missing = new EnumMap<>(Capability.class);
        for (AccountKind each : descriptor.accountKinds()) {
            if (each.id().equals(kind)) {
                each.unavailable()
                        .forEach((capability, reason) ->
                                missing.put(capability, reason.getOrDefault("en", "not for this kind of account")));
            }
        }
        // a network that does not say what it granted granted what was asked for
        if (!granted.isEmpty()) {
            descriptor.oauth().scopes().forEach((capability, scopes) -> {
                List<String> refused = scopes.stream()
                        .filter(s -> !granted.contains(s))
                        .sorted()
                        .toList();
                if (descriptor.offers(capability) && !refused.isEmpty()) {
                    missing.putIfAbsent(
                            capability,
                            "the permission " + String.join(", ", refused)
                                    + " was not granted; link the account again and grant it");
                }
            });
        }
        List<String> sentences = new ArrayList<>();
        missing.forEach((capability, reason) -> sentences.add(capability + ": " + reason));
        return String.join("; ", sentences);
    }
}
