package org.parvis.publishing;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
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
import org.parvis.api.inbox.ReplyState;
import org.parvis.api.publishing.MediaUse;
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
import org.parvis.model.Capability;
import org.parvis.model.PostId;
import org.parvis.model.PublicationId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.store.Database;

/** Publishing over the outbox: what a person decides and the obligation it creates are one transaction. */
@Component
public final class OutboxPublishingService implements PublishingService {
    private static final int MOST_TARGETS = 100;
    private static final int LONGEST_TEXT = 200_000;
    private static final int LONGEST_THREAD = 50;
    private static final int MOST_FILES = 50;
    private static final int MOST_OPTIONS = 100;
    private static final Set<PublicationState> CANCELLABLE = Set.of(
            PublicationState.DRAFT,
            PublicationState.SCHEDULED,
            PublicationState.WAITING_FOR_NETWORK,
            PublicationState.HELD,
            PublicationState.FAILED);

    private final Database database;
    private final Accounts accounts;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Clock clock;
    private final Steps steps;
    private final AttachedMedia media;
    private final ContentCheck check;

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
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.steps = new Steps(clock, participants, hints);
        this.media = new AttachedMedia(libraries);
        this.check = new ContentCheck(calls);
    }

    @Override
    public PostView compose(Caller caller, NewPost post, String idempotencyKey) {
        checkRequest(caller, post);
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
        checkRequest(caller, post);
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
        checkRequest(caller, post);
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < post.targets().size(); i++) {
            NewPost.Target target = post.targets().get(i);
            LinkedAccount account = accounts.require(caller, target.account(), Right.DRAFT);
            String text = target.text().isEmpty() ? post.text() : target.text();
            String path = "targets[" + i + "].";
            violations.addAll(
                    violations(account, new Content(target.format(), text, target.options(), target.media()), path));
            violations.addAll(extras(
                    account, !target.firstComment().isEmpty(), !target.thread().isEmpty(), path));
            for (int part = 0; part < target.thread().size(); part++) {
                NewPost.Part next = target.thread().get(part);
                violations.addAll(violations(
                        account,
                        new Content(next.format(), next.text(), next.options(), next.media()),
                        path + "thread[" + part + "]."));
            }
        }
        return violations;
    }

    /** What goes out as one post. */
    private record Content(String format, String text, Map<String, String> options, List<MediaUse> media) {
        static Content of(Publication publication) {
            return new Content(publication.format(), publication.text(), publication.options(), publication.media());
        }
    }

    private List<Violation> violations(LinkedAccount account, Content content, String path) {
        AttachedMedia.Found found = database.inWorkspace(
                        account.workspace(),
                        handle -> media.find(account.workspace(), account.brand(), content.media()))
                .orElse(null);
        Variant variant = new Variant(
                content.format(), content.text(), found == null ? List.of() : found.files(), content.options(), null);
        return check.violations(new ContentCheck.Subject(account.network(), account.kind(), variant, found, path));
    }

    private List<Violation> extras(LinkedAccount account, boolean comment, boolean thread, String path) {
        List<Violation> violations = new ArrayList<>();
        if (comment) {
            violations.addAll(
                    check.needs(account.network(), account.kind(), Capability.FIRST_COMMENT, path + "firstComment"));
        }
        if (thread) {
            violations.addAll(
                    check.needs(account.network(), account.kind(), Capability.PUBLISH_THREAD, path + "thread"));
        }
        return violations;
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
        requireValid(publications, linked);
        Instant now = clock.instant();
        Instant due = dueAt == null || dueAt.isBefore(now) ? now : dueAt;
        return database.inWorkspace(caller.workspace(), handle -> {
            lockPost(handle, caller, id, Right.PUBLISH, version);
            for (Publication publication : Publications.ofPost(handle, id)) {
                if (publication.state() == PublicationState.DRAFT
                        || publication.state() == PublicationState.SCHEDULED) {
                    plan(handle, caller, publication, Objects.requireNonNull(linked.get(publication.account())), due);
                }
            }
            Posts.touch(handle, id);
            audit.record(caller, "post.schedule", "post:" + id, Map.of("due", due.toString()));
            return view(handle, id);
        });
    }

    private void requireValid(List<Publication> publications, Map<AccountId, LinkedAccount> linked) {
        List<Violation> violations = new ArrayList<>();
        int position = -1;
        for (int i = 0; i < publications.size(); i++) {
            Publication publication = publications.get(i);
            position += publication.part() == 0 ? 1 : 0;
            LinkedAccount account = Objects.requireNonNull(linked.get(publication.account()));
            String path = "targets[" + position + "].";
            if (publication.part() == 0) {
                boolean thread =
                        i + 1 < publications.size() && publications.get(i + 1).part() > 0;
                violations.addAll(extras(account, publication.comment() != null, thread, path));
            } else {
                path += "thread[" + (publication.part() - 1) + "].";
            }
            violations.addAll(violations(account, Content.of(publication), path));
        }
        // A network that is away now may be back when it is due; what cannot be checked then is refused by the network
        // itself.
        violations.removeIf(v -> v.rule().equals("network.absent"));
        if (!violations.isEmpty()) {
            throw new ProblemException(
                    Problem.INVALID,
                    "The post breaks limits of its networks: "
                            + violations.get(0).message(),
                    violations,
                    null);
        }
    }

    private void plan(Handle handle, Caller caller, Publication publication, LinkedAccount account, Instant due) {
        steps.schedule(handle, caller.workspace(), publication, due, caller.name());
        // The files are there when this commits, and stay as long as it is planned.
        media.find(caller.workspace(), account.brand(), publication.media());
        if (waitsForAnother(handle, publication)) {
            return;
        }
        outbox.add(Obligations.publish(caller.workspace(), account, publication.id(), due));
        outbox.reschedule(
                caller.workspace(), PublishHandler.KIND, publication.id().toString(), due);
    }

    /** The next of a thread gets its obligation when the one before is out. */
    private static boolean waitsForAnother(Handle handle, Publication publication) {
        return publication.continues() != null
                && Publications.find(handle, publication.continues())
                        .filter(before -> before.state() == PublicationState.PUBLISHED && before.remoteId() != null)
                        .isEmpty();
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
        return decide(caller, id, version, "publication.cancel", (handle, publication) -> {
            if (!CANCELLABLE.contains(publication.state())) {
                throw conflict(publication, "cannot be cancelled");
            }
            cancelAll(handle, caller, publication);
        });
    }

    /** What continues it cannot go out without it. */
    private void cancelAll(Handle handle, Caller caller, Publication publication) {
        steps.cancel(handle, caller.workspace(), publication, caller.name());
        outbox.withdraw(
                caller.workspace(), PublishHandler.KIND, publication.id().toString());
        for (Publication next : Publications.continuing(handle, publication.id())) {
            if (CANCELLABLE.contains(next.state())) {
                cancelAll(handle, caller, next);
            }
        }
    }

    @Override
    public PublicationView retry(Caller caller, PublicationId id, long version) {
        return decide(caller, id, version, "publication.retry", (handle, publication) -> {
            boolean heldOtherwise = publication.state() == PublicationState.HELD
                    && publication.heldFor() != Publication.HeldFor.UNDECIDABLE;
            if (publication.state() != PublicationState.FAILED && !heldOtherwise) {
                throw conflict(publication, "cannot be tried again");
            }
            LinkedAccount account = accounts.require(caller, publication.account(), Right.PUBLISH);
            plan(handle, caller, publication, account, clock.instant());
        });
    }

    @Override
    public PublicationView resolve(Caller caller, PublicationId id, boolean wasPublished, long version) {
        return decide(caller, id, version, "publication.resolve", (handle, publication) -> {
            if (publication.state() != PublicationState.HELD
                    || publication.heldFor() != Publication.HeldFor.UNDECIDABLE) {
                throw conflict(publication, "needs no decision");
            }
            if (wasPublished) {
                Instant at = Optional.ofNullable(publication.intentAt()).orElse(clock.instant());
                steps.settleByHand(handle, caller.workspace(), publication, at, caller.name());
            } else {
                LinkedAccount account = accounts.require(caller, publication.account(), Right.PUBLISH);
                plan(handle, caller, publication, account, clock.instant());
            }
        });
    }

    @Override
    public PublicationView retract(Caller caller, PublicationId id, long version) {
        return decide(caller, id, version, "publication.retract", (handle, publication) -> {
            if (publication.state() != PublicationState.PUBLISHED || publication.remoteId() == null) {
                throw conflict(publication, "cannot be taken back");
            }
            LinkedAccount account = accounts.require(caller, publication.account(), Right.PUBLISH);
            steps.askToRetract(handle, caller.workspace(), publication, caller.name());
            outbox.add(Obligations.retract(caller.workspace(), account, id, clock.instant()));
        });
    }

    @Override
    public PublicationView edit(
            Caller caller, PublicationId id, String text, Map<String, String> options, long version) {
        checkText("text", text);
        checkOptions("options", options);
        PublicationView present = publication(caller, id);
        LinkedAccount account = accounts.require(caller, present.account(), Right.PUBLISH);
        requireEditable(account);
        List<Violation> violations = new ArrayList<>(violations(
                account,
                new Content(present.format(), text, options, present.content().media()),
                ""));
        // what is out already needs its files no longer
        violations.removeIf(v -> v.rule().equals("network.absent") || v.field().startsWith("media"));
        if (!violations.isEmpty()) {
            throw new ProblemException(
                    Problem.INVALID,
                    "The change breaks limits: " + violations.get(0).message(),
                    violations,
                    null);
        }
        return decide(caller, id, version, "publication.edit", (handle, publication) -> {
            if (publication.state() != PublicationState.PUBLISHED || publication.remoteId() == null) {
                throw conflict(publication, "cannot be changed at its network");
            }
            steps.askToEdit(
                    handle, caller.workspace(), publication, new Publication.Edit(text, options), caller.name());
            outbox.add(Obligations.edit(caller.workspace(), account, id, clock.instant()));
            outbox.reschedule(caller.workspace(), EditHandler.KIND, id.toString(), clock.instant());
        });
    }

    private void requireEditable(LinkedAccount account) {
        List<Violation> lacking = check.needs(account.network(), account.kind(), Capability.EDIT, "text");
        if (!lacking.isEmpty() && !lacking.get(0).rule().equals("network.absent")) {
            throw new ProblemException(Problem.UNSUPPORTED, lacking.get(0).message());
        }
    }

    @Override
    public PublicationView retryComment(Caller caller, PublicationId id, long version) {
        return decide(caller, id, version, "publication.comment.retry", (handle, publication) -> {
            Comments.Comment comment = publication.comment();
            if (comment == null || comment.state() != ReplyState.FAILED) {
                throw new ProblemException(Problem.CONFLICT, "There is no first comment here that failed.");
            }
            sendComment(handle, caller, publication);
        });
    }

    @Override
    public PublicationView resolveComment(Caller caller, PublicationId id, boolean wasSent, long version) {
        return decide(caller, id, version, "publication.comment.resolve", (handle, publication) -> {
            Comments.Comment comment = publication.comment();
            if (comment == null || comment.state() != ReplyState.HELD) {
                throw new ProblemException(Problem.CONFLICT, "There is no first comment here that needs a decision.");
            }
            if (wasSent) {
                Comments.sent(handle, id, null);
                steps.tell(handle, caller.workspace(), publication, "first comment sent", "so says " + caller.name());
            } else {
                sendComment(handle, caller, publication);
            }
        });
    }

    private void sendComment(Handle handle, Caller caller, Publication publication) {
        LinkedAccount account = accounts.require(caller, publication.account(), Right.PUBLISH);
        Comments.state(handle, publication.id(), ReplyState.WAITING, "");
        outbox.add(Obligations.comment(caller.workspace(), account, publication.id(), clock.instant()));
    }

    @Override
    public List<Event> explain(Caller caller, PublicationId id) {
        publication(caller, id);
        return database.inWorkspace(
                caller.workspace(),
                handle -> handle.createQuery(
                                "select at, what, detail from publishing.event where publication_id = :id order by id")
                        .bind("id", id.value())
                        .map((row, context) -> new Event(
                                Optional.ofNullable(Publications.instant(row, "at"))
                                        .orElseThrow(),
                                row.getString("what"),
                                row.getString("detail")))
                        .list());
    }

    private PublicationView decide(
            Caller caller, PublicationId id, long version, String action, BiConsumer<Handle, Publication> decision) {
        return database.inWorkspace(caller.workspace(), handle -> {
            Publication publication =
                    Publications.lock(handle, id).orElseThrow(() -> ProblemException.notFound("publication"));
            accounts.require(caller, publication.account(), Right.PUBLISH);
            requireVersion(publication.version(), version);
            decision.accept(handle, publication);
            audit.record(caller, action, "publication:" + id, Map.of());
            return Publications.find(handle, id).orElseThrow().view();
        });
    }

    private Posts.Post lockPost(Handle handle, Caller caller, PostId id, Right right, long version) {
        Posts.Post post = Posts.lock(handle, id).orElseThrow(() -> ProblemException.notFound("post"));
        requireReadable(caller, post);
        caller.require(right, post.brand());
        requireVersion(post.version(), version);
        return post;
    }

    private static void requireReadable(Caller caller, Posts.Post post) {
        if (!caller.may(Right.READ, post.brand())) {
            throw ProblemException.notFound("post");
        }
    }

    private static void requireVersion(long present, long expected) {
        if (present != expected) {
            throw new ProblemException(
                    Problem.STALE,
                    "It was changed since you read it (version " + present + ", not " + expected + "); read it again.");
        }
    }

    private void checkRequest(Caller caller, NewPost post) {
        caller.require(Right.DRAFT, post.brand());
        checkText("text", post.text());
        if (post.targets().isEmpty() || post.targets().size() > MOST_TARGETS) {
            throw ProblemException.invalid(
                    "targets",
                    "targets.count",
                    "A post goes to 1 to " + MOST_TARGETS + " accounts; it names "
                            + post.targets().size() + ".");
        }
        for (int i = 0; i < post.targets().size(); i++) {
            NewPost.Target target = post.targets().get(i);
            String path = "targets[" + i + "].";
            checkText(path + "text", target.text());
            checkText(path + "firstComment", target.firstComment());
            checkOptions(path + "options", target.options());
            checkMedia(path + "media", target.media());
            if (target.thread().size() > LONGEST_THREAD) {
                throw ProblemException.invalid(
                        path + "thread",
                        "thread.tooLong",
                        "A thread has " + LONGEST_THREAD + " further posts at most.");
            }
            for (int part = 0; part < target.thread().size(); part++) {
                NewPost.Part next = target.thread().get(part);
                checkText(path + "thread[" + part + "].text", next.text());
                checkOptions(path + "thread[" + part + "].options", next.options());
                checkMedia(path + "thread[" + part + "].media", next.media());
            }
            LinkedAccount account = accounts.require(caller, target.account(), Right.DRAFT);
            if (!account.brand().equals(post.brand())) {
                throw ProblemException.invalid(
                        "targets[" + i + "].account", "account.otherBrand", "This account belongs to another brand.");
            }
        }
    }

    private static void checkText(String field, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw ProblemException.invalid(
                    field, "text.tooLong", "No network takes more than " + LONGEST_TEXT + " characters.");
        }
        StorableText.require(field, text);
    }

    private static void checkOptions(String field, Map<String, String> options) {
        if (options.size() > MOST_OPTIONS) {
            throw ProblemException.invalid(field, "options.count", "There are " + MOST_OPTIONS + " options at most.");
        }
        options.forEach((name, value) -> {
            checkText(field, name);
            checkText(field + "." + name, value);
        });
    }

    private static void checkMedia(String field, List<MediaUse> uses) {
        if (uses.size() > MOST_FILES) {
            throw ProblemException.invalid(field, "media.count", "A post has " + MOST_FILES + " files at most.");
        }
        for (int i = 0; i < uses.size(); i++) {
            checkText(field + "[" + i + "].alternativeText", uses.get(i).alternativeText());
        }
    }

    private static ProblemException conflict(Publication publication, String what) {
        return new ProblemException(
                Problem.CONFLICT, "A publication that is " + publication.state() + " " + what + ".");
    }

    private PostView view(Handle handle, PostId id) {
        return Posts.find(handle, id).orElseThrow().view(Publications.ofPost(handle, id));
    }
}
