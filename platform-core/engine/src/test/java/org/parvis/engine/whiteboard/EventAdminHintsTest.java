package org.parvis.engine.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.parvis.api.hint.Hint;
import org.parvis.model.WorkspaceId;
import org.parvis.store.TestDatabase;

class EventAdminHintsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine");

    private final List<Hint> seen = new ArrayList<>();
    private final EventAdmin events = new EventAdmin() {
        @Override
        public void postEvent(Event event) {
            Map<String, Object> properties = new HashMap<>();
            for (String name : event.getPropertyNames()) {
                properties.put(name, event.getProperty(name));
            }
            seen.add(Hint.from(event.getTopic(), properties));
        }

        @Override
        public void sendEvent(Event event) {
            throw new AssertionError("Hints must not block");
        }
    };

    @Test
    void hintsAreSentAfterTheCommitAndNotAfterARollback() {
        WorkspaceId workspace = new WorkspaceId(UUID.randomUUID());
        EventAdminHints hints = new EventAdminHints(DATABASE.database(), events);
        Hint hint = new Hint(Hint.ACCOUNT, workspace, null, "subject", Instant.parse("2026-01-01T00:00:00Z"));

        DATABASE.database().useWorkspace(workspace, handle -> {
            hints.send(hint);
            assertThat(seen).isEmpty();
        });
        assertThat(seen).containsExactly(hint);

        assertThatThrownBy(() -> DATABASE.database().useWorkspace(workspace, handle -> {
                    hints.send(hint);
                    throw new IllegalArgumentException();
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(seen).hasSize(1);
    }
}
