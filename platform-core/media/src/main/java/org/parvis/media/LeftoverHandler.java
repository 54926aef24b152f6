package org.parvis.media;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.MediaId;
import org.parvis.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once a day takes files out of the library that no row names: a crash between the move of a file and the commit of its row
 * leaves one, and so does a crash right after a deletion was committed. They are set aside for thirty days before they go,
 * because it might be the database that is the wrong one.
 */
@Component(service = ObligationHandler.class)
public final class LeftoverHandler implements ObligationHandler {
    static final String KIND = "media.leftover";
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverHandler.class);
    private static final Duration ROUND = Duration.ofDays(1);

    private final Database database;
    private final MediaFolder folder;
    private final Clock clock;

    @Activate
    public LeftoverHandler(
            @Reference(target = "(schema=media)") Database database,
            @Reference MediaFolder folder,
            @Reference(target = "(clock=business)") Clock clock) {
        this.database = database;
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(KIND);
    }

    @Override
    public Settlement handle(Obligation obligation, Lease lease) {
        String reason = "";
        try {
            int setAside = 0;
            for (Path shelf : folder.shelves()) {
                setAside += look(MediaFolder.settled(shelf));
            }
            folder.clearSetAside();
            if (setAside > 0) {
                LOG.info(
                        "{} files of the media library that nothing names were moved to its folder 'leftover'",
                        setAside);
            }
        } catch (IOException unreadable) {
            LOG.warn("The media library cannot be looked through for leftover files: {}", unreadable.toString());
            reason = unreadable.toString();
        }
        return new Settlement.Again(clock.instant().plus(ROUND), false, reason);
    }

    private int look(List<MediaId> files) throws IOException {
        if (files.isEmpty()) {
            return 0;
        }
        UUID[] ids = files.stream().map(MediaId::value).toArray(UUID[]::new);
        Set<UUID> named = new HashSet<>(
                database.inSystem(handle -> handle.createQuery("select id from media.asset where id = any (:ids)")
                        .bind("ids", ids)
                        .mapTo(UUID.class)
                        .list()));
        int setAside = 0;
        for (MediaId file : files) {
            if (!named.contains(file.value()) && folder.setAside(file)) {
                setAside++;
            }
        }
        return setAside;
    }
}
