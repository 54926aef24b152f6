package org.parvis.engine.whiteboard;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.parvis.api.change.ChangeParticipant;

/**
 * Which participants the platform cannot do without, and which of them are away just now. It looks at their names alone and
 * asks for none of them, so that whoever they themselves refer to may refer to it. Thread-safe.
 */
@Component(service = ParticipantRoster.class)
public final class ParticipantRoster {
    /** Set where a participant is replaced by one of another name, or left out on purpose. */
    @interface Settings {
        String[] awaited() default {
            "inbox.feeds", "publishing.timeline", "analytics.facts", "analytics.collection", "engine.subscriptions"
        };
    }

    private final Set<String> awaited;
    private final Set<String> present = ConcurrentHashMap.newKeySet();

    @Activate
    public ParticipantRoster(Settings settings) {
        this(List.of(settings.awaited()));
    }

    /** Awaits these. */
    public ParticipantRoster(Collection<String> awaited) {
        this.awaited = Set.copyOf(awaited);
    }

    @Reference(
            service = ChangeParticipant.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindParticipant(Map<String, Object> properties) {
        name(properties).ifPresent(present::add);
    }

    void unbindParticipant(Map<String, Object> properties) {
        name(properties).ifPresent(present::remove);
    }

    static Optional<String> name(Map<String, Object> properties) {
        return Optional.ofNullable((String) properties.get(ChangeParticipant.NAME));
    }

    /** Whether everybody who has to hear of changes is there. */
    public boolean complete() {
        return present.containsAll(awaited);
    }

    /** Those of the awaited that are not among {@code names}, in the order of their names. */
    Set<String> missingAmong(Collection<String> names) {
        Set<String> missing = new TreeSet<>(awaited);
        missing.removeAll(names);
        return missing;
    }
}
