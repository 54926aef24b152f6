package org.parvis.engine.whiteboard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.parvis.api.change.Change;
import org.parvis.api.change.ChangeParticipant;
import org.parvis.engine.change.ChangeParticipants;
import org.parvis.engine.change.ParticipantAwayException;
import org.parvis.model.WorkspaceId;

/**
 * The participants that are registered as services, as they come and go. What changed while an awaited one is away is
 * refused, since nobody would tell it later. Thread-safe.
 */
@Component
public final class WhiteboardParticipants implements ChangeParticipants {
    private record Present(ChangeParticipant participant, Optional<String> name) {}

    private final ParticipantRoster roster;
    private final List<Present> present = new CopyOnWriteArrayList<>();

    @Activate
    public WhiteboardParticipants(@Reference ParticipantRoster roster) {
        this.roster = roster;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindParticipant(ChangeParticipant participant, Map<String, Object> properties) {
        present.add(new Present(participant, ParticipantRoster.name(properties)));
    }

    void unbindParticipant(ChangeParticipant participant) {
        present.removeIf(each -> each.participant() == participant);
    }

    @Override
    public void announce(WorkspaceId workspace, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        List<Present> told = List.copyOf(present);
        Set<String> away = roster.missingAmong(
                told.stream().flatMap(each -> each.name().stream()).toList());
        if (!away.isEmpty()) {
            throw new ParticipantAwayException(away);
        }
        List<Change> unchangeable = List.copyOf(changes);
        told.forEach(each -> each.participant().changed(workspace, unchangeable));
    }
}
