package org.parvis.publishing;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.Keyset;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.publishing.NewPost;
import org.parvis.api.publishing.PostView;
import org.parvis.api.publishing.PublicationQuery;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.change.ChangeParticipants;
import org.parvis.engine.hint.Hints;
import org.parvis.engine.media.MediaLibraries;
import org.parvis.engine.outbox.Outbox;
import org.parvis.model.AccountId;
import org.parvis.model.PostId;
import org.parvis.model.PublicationId;
import org.parvis.model.Violation;
import org.parvis.store.Database;

/** Publishing over the outbox: what a person decides and the obligation it creates are one transaction. */
@Component
public final class OutboxPublishingService implements PublishingService {
    private final Database database;
    private final Accounts accounts;
    private final AuditTrail audit;
    private final Clock clock;
    private final RequestCheck requests;
    private final LimitsCheck limits;
    private final Steps steps;
    private final Planner planner;
    private final Decisions decisions;

    @Activate
    public OutboxPublishingService(
            @Reference(target = "(schema=publishing)") Database database,
            @Reference Accounts accounts,
            @Reference Outbox outbox,
            @Reference NetworkCalls calls,
            @Reference AuditTrail audit,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference ChangeParticipants participants,
            @Reference Hints hints,
            @Reference MediaLibraries libraries) {
        this.database = database;
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
        this.steps = new Steps(clock, participants, hints);
        AttachedMedia media = new AttachedMedia(libraries);
        this.requests = new RequestCheck(accounts);
        this.limits = new LimitsCheck(database, accounts, media, new ContentCheck(calls));
        this.planner = new Planner(steps, media, outbox);
        this.decisions = new Decisions(database, accounts, outbox, audit, clock, steps, planner);
    }

    @Override
    public PostView compose(Caller caller, NewPost post, String idempotencyKey) {
        requests.check(caller, post);
        return database.inWorkspace(caller.workspace(), handle -> {
            Optional<PostId> added = Posts.add(handle, caller, post, idempotencyKey, clock.instant());
            if (added.isPresent()) {
                audit.record(caller, "post.compose", "post:" + added.get(), Map.of());
                return view(handle, added.get());
            }
            Posts.Post before = Posts.findByKey(handle, idempotencyKey).orElseThrow();
            if (!Arrays.equals(before.requestHash(), Posts.hash(post))) {
                throw new ProblemException(
                        Problem.KEY_REUSED,
                        "This idempotency key was used for another post; use a new key for a new post.");
            }
            return view(handle, before.id());
        });
    }

    @Override
    public PostView revise(Caller caller, PostId id, NewPost post, long version) {
        requests.check(caller, post);
        return database.inWorkspace(caller.workspace(), handle -> {
            Posts.Post before = lockPost(handle, caller, id, Right.DRAFT, version);
            if (!before.brand().equals(post.brand())) {
                throw ProblemException.invalid(
                        "brand", "brand.fixed", "A post stays with its brand; compose a new one instead.");
            }
            if (Publications.ofPost(handle, id).stream().anyMatch(p -> p.state() != PublicationState.DRAFT)) {
                throw new ProblemException(
                        Problem.CONFLICT,
                        "Only a draft can be revised; cancel what is scheduled, or compose a new post.");
            }
            Posts.replace(handle, caller, id, post, clock.instant());
            audit.record(caller, "post.revise", "post:" + id, Map.of());
            return view(handle, id);
        });
    }

    @Override
    public List<Violation> validate(Caller caller, NewPost post) {
        requests.check(caller, post);
        return limits.violations(caller, post);
    }

    @Override
    public PostView post(Caller caller, PostId id) {
        return database.inWorkspace(caller.workspace(), handle -> {
            Posts.Post post = Posts.find(handle, id).orElseThrow(() -> ProblemException.notFound("post"));
            requireReadable(caller, post);
            return view(handle, id);
        });
    }

    @Override
    public PostView schedule(Caller caller, PostId id, @Nullable Instant dueAt, long version) {
        List<Publication> publications = database.inWorkspace(caller.workspace(), handle -> {
            Posts.Post post = Posts.find(handle, id).orElseThrow(() -> ProblemException.notFound("post"));
            requireReadable(caller, post);
            return Publications.ofPost(handle, id);
        });
        Map<AccountId, LinkedAccount> linked = publications.stream()
                .map(Publication::account)
                .distinct()
                .collect(Collectors.toMap(a -> a, a -> accounts.require(caller, a, Right.PUBLISH)));
        limits.require(publications, linked);
        Instant now = clock.instant();
        Instant due = dueAt == null || dueAt.isBefore(now) ? now : dueAt;
        return database.inWorkspace(caller.workspace(), handle -> {
            lockPost(handle, caller, id, Right.PUBLISH, version);
            for (Publication publication : Publications.ofPost(handle, id)) {
                if (publication.state() == PublicationState.DRAFT
                        || publication.state() == PublicationState.SCHEDULED) {
                    steps.tell(
                            handle, caller.workspace(), publication, "validated", "within the limits of its network");
                    planner.plan(
                            handle,
                            caller,
                            publication,
                            Objects.requireNonNull(linked.get(publication.account())),
                            due);
                }
            }
            Posts.touch(handle, id);
            audit.record(caller, "post.schedule", "post:" + id, Map.of("due", due.toString()));
            return view(handle, id);
        });
    }

    @Override
    public Slice<PublicationView> publications(Caller caller, PublicationQuery query) {
        List<AccountId> readable = query.account() != null
                ? List.of(accounts.require(caller, query.account(), Right.READ).id())
                : accounts.all(caller, Right.READ).stream()
                        .filter(a -> query.brand() == null || a.brand().equals(query.brand()))
                        .map(LinkedAccount::id)
                        .toList();
        int limit = query.page().limit();
        List<Publication> found = database.inWorkspace(
                caller.workspace(), handle -> Publications.list(handle, readable, query, limit + 1));
        List<Publication> page = found.size() > limit ? found.subList(0, limit) : found;
        Publication last = page.isEmpty() ? null : page.get(page.size() - 1);
        String next = last != null && found.size() > limit
                ? new Keyset(last.listedAt(), last.id().value()).encode()
                : null;
        return new Slice<>(page.stream().map(Publication::view).toList(), next);
    }

    @Override
    public PublicationView publication(Caller caller, PublicationId id) {
        Publication publication = database.inWorkspace(caller.workspace(), handle -> Publications.find(handle, id))
                .orElseThrow(() -> ProblemException.notFound("publication"));
        accounts.require(caller, publication.account(), Right.READ);
        return publication.view();
    }

    @Override
    public PublicationView cancel(Caller caller, PublicationId id, long version) {
        return decisions.cancel(caller, id, version);
    }

    @Override
    public PublicationView retry(Caller caller, PublicationId id, long version) {
        return decisions.retry(caller, id, version);
    }

    @Override
    public PublicationView resolve(Caller caller, PublicationId id, boolean wasPublished, long version) {
        return decisions.resolve(caller, id, wasPublished, version);
    }

    @Override
    public PublicationView retract(Caller caller, PublicationId id, long version) {
        return decisions.retract(caller, id, version);
    }

    @Override
    public PublicationView edit(
            Caller caller, PublicationId id, String text, Map<String, String> options, long version) {
        RequestCheck.text("text", text);
        RequestCheck.options("options", options);
        PublicationView present = publication(caller, id);
        LinkedAccount account = accounts.require(caller, present.account(), Right.PUBLISH);
        limits.requireEdit(account, present, text, options);
        return decisions.edit(caller, account, id, new Publication.Edit(text, options), version);
    }

    @Override
    public PublicationView retryComment(Caller caller, PublicationId id, long version) {
        return decisions.retryComment(caller, id, version);
    }

    @Override
    public PublicationView resolveComment(Caller caller, PublicationId id, boolean wasSent, long version) {
        return decisions.resolveComment(caller, id, wasSent, version);
    }

    @Override
    public List<Event> explain(Caller caller, PublicationId id) {
        publication(caller, id);
        return database.inWorkspace(caller.workspace(), handle -> Story.of(handle, id));
    }

    private Posts.Post lockPost(Handle handle, Caller caller, PostId id, Right right, long version) {
        Posts.Post post = Posts.lock(handle, id).orElseThrow(() -> ProblemException.notFound("post"));
        requireReadable(caller, post);
        caller.require(right, post.brand());
        Posts.requireVersion(post.version(), version);
        return post;
    }

    private static void requireReadable(Caller caller, Posts.Post post) {
        if (!caller.may(Right.READ, post.brand())) {
            throw ProblemException.notFound("post");
        }
    }

    private PostView view(Handle handle, PostId id) {
        return Posts.find(handle, id).orElseThrow().view(Publications.ofPost(handle, id));
    }
}
