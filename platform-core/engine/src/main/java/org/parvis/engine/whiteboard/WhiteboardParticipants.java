package org.parvis.engine.whiteboard;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.parvis.api.change.Change;
import org.parvis.api.change.ChangeParticipant;
import org.parvis.engine.change.ChangeParticipants;
import org.parvis.model.WorkspaceId;

/** The participants that are registered as services, as they come and go. Thread-safe. */
@Component
public final class WhiteboardParticipants implements ChangeParticipants {
    private final List<ChangeParticipant> participants = new CopyOnWriteArrayList<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindParticipant(ChangeParticipant participant) {
        participants.add(participant);
    }

    void unbindParticipant(ChangeParticipant participant) {
        participants.remove(participant);
    }

    @Override
    public void announce(WorkspaceId workspace, List<Change> changes) {
        if (!changes.isEmpty()) {
            List<Change> unchangeable = List.copyOf(changes);
            participants.forEach(participant -> participant.changed(workspace, unchangeable));
        }
    }
}
