package org.parvis.publishing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.change.Change;
import org.parvis.api.change.ChangeParticipant;
import org.parvis.api.publishing.PublicationState;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.change.ChangeParticipants;
import org.parvis.engine.hint.Hints;
import org.parvis.engine.outbox.Outbox;
import org.parvis.model.AccountId;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;
import org.parvis.store.Identifiers;

/**
 * Takes in what the timelines bring: a post that no publication of ours became is a publication of native origin, and one
 * that is seen no more is gone. And lets what was held for an account go on when the account was linked again.
 */
@Component(service = ChangeParticipant.class, property = ChangeParticipant.NAME + "=publishing.timeline")
public final class TimelinePosts implements ChangeParticipant {
    private final Database database;
    private final Accounts accounts;
    private final Outbox outbox;
    private final Clock clock;
    private final ChangeParticipants participants;
    private final Steps steps;
    private final FollowUps followUps;

    @Activate
    public TimelinePosts(
            @Reference(target = "(schema=publishing)") Database database,
            @Reference Accounts accounts,
            @Reference Outbox outbox,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference ChangeParticipants participants,
            @Reference Hints hints) {
        this.database = database;
        this.accounts = accounts;
        this.outbox = outbox;
        this.clock = clock;
        this.participants = participants;
        this.steps = new Steps(clock, participants, hints);
        this.followUps = new FollowUps(outbox, clock);
    }

    @Override
    public void changed(WorkspaceId workspace, List<Change> changes) {
        List<Change.PostSeen> posts = new ArrayList<>();
        List<Change.PostGone> gone = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof Change.PostSeen seen) {
                posts.add(seen);
            } else if (change instanceof Change.PostGone post) {
                gone.add(post);
            } else if (change instanceof Change.AccountLinked linked) {
                database.useWorkspace(workspace, handle -> goOn(handle, workspace, linked.account()));
            }
        }
        if (!posts.isEmpty()) {
            database.useWorkspace(workspace, handle -> take(handle, workspace, posts));
        }
        if (!gone.isEmpty()) {
            database.useWorkspace(workspace, handle -> bury(handle, workspace, gone));
        }
    }

    /** What we are taking back ourselves is settled by who does it. */
    private void bury(Handle handle, WorkspaceId workspace, List<Change.PostGone> gone) {
        for (Publication publication : Publications.published(handle, gone)) {
            steps.remove(
                    handle, workspace, publication, PublicationState.GONE, "It is no longer there at the network.");
        }
    }

    /** Set-based: one statement for a page of posts, whatever its length. */
    private void take(Handle handle, WorkspaceId workspace, List<Change.PostSeen> posts) {
        followEdits(handle, posts);
        List<Change.PublicationPublished> adopted = adopt(handle, posts);
        adopted.forEach(change -> followUp(handle, workspace, change));
        List<Change> published = new ArrayList<>(adopted);
        int count = posts.size();
        UUID[] ids = new UUID[count];
        UUID[] accountIds = new UUID[count];
        String[] remoteIds = new String[count];
        String[] texts = new String[count];
        Instant[] times = new Instant[count];
        String[] permalinks = new String[count];
        byte[][] payloads = new byte[count][];
        for (int i = 0; i < count; i++) {
            RemotePost post = posts.get(i).post();
            ids[i] = Identifiers.next();
            accountIds[i] = posts.get(i).account().value();
            remoteIds[i] = post.id().value();
            texts[i] = StorableText.of(post.text());
            times[i] = post.publishedAt();
            permalinks[i] = post.permalink() == null ? null : post.permalink().toString();
            payloads[i] = post.raw();
        }
        handle.createQuery("""
                        with seen as (
                            select * from unnest(:ids, :accounts, :remoteIds, :texts, :times, :permalinks, :payloads)
                                as s (id, account_id, remote_id, text, published_at, permalink, payload)
                        ), added as (
                            insert into publishing.publication (id, workspace_id, account_id, origin, state, text, format,
                                published_at, listed_at, remote_id, permalink)
                            select s.id, :workspace, s.account_id, 'NATIVE', 'PUBLISHED', s.text, 'text', s.published_at,
                                s.published_at, s.remote_id, s.permalink
                            from seen s
                            order by s.account_id, s.remote_id
                            on conflict (account_id, remote_id) do nothing
                            returning id, account_id, remote_id, published_at
                        ), kept as (
                            insert into publishing.raw (publication_id, workspace_id, payload)
                            select a.id, :workspace, s.payload from added a join seen s on s.id = a.id
                        )
                        select * from added
                        """)
                .bind("ids", ids)
                .bind("accounts", accountIds)
                .bind("remoteIds", remoteIds)
                .bind("texts", texts)
                .bind("times", times)
                .bind("permalinks", permalinks)
                .bind("payloads", payloads)
                .bind("workspace", workspace.value())
                .map(TimelinePosts::published)
                .forEach(published::add);
        if (!published.isEmpty()) {
            participants.announce(workspace, published);
        }
    }

    /** What a person said is out, without an id, gets the id of the post with its text. */
    private static List<Change.PublicationPublished> adopt(Handle handle, List<Change.PostSeen> posts) {
        return handle.createQuery("""
                        update publishing.publication p
                        set remote_id = s.remote_id, published_at = s.published_at, listed_at = s.published_at,
                            version = version + 1
                        from (select distinct on (account_id, text) *
                              from unnest(:accounts, :remoteIds, :texts, :times)
                                  as u (account_id, remote_id, text, published_at)
                              order by account_id, text, published_at) s
                        where p.account_id = s.account_id and md5(p.text) = md5(s.text) and p.text = s.text and p.remote_id is null
                          and p.state = 'PUBLISHED'
                          and not exists (select from publishing.publication q
                                          where q.account_id = s.account_id and q.remote_id = s.remote_id)
                        returning p.id, p.account_id, p.remote_id, p.published_at
                        """)
                .bind("accounts", posts.stream().map(p -> p.account().value()).toArray(UUID[]::new))
                .bind(
                        "remoteIds",
                        posts.stream().map(p -> p.post().id().value()).toArray(String[]::new))
                .bind(
                        "texts",
                        posts.stream()
                                .map(p -> StorableText.of(p.post().text()))
                                .toArray(String[]::new))
                .bind("times", posts.stream().map(p -> p.post().publishedAt()).toArray(Instant[]::new))
                .map(TimelinePosts::published)
                .list();
    }

    private static Change.PublicationPublished published(ResultSet row, StatementContext context) throws SQLException {
        return new Change.PublicationPublished(
                AccountId.of(row.getString("account_id")),
                PublicationId.of(row.getString("id")),
                new RemoteId(row.getString("remote_id")),
                Optional.ofNullable(Publications.instant(row, "published_at")).orElseThrow());
    }

    /** What waited for its id can go on. */
    private void followUp(Handle handle, WorkspaceId workspace, Change.PublicationPublished change) {
        Optional<LinkedAccount> account = accounts.find(workspace, change.account());
        Optional<Publication> publication = Publications.find(handle, change.publication());
        if (account.isPresent() && publication.isPresent()) {
            followUps.add(handle, account.get(), publication.get());
        }
    }

    /** A network that gives an edited post a new id names the old ones: the same publication, with its new text and id. */
    private static void followEdits(Handle handle, List<Change.PostSeen> posts) {
        for (Change.PostSeen seen : posts) {
            RemotePost post = seen.post();
            if (post.earlierVersions().isEmpty()) {
                continue;
            }
            handle.createUpdate("""
                            update publishing.publication
                            set text = :text, remote_id = :remoteId, earlier_ids = array_append(earlier_ids, remote_id),
                                version = version + 1
                            where account_id = :account and remote_id = any(:earlier) and remote_id <> :remoteId
                              and not exists (select from publishing.publication p
                                              where p.account_id = :account and p.remote_id = :remoteId)
                            """)
                    .bind("text", StorableText.of(post.text()))
                    .bind("remoteId", post.id().value())
                    .bind("account", seen.account().value())
                    .bind(
                            "earlier",
                            post.earlierVersions().stream().map(RemoteId::value).toArray(String[]::new))
                    .execute();
        }
    }

    private void goOn(Handle handle, WorkspaceId workspace, AccountId account) {
        Optional<LinkedAccount> linked = accounts.find(workspace, account);
        if (linked.isEmpty()) {
            return;
        }
        for (Publication publication : Publications.heldForAccount(handle, account)) {
            Instant due = publication.dueAt() == null ? clock.instant() : publication.dueAt();
            steps.schedule(handle, workspace, publication, due, "the account being linked again");
            outbox.add(Obligations.publish(workspace, linked.get(), publication.id(), due));
        }
    }
}
