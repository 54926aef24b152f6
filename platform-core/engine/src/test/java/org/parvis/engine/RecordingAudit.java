package org.parvis.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.model.WorkspaceId;

/** Keeps what was recorded, as {@code action subject details}. */
public final class RecordingAudit implements AuditTrail {
    private final List<String> entries = new CopyOnWriteArrayList<>();

    public List<String> entries() {
        return List.copyOf(entries);
    }

    @Override
    public void record(Caller caller, String action, String subject, Map<String, String> details) {
        entries.add(action + " " + subject + " " + details);
    }

    @Override
    public void recordSystem(
            @Nullable WorkspaceId workspace, String actor, String action, String subject, Map<String, String> details) {
        entries.add(action + " " + subject + " " + details);
    }

    @Override
    public Slice<Entry> entries(Caller caller, PageRequest page) {
        return new Slice<>(List.of(), null);
    }

    @Override
    public Optional<Long> firstBrokenLink(Caller caller) {
        return Optional.empty();
    }
}
