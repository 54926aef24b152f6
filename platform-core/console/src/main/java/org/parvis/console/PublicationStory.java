package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.api.publishing.PublicationView;
import org.parvis.model.Violation;

/** A publication as a document: how it stands, without what its network's keys are. */
final class PublicationStory {
    private PublicationStory() {}

    static Map<String, Object> document(PublicationView publication) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", publication.id().toString());
        document.put("post", text(publication.post()));
        document.put("account", publication.account().toString());
        document.put("origin", publication.origin().name());
        document.put("state", publication.state().name());
        document.put("reason", publication.reason());
        document.put("format", publication.format());
        document.put("text", publication.text());
        document.put("dueAt", text(publication.dueAt()));
        document.put("publishedAt", text(publication.publishedAt()));
        document.put("remoteId", text(publication.remoteId()));
        document.put("permalink", text(publication.permalink()));
        document.put("attempts", publication.attempts());
        document.put("editing", publication.editing());
        document.put("files", publication.content().media().size());
        document.put("continues", text(publication.content().continues()));
        document.put(
                "firstComment",
                publication.firstComment() == null
                        ? null
                        : text(publication.firstComment().state()));
        document.put("violations", sentences(publication.violations()));
        document.put("warnings", sentences(publication.warnings()));
        return document;
    }

    private static List<String> sentences(List<Violation> violations) {
        return violations.stream().map(v -> v.field() + ": " + v.message()).toList();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
