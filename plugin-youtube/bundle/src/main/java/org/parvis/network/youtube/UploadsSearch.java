package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Reconciliation;
import org.parvis.toolkit.json.Json;

/**
 * Finds out by the channel's uploads whether a film arrived: the oldest with its title and description since the moment at
 * which it may first have left. One with its title and other words may be it, changed by YouTube or by somebody else.
 */
final class UploadsSearch {
    /** Clocks differ. */
    private static final Duration TOLERANCE = Duration.ofMinutes(2);

    private static final int MOST_PAGES = 10;

    private final NetworkCall call;
    private final String title;
    private final String description;
    private final Instant from;
    private @Nullable Instant publishAt;
    private Uploads.@Nullable Entry match;
    private boolean undecided;

    UploadsSearch(NetworkCall call, Variant variant, Instant notBefore) {
        VideoMetadata metadata = new VideoMetadata(variant);
        this.call = call;
        title = words(metadata.title());
        description = words(metadata.description());
        publishAt = metadata.options().publishAt();
        from = notBefore.minus(TOLERANCE);
    }

    Reconciliation run() throws NetworkException {
        Uploads uploads = new Uploads(call);
        String playlist = uploads.playlist();
        String token = null;
        for (int i = 0; i < MOST_PAGES; i++) {
            Uploads.Page page = uploads.page(playlist, token, 50);
            boolean passed = look(page);
            token = page.next();
            if (passed || token == null) {
                return verdict();
            }
        }
        return match != null ? verdict() : new Reconciliation.Unknown("The channel has more new uploads than are read");
    }

    private boolean look(Uploads.Page page) {
        boolean passed = false;
        for (Uploads.Entry entry : page.entries()) {
            if (entry.addedAt().isBefore(from)) {
                passed = true;
                continue;
            }
            JsonNode snippet = Json.at(entry.json(), "snippet");
            if (!words(Json.textOr("", snippet, "title")).equals(title)) {
                continue;
            }
            if (words(Json.textOr("", snippet, "description")).equals(description)) {
                match = entry;
            } else {
                undecided = true;
            }
        }
        return passed;
    }

    private Reconciliation verdict() {
        return found().orElseGet(() -> undecided
                ? new Reconciliation.Unknown("A film of the same title is there, with another description")
                : new Reconciliation.NotFound());
    }

    private Optional<Reconciliation> found() {
        Uploads.Entry entry = match;
        if (entry == null) {
            return Optional.empty();
        }
        Instant time = publishAt != null && publishAt.isAfter(entry.addedAt()) ? publishAt : entry.addedAt();
        return Optional.of(new Reconciliation.Found(
                new PublishOutcome.Published(new RemoteId(entry.video()), Video.permalink(entry.video()), time)));
    }

    private static String words(String text) {
        return Normalizer.normalize(text.replace("\r\n", "\n"), Normalizer.Form.NFC)
                .strip();
    }
}
