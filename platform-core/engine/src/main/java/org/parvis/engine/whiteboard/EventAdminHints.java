package org.parvis.engine.whiteboard;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.parvis.api.hint.Hint;
import org.parvis.engine.hint.Hints;
import org.parvis.store.Database;

/** Posts hints through the container's event bus once the open transaction is committed; none where it is rolled back. */
@Component
public final class EventAdminHints implements Hints {
    private final Database database;
    private final EventAdmin events;

    @Activate
    public EventAdminHints(@Reference(target = "(schema=engine)") Database database, @Reference EventAdmin events) {
        this.database = database;
        this.events = events;
    }

    @Override
    public void send(Hint hint) {
        database.afterCommit(() -> events.postEvent(new Event(hint.topic(), hint.toProperties())));
    }
}
