package org.parvis.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.api.account.Account;
import org.parvis.api.inbox.ItemRole;
import org.parvis.api.inbox.ItemView;
import org.parvis.api.publishing.PublicationView;
import org.parvis.model.Attachment;
import org.parvis.model.Author;
import org.parvis.model.ItemKind;

/** Writes one account after the other as lines of an archive. Not thread-safe. */
final class Export {
    private static final String CONTEXT = "https://www.w3.org/ns/activitystreams";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputStream out;
    private final Set<String> written = new HashSet<>();
    private long lines;

    Export(OutputStream out) {
        this.out = out;
    }

    long lines() {
        return lines;
    }

    void account(Account account) throws IOException {
        actor(account, "Organization", asAuthor(account));
    }

    private static Author asAuthor(Account account) {
        return new Author(account.remoteId(), account.handle(), account.displayName(), account.picture());
    }

    void post(Account account, PublicationView publication) throws IOException {
        if (publication.remoteId() == null || publication.publishedAt() == null) {
            return;
        }
        ObjectNode note = JSON.createObjectNode();
        note.put("type", "Note");
        note.put("id", uri(account, "item", publication.remoteId().value()));
        note.put("kind", "post");
        note.put("attributedTo", uri(account, "user", account.remoteId().value()));
        note.put("published", publication.publishedAt().toString());
        note.put("content", publication.text());
        write(note);
    }

    /**
     * @param other to whom a direct message of the account went; null where that is not known
     * @param raw what was kept of it; where that is a line of an archive, the members that are not ours live on
     */
    void item(Account account, ItemView item, @Nullable Author other, byte @Nullable [] raw) throws IOException {
        if (item.remoteId() == null || item.removed()) {
            return;
        }
        if (item.role() != ItemRole.OWN) {
            actor(account, "Person", item.author());
        }
        ObjectNode note = kept(raw, item.remoteId().value());
        if (!note.has("type")) {
            note.put("type", "Note");
        }
        note.put("id", uri(account, "item", item.remoteId().value()));
        note.put("kind", item.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        note.put("attributedTo", uri(account, "user", item.author().id().value()));
        note.put("published", item.publishedAt().toString());
        note.put("content", item.text());
        note.remove("inReplyTo");
        if (item.inReplyTo() != null) {
            note.put("inReplyTo", uri(account, "item", item.inReplyTo().value()));
        }
        if (item.kind() == ItemKind.DIRECT_MESSAGE) {
            recipient(note, account, item.role() == ItemRole.OWN ? other : asAuthor(account));
        } else if (item.role() == ItemRole.RECEIVED) {
            mention(note, account);
        }
        if (!item.attachments().isEmpty() && !note.has("attachment")) {
            attachments(note.putArray("attachment"), item.attachments());
        }
        write(note);
    }

    private static void recipient(ObjectNode note, Account account, @Nullable Author to) {
        if (!note.has("to") && to != null) {
            note.put("to", uri(account, "user", to.id().value()));
        }
    }

    /** Nothing else says in a line by itself that it came for this account. */
    private static void mention(ObjectNode note, Account account) {
        String self = uri(account, "user", account.remoteId().value());
        JsonNode present = note.path("tag");
        ArrayNode tags = present.isArray() ? (ArrayNode) present : JSON.createArrayNode();
        if (present.isObject()) {
            tags.add(present);
        }
        for (JsonNode tag : tags) {
            if (tag.path("href").asText("").equals(self)) {
                return;
            }
        }
        tags.addObject().put("type", "Mention").put("href", self).put("name", "@" + account.handle());
        note.set("tag", tags);
    }

    private static void attachments(ArrayNode array, List<Attachment> attachments) {
        for (Attachment attachment : attachments) {
            String kind = attachment.type().startsWith("image/") ? "Image" : "Document";
            ObjectNode value = array.addObject()
                    .put("type", attachment.type().startsWith("video/") ? "Video" : kind)
                    .put("url", attachment.address().toString())
                    .put("mediaType", attachment.type());
            if (attachment.alternativeText() != null) {
                value.put("name", attachment.alternativeText());
            }
        }
    }

    private void actor(Account account, String type, Author author) throws IOException {
        String uri = uri(account, "user", author.id().value());
        if (!written.add(uri)) {
            return;
        }
        ObjectNode actor = JSON.createObjectNode();
        actor.put("@context", CONTEXT);
        actor.put("type", type);
        actor.put("id", uri);
        actor.put("preferredUsername", author.handle());
        actor.put("name", author.displayName());
        actor.put("network", account.network().value());
        if (author.picture() != null) {
            actor.putObject("icon")
                    .put("type", "Image")
                    .put("url", author.picture().toString());
        }
        write(actor);
    }

    private static ObjectNode kept(byte @Nullable [] raw, String remoteId) {
        if (raw == null || raw.length == 0) {
            return JSON.createObjectNode();
        }
        try {
            JsonNode object = JSON.readTree(raw);
            boolean ours = object != null
                    && object.isObject()
                    && object.path("attributedTo").isTextual()
                    && object.path("published").isTextual()
                    && Entry.remoteId(object.path("id").asText("")).equals(remoteId);
            return ours ? (ObjectNode) object : JSON.createObjectNode();
        } catch (JsonProcessingException notJson) {
            return JSON.createObjectNode();
        } catch (IOException impossible) {
            throw new IllegalStateException("Reading from memory failed", impossible);
        }
    }

    private static String uri(Account account, String kind, String id) {
        return "urn:parvis:" + account.network() + ":" + kind + ":" + id;
    }

    private void write(ObjectNode object) throws IOException {
        out.write(JSON.writeValueAsString(object).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
        lines++;
    }
}
