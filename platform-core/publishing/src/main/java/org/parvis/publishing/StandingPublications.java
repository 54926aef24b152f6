package org.parvis.publishing;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.change.Change;
import org.parvis.api.change.StandingFacts;
import org.parvis.model.AccountId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;

/** Tells what is published. */
@Component(service = StandingFacts.class, property = StandingFacts.KEEPER + "=publishing")
public final class StandingPublications implements StandingFacts {
    private final Database database;

    @Activate
    public StandingPublications(@Reference(target = "(schema=publishing)") Database database) {
        this.database = database;
    }

    @Override
    public Page read(WorkspaceId workspace, AccountId account, @Nullable UUID after, int limit) {
        return database.inWorkspace(workspace, handle -> {
            List<Publication> publications = Publications.standing(handle, account, after, limit);
            List<Change> changes = new ArrayList<>();
            for (Publication publication : publications) {
                if (publication.remoteId() != null && publication.publishedAt() != null) {
                    changes.add(new Change.PublicationPublished(
                            account, publication.id(), publication.remoteId(), publication.publishedAt()));
                }
            }
            return new Page(
                    changes,
                    publications.size() < limit
                            ? null
                            : publications.get(publications.size() - 1).id().value());
        });
    }
}
