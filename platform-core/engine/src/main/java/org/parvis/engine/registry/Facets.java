package org.parvis.engine.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.parvis.model.Capability;
import org.parvis.model.NetworkDescriptor;
import org.parvis.spi.NetworkPlugin;

/** A facet is there exactly when a capability it serves is declared: a descriptor cannot lie, neither way. */
final class Facets {
    private static final Set<Capability> INBOX = Set.of(
            Capability.INBOX_COMMENTS, Capability.INBOX_MENTIONS, Capability.INBOX_DIRECT, Capability.INBOX_REVIEWS);
    private static final Set<Capability> RESPONDER = Set.of(
            Capability.REPLY_COMMENT,
            Capability.REPLY_DIRECT,
            Capability.HIDE_COMMENT,
            Capability.REMOVE_COMMENT,
            Capability.REACT);
    private static final Set<Capability> ANALYTICS =
            Set.of(Capability.ANALYTICS_ACCOUNT, Capability.ANALYTICS_PUBLICATION);

    private Facets() {}

    /** What does not fit together; empty when all does. */
    static String mismatch(NetworkPlugin plugin, NetworkDescriptor descriptor) {
        plugin.accountLinker();
        Map<String, Boolean> present = new LinkedHashMap<>();
        present.put("publisher", plugin.publisher().isPresent());
        present.put("timelineSource", plugin.timelineSource().isPresent());
        present.put("inboxSource", plugin.inboxSource().isPresent());
        present.put("responder", plugin.responder().isPresent());
        present.put("analyticsSource", plugin.analyticsSource().isPresent());
        present.put("webhookReceiver", plugin.webhookReceiver().isPresent());
        Map<String, Set<Capability>> served = Map.of(
                "publisher",
                Set.of(Capability.PUBLISH),
                "timelineSource",
                Set.of(Capability.TIMELINE),
                "inboxSource",
                INBOX,
                "responder",
                RESPONDER,
                "analyticsSource",
                ANALYTICS,
                "webhookReceiver",
                Set.of(Capability.WEBHOOKS));
        StringBuilder mismatch = new StringBuilder();
        present.forEach((facet, there) -> {
            Set<Capability> serves = served.getOrDefault(facet, Set.of());
            boolean declared = serves.stream().anyMatch(descriptor::offers);
            if (declared && !there) {
                mismatch.append("The descriptor declares ")
                        .append(declared(serves, descriptor))
                        .append(" but the plugin has no ")
                        .append(facet)
                        .append(". ");
            } else if (there && !declared) {
                mismatch.append("The plugin has a ")
                        .append(facet)
                        .append(" but the descriptor declares none of ")
                        .append(new TreeSet<>(serves))
                        .append(". ");
            }
        });
        return mismatch.toString().trim();
    }

    private static Set<Capability> declared(Set<Capability> serves, NetworkDescriptor descriptor) {
        Set<Capability> declared = new TreeSet<>(serves);
        declared.removeIf(capability -> !descriptor.offers(capability));
        return declared;
    }
}
