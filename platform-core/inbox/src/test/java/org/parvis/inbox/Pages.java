package org.parvis.inbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Author;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;

/** Builds deliveries for tests. */
final class Pages {
    static final Instant START = Instant.parse("2026-02-01T08:00:00Z");

    final List<InboxItem> received = new ArrayList<>();
    final List<InboxItem> context = new ArrayList<>();
    final List<InboxItem> own = new ArrayList<>();
    final List<RemotePost> posts = new ArrayList<>();
    final List<InboxItem> changed = new ArrayList<>();
    final List<RemoteId> removed = new ArrayList<>();

    static Pages page() {
        return new Pages();
    }

    static Author author(String id) {
        return new Author(new RemoteId(id), "h" + id, "Name " + id, null);
    }

    static InboxItem.Builder message(String id, String author, int seconds, @Nullable String parent) {
        return InboxItem.builder(new RemoteId(id), ItemKind.MENTION, author(author), START.plusSeconds(seconds))
                .conversation(new RemoteId("thread"))
                .inReplyTo(parent == null ? null : new RemoteId(parent))
                .text("text of " + id)
                .raw(("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    Pages received(InboxItem.Builder item) {
        received.add(item.build());
        return this;
    }

    Pages context(InboxItem.Builder item) {
        context.add(item.build());
        return this;
    }

    Pages own(InboxItem.Builder item) {
        own.add(item.build());
        return this;
    }

    Pages changed(InboxItem.Builder item) {
        changed.add(item.build());
        return this;
    }

    Pages post(String id, int seconds) {
        posts.add(new RemotePost(
                new RemoteId(id),
                START.plusSeconds(seconds),
                "post " + id,
                List.of(),
                List.of(),
                Map.of(),
                null,
                new byte[0]));
        return this;
    }

    Pages removed(String id) {
        removed.add(new RemoteId(id));
        return this;
    }

    Delivery build() {
        return new Delivery("test", true, received, context, own, posts, changed, removed);
    }

    Delivery asEvent() {
        return new Delivery("test", false, received, context, own, posts, changed, removed);
    }
}
