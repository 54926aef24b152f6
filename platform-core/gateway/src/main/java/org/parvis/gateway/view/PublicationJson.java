package org.parvis.gateway.view;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.api.publishing.FirstComment;
import org.parvis.api.publishing.MediaUse;
import org.parvis.api.publishing.PublicationView;
import org.parvis.gateway.http.SpokenText;

/** A publication; {@code warnings}: what the network did not take although it is out. */
public record PublicationJson(
        String id,
        @Nullable String post,
        String account,
        String origin,
        String state,
        String text,
        String format,
        @Nullable Instant dueAt,
        @Nullable Instant publishedAt,
        @Nullable String remoteId,
        @Nullable String permalink,
        @JsonSerialize(using = SpokenText.class) String reason,
        List<ViolationJson> violations,
        int attempts,
        long version,
        Map<String, String> options,
        List<MediaUseJson> media,
        @Nullable String continues,
        @Nullable FirstCommentJson firstComment,
        boolean editing,
        List<ViolationJson> warnings) {
    public static PublicationJson of(PublicationView view) {
        return new PublicationJson(
                view.id().toString(),
                view.post() == null ? null : view.post().toString(),
                view.account().toString(),
                view.origin().name(),
                view.state().name(),
                view.text(),
                view.format(),
                view.dueAt(),
                view.publishedAt(),
                view.remoteId() == null ? null : view.remoteId().value(),
                view.permalink() == null ? null : view.permalink().toString(),
                view.reason(),
                view.violations().stream().map(ViolationJson::of).toList(),
                view.attempts(),
                view.version(),
                view.content().options(),
                view.content().media().stream().map(MediaUseJson::of).toList(),
                view.content().continues() == null
                        ? null
                        : view.content().continues().toString(),
                view.firstComment() == null ? null : FirstCommentJson.of(view.firstComment()),
                view.editing(),
                view.warnings().stream().map(ViolationJson::of).toList());
    }

    /** A file that goes with it; {@code alternativeText} is empty where the media library's is used. */
    public record MediaUseJson(String media, String alternativeText) {
        static MediaUseJson of(MediaUse use) {
            return new MediaUseJson(use.media().toString(), use.alternativeText());
        }
    }

    /** The account's own comment under it; {@code state} is absent until the publication is out. */
    public record FirstCommentJson(
            String text,
            @Nullable String state,
            @JsonSerialize(using = SpokenText.class) String reason,
            @Nullable String remoteId) {
        static FirstCommentJson of(FirstComment comment) {
            return new FirstCommentJson(
                    comment.text(),
                    comment.state() == null ? null : comment.state().name(),
                    comment.reason(),
                    comment.remoteId() == null ? null : comment.remoteId().value());
        }
    }
}
