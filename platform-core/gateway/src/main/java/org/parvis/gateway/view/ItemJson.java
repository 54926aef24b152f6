package org.parvis.gateway.view;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.parvis.api.inbox.ItemView;
import org.parvis.gateway.http.SpokenText;

/** A message. Its text is what somebody wrote on a network: text, never markup. */
public record ItemJson(
        String id,
        String conversation,
        String account,
        @Nullable String remoteId,
        String kind,
        String role,
        AuthorJson author,
        @Nullable String inReplyTo,
        Instant publishedAt,
        String text,
        boolean textRepaired,
        List<AttachmentJson> attachments,
        @Nullable String permalink,
        @Nullable Instant answeredAt,
        boolean edited,
        boolean removed,
        boolean hidden,
        String visibility,
        boolean liked,
        @Nullable String state,
        @JsonSerialize(using = SpokenText.class) String stateReason) {
    /** A file at the network. */
    public record AttachmentJson(
            String type, String address, @Nullable String alternativeText) {}

    public static ItemJson of(ItemView view) {
        return new ItemJson(
                view.id().toString(),
                view.conversation().toString(),
                view.account().toString(),
                view.remoteId() == null ? null : view.remoteId().value(),
                view.kind().name(),
                view.role().name(),
                Objects.requireNonNull(AuthorJson.of(view.author())),
                view.inReplyTo() == null ? null : view.inReplyTo().value(),
                view.publishedAt(),
                view.text(),
                view.textRepaired(),
                view.attachments().stream()
                        .map(a -> new AttachmentJson(a.type(), a.address().toString(), a.alternativeText()))
                        .toList(),
                view.permalink() == null ? null : view.permalink().toString(),
                view.answeredAt(),
                view.edited(),
                view.removed(),
                view.hidden(),
                view.visibility().name(),
                view.liked(),
                view.state() == null ? null : view.state().name(),
                view.stateReason());
    }
}
