package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.parvis.model.AccountId;
import org.parvis.model.Author;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.WebhookSignal;
import org.parvis.toolkit.json.Json;

/** The events of one page. Fields and verbs it does not know say nothing. */
final class PageEvents {

    private static final Set<String> POSTS = Set.of("post", "status", "photo", "video", "share", "link", "album");

    private final RemoteId page;
    private final AccountRef account;
    private final Instant received;

    PageEvents(String page, Instant received) {
        this.page = new RemoteId(page);
        this.received = received;
        // A webhook names the account by its id on Facebook alone; the readers ask for no more than that.
        this.account = new AccountRef(new AccountId(new UUID(0, 0)), this.page, page, "default");
    }

    void change(JsonNode change, List<WebhookSignal> signals) {
        JsonNode value = Json.at(change, "value");
        switch (Json.textOr("", change, "field")) {
            case "feed" -> {
                String item = Json.textOr("", value, "item");
                if (item.equals("comment")) {
                    comment(value, signals);
                } else if (POSTS.contains(item)) {
                    post(value, signals);
                }
            }
            case "mention" -> signals.add(new WebhookSignal.Resync(page, InboxFeed.MENTIONS));
            case "conversations" -> signals.add(new WebhookSignal.Resync(page, InboxFeed.DIRECT_MESSAGES));
            default -> {}
        }
    }

    private void comment(JsonNode value, List<WebhookSignal> signals) {
        String id = Json.id(value, "comment_id");
        if (id == null || id.length() > RemoteId.MAX_LENGTH) {
            return;
        }
        String verb = Json.textOr("", value, "verb");
        if (verb.equals("remove")) {
            signals.add(new WebhookSignal.ItemRemoved(page, new RemoteId(id)));
            return;
        }
        Optional<InboxItem> item = comment(value, id, verb.equals("hide"));
        // The page's own comments are answers, which only the list tells; so does it what a thin event leaves out.
        if (item.isEmpty() || item.get().author().id().equals(page)) {
            signals.add(new WebhookSignal.Resync(page, InboxFeed.COMMENTS));
        } else if (verb.equals("add")) {
            signals.add(new WebhookSignal.ItemReceived(page, item.get()));
        } else if (Set.of("edit", "edited", "hide", "unhide").contains(verb)) {
            signals.add(new WebhookSignal.ItemChanged(page, item.get()));
        }
    }

    private Optional<InboxItem> comment(JsonNode value, String id, boolean hidden) {
        String author = Json.id(Json.at(value, "from"), "id");
        String sender = author == null ? Json.id(value, "sender_id") : author;
        String post = Json.id(value, "post_id");
        String parent = Json.id(value, "parent_id");
        if (sender == null || post == null || Json.at(value, "message").isMissingNode() && !hasFile(value)) {
            return Optional.empty();
        }
        String above = parent == null ? post : parent;
        boolean top = above.equals(post);
        String name = Json.text(Json.at(value, "from"), "name");
        String shown = name == null ? Json.textOr(sender, value, "sender_name") : name;
        return Optional.of(InboxItem.builder(
                        new RemoteId(id),
                        ItemKind.COMMENT,
                        new Author(new RemoteId(sender), sender, shown, null),
                        Json.whole(value, "created_time")
                                .map(Instant::ofEpochSecond)
                                .orElse(received))
                .conversation(new RemoteId(top ? id : above))
                .inReplyTo(new RemoteId(above))
                .text(Json.textOr("", value, "message"))
                .attachments(Attachments.ofContent(value))
                .visibility(hidden ? ItemVisibility.HIDDEN : ItemVisibility.VISIBLE)
                .raw(Json.bytes(value))
                .build());
    }

    private static boolean hasFile(JsonNode value) {
        return Json.text(value, "photo", "video") != null;
    }

    /** Others' posts on the wall; the page's own are read with its timeline. */
    private void post(JsonNode value, List<WebhookSignal> signals) {
        String author = Json.id(Json.at(value, "from"), "id");
        String sender = author == null ? Json.id(value, "sender_id") : author;
        String post = Json.id(value, "post_id");
        if (post == null || page.value().equals(sender)) {
            return;
        }
        if (Json.textOr("", value, "verb").equals("remove")) {
            signals.add(new WebhookSignal.ItemRemoved(page, new RemoteId(post)));
        } else {
            signals.add(new WebhookSignal.Resync(page, InboxFeed.MENTIONS));
        }
    }

    void messaging(JsonNode event, List<WebhookSignal> signals) {
        JsonNode message = Json.at(event, "message");
        String sender = Json.id(Json.at(event, "sender"), "id");
        String id = Json.id(message, "mid");
        boolean own = Json.flag(false, message, "is_echo") || page.value().equals(sender);
        if (id == null || sender == null || own || Json.flag(false, message, "is_deleted")) {
            boolean told =
                    !message.isMissingNode() || !Json.at(event, "message_edit").isMissingNode();
            if (told) {
                signals.add(new WebhookSignal.Resync(page, InboxFeed.DIRECT_MESSAGES));
            }
            return;
        }
        signals.add(new WebhookSignal.ItemReceived(
                page,
                InboxItem.builder(
                                new RemoteId(id),
                                ItemKind.DIRECT_MESSAGE,
                                Authors.read(Json.at(event, "sender"), id, account),
                                Json.whole(event, "timestamp")
                                        .map(Instant::ofEpochMilli)
                                        .orElse(received))
                        .conversation(new RemoteId(sender))
                        .inReplyTo(reply(message))
                        .text(Json.textOr("", message, "text"))
                        .attachments(Attachments.ofEvent(message))
                        .raw(Json.bytes(event))
                        .build()));
    }

    private static @org.jspecify.annotations.Nullable RemoteId reply(JsonNode message) {
        String mid = Json.id(Json.at(message, "reply_to"), "mid");
        return mid == null ? null : new RemoteId(mid);
    }
}
