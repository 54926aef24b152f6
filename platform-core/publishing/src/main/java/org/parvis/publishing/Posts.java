package org.parvis.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.publishing.MediaUse;
import org.parvis.api.publishing.NewPost;
import org.parvis.api.publishing.PostView;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;
import org.parvis.model.BrandId;
import org.parvis.model.PostId;
import org.parvis.store.Identifiers;

/** The posts that editors compose. Every method runs inside a transaction that is confined to one workspace. */
final class Posts {
    private static final String COLUMNS = "id, brand_id, text, created_at, created_by, request_hash, version";

    private Posts() {}

    /** A row of {@code publishing.post}. */
    record Post(
            PostId id,
            BrandId brand,
            String text,
            Instant createdAt,
            String createdBy,
            byte[] requestHash,
            long version) {

        PostView view(List<Publication> publications) {
            List<PublicationView> views =
                    publications.stream().map(Publication::view).toList();
            return new PostView(id, brand, text, createdAt, createdBy, views, version);
        }
    }

    /** Adds a post; empty when the key is taken. */
    static Optional<PostId> add(Handle handle, Caller caller, NewPost post, String idempotencyKey, Instant now) {
        PostId id = new PostId(Identifiers.next());
        int added = handle.createUpdate("""
                        insert into publishing.post (id, workspace_id, brand_id, text, created_at, created_by, idempotency_key,
                            request_hash)
                        values (:id, :workspace, :brand, :text, :now, :by, :key, :hash)
                        on conflict (workspace_id, idempotency_key) do nothing
                        """)
                .bind("id", id.value())
                .bind("workspace", caller.workspace().value())
                .bind("brand", post.brand().value())
                .bind("text", post.text())
                .bind("now", now)
                .bind("by", caller.name())
                .bind("key", idempotencyKey)
                .bind("hash", hash(post))
                .execute();
        if (added == 0) {
            return Optional.empty();
        }
        addTargets(handle, caller, id, post, now);
        return Optional.of(id);
    }

    /** Replaces a draft's content. */
    static void replace(Handle handle, Caller caller, PostId id, NewPost post, Instant now) {
        handle.createUpdate("update publishing.post set text = :text, version = version + 1 where id = :id")
                .bind("id", id.value())
                .bind("text", post.text())
                .execute();
        handle.createUpdate("delete from publishing.publication where post_id = :id")
                .bind("id", id.value())
                .execute();
        addTargets(handle, caller, id, post, now);
    }

    private static void addTargets(Handle handle, Caller caller, PostId id, NewPost post, Instant now) {
        for (int position = 0; position < post.targets().size(); position++) {
            NewPost.Target target = post.targets().get(position);
            String text = target.text().isEmpty() ? post.text() : target.text();
            Place place = new Place(caller, id, target.account(), position, now);
            NewPost.Part first = new NewPost.Part(target.format(), text, target.options(), target.media());
            UUID before = addPart(handle, place, first, 0, null);
            if (!target.firstComment().isEmpty()) {
                handle.createUpdate("update publishing.publication set comment_text = :text where id = :id")
                        .bind("text", target.firstComment())
                        .bind("id", before)
                        .execute();
            }
            int part = 1;
            for (NewPost.Part next : target.thread()) {
                before = addPart(handle, place, next, part++, before);
            }
        }
    }

    /** Where publications of a post go to. */
    private record Place(Caller caller, PostId post, AccountId account, int position, Instant now) {}

    private static UUID addPart(Handle handle, Place place, NewPost.Part content, int part, @Nullable UUID continues) {
        UUID id = Identifiers.next();
        handle.createUpdate("""
                        insert into publishing.publication (id, workspace_id, account_id, post_id, position, part, continues,
                            origin, state, text, format, options, listed_at)
                        values (:id, :workspace, :account, :post, :position, :part, :continues::uuid, 'PARVIS', 'DRAFT', :text,
                            :format, :options::jsonb, :now)
                        """)
                .bind("id", id)
                .bind("workspace", place.caller().workspace().value())
                .bind("account", place.account().value())
                .bind("post", place.post().value())
                .bind("position", place.position())
                .bind("part", part)
                .bind("continues", continues)
                .bind("text", content.text())
                .bind("format", content.format())
                .bind("options", StoredJson.write(content.options()))
                .bind("now", place.now())
                .execute();
        List<MediaUse> media = content.media();
        for (int i = 0; i < media.size(); i++) {
            handle.createUpdate("""
                            insert into publishing.attachment (publication_id, position, workspace_id, media_id,
                                alternative_text)
                            values (:publication, :position, :workspace, :media, :text)
                            """)
                    .bind("publication", id)
                    .bind("position", i)
                    .bind("workspace", place.caller().workspace().value())
                    .bind("media", media.get(i).media().value())
                    .bind("text", media.get(i).alternativeText())
                    .execute();
        }
        return id;
    }

    static Optional<Post> find(Handle handle, PostId id) {
        return handle.createQuery("select " + COLUMNS + " from publishing.post where id = :id")
                .bind("id", id.value())
                .map(Posts::map)
                .findOne();
    }

    static Optional<Post> lock(Handle handle, PostId id) {
        return handle.createQuery("select " + COLUMNS + " from publishing.post where id = :id for update")
                .bind("id", id.value())
                .map(Posts::map)
                .findOne();
    }

    static Optional<Post> findByKey(Handle handle, String idempotencyKey) {
        return handle.createQuery("select " + COLUMNS + " from publishing.post where idempotency_key = :key")
                .bind("key", idempotencyKey)
                .map(Posts::map)
                .findOne();
    }

    static void touch(Handle handle, PostId id) {
        handle.createUpdate("update publishing.post set version = version + 1 where id = :id")
                .bind("id", id.value())
                .execute();
    }

    /** Tells whether two requests ask for the same; options in a fixed order. */
    static byte[] hash(NewPost post) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(StoredJson.write(List.of(post.brand().toString(), post.text()))
                    .getBytes(UTF_8));
            for (NewPost.Target target : post.targets()) {
                digest.update(StoredJson.write(List.of(
                                target.account().toString(),
                                target.format(),
                                target.text(),
                                new TreeMap<>(target.options())))
                        .getBytes(UTF_8));
                digestRest(digest, target);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /** What was added to posts later: nothing of it leaves the hash as it was before. */
    private static void digestRest(MessageDigest digest, NewPost.Target target) {
        if (!target.media().isEmpty()
                || !target.firstComment().isEmpty()
                || !target.thread().isEmpty()) {
            List<Object> rest = new ArrayList<>(List.of(target.firstComment(), media(target.media())));
            for (NewPost.Part part : target.thread()) {
                rest.add(List.of(part.format(), part.text(), new TreeMap<>(part.options()), media(part.media())));
            }
            digest.update(StoredJson.write(rest).getBytes(UTF_8));
        }
    }

    private static List<List<String>> media(List<MediaUse> media) {
        return media.stream()
                .map(use -> List.of(use.media().toString(), use.alternativeText()))
                .toList();
    }

    private static Post map(ResultSet row, StatementContext context) throws SQLException {
        return new Post(
                PostId.of(row.getString("id")),
                BrandId.of(row.getString("brand_id")),
                row.getString("text"),
                Optional.ofNullable(Publications.instant(row, "created_at")).orElseThrow(),
                row.getString("created_by"),
                row.getBytes("request_hash"),
                row.getLong("version"));
    }

    /** Refuses a change by somebody who has not seen the last one. */
    static void requireVersion(long present, long expected) {
        if (present != expected) {
            throw new ProblemException(
                    Problem.STALE,
                    "It was changed since you read it (version " + present + ", not " + expected + "); read it again.");
        }
    }
}
