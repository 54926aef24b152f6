package org.parvis.publishing;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.media.MediaUser;
import org.parvis.model.MediaId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;

/** Keeps files from being deleted that are still to go out, or on their way. */
@Component
public final class NeededMedia implements MediaUser {
    private final Database database;

    @Activate
    public NeededMedia(@Reference(target = "(schema=publishing)") Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> need(WorkspaceId workspace, MediaId media) {
        return database.inWorkspace(
                        workspace,
                        handle -> handle.createQuery("""
                                select p.state from publishing.attachment t
                                join publishing.publication p on p.id = t.publication_id
                                where t.media_id = :media
                                  and p.state in ('SCHEDULED', 'SENDING', 'PENDING_REMOTE', 'UNKNOWN', 'HELD',
                                      'WAITING_FOR_NETWORK')
                                limit 1
                                """)
                                .bind("media", media.value())
                                .mapTo(String.class)
                                .findOne())
                .map(state -> "a publication that is " + state);
    }
}
