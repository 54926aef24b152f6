package org.parvis.publishing;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.network.CallObserver;
import org.parvis.api.network.EndedCall;
import org.parvis.api.network.Purpose;
import org.parvis.model.PublicationId;
import org.parvis.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds to the story of a publication what went over the wire for it, in a transaction of its own before the outcome is
 * written. Where it cannot be written the story is poorer, and the publication goes its way.
 */
@Component(configurationPid = "org.parvis.publishing")
public final class ExchangeStory implements CallObserver {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeStory.class);
    private static final int ID_LENGTH = 36;

    private final Database database;
    private final Clock clock;
    private volatile Duration kept;

    @Activate
    public ExchangeStory(
            @Reference(target = "(schema=publishing)") Database database,
            @Reference(target = "(clock=business)") Clock clock,
            PublishingConfiguration configuration) {
        this(database, clock, Duration.parse(configuration.exchanges_kept()));
    }

    ExchangeStory(Database database, Clock clock, Duration kept) {
        this.database = database;
        this.clock = clock;
        this.kept = kept;
    }

    @Modified
    void configure(PublishingConfiguration configuration) {
        kept = Duration.parse(configuration.exchanges_kept());
    }

    @Override
    public void ended(EndedCall call) {
        Optional<PublicationId> publication = publication(call);
        if (publication.isEmpty() || call.exchanges().isEmpty()) {
            return;
        }
        try {
            database.useWorkspace(
                    call.workspace(),
                    handle -> Story.add(
                            handle,
                            call.workspace(),
                            publication.get(),
                            call.exchanges(),
                            clock.instant().minus(kept)));
        } catch (RuntimeException unwritten) {
            LOG.debug("The exchanges of publication {} were not kept: {}", publication.get(), unwritten.toString());
        }
    }

    /** Every intent of a publication begins with its id. */
    private static Optional<PublicationId> publication(EndedCall call) {
        if (call.purpose() != Purpose.PUBLISHING || call.intent().length() < ID_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PublicationId(UUID.fromString(call.intent().substring(0, ID_LENGTH))));
        } catch (IllegalArgumentException anotherIntent) {
            return Optional.empty();
        }
    }
}
