package org.parvis.api.publishing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.Slice;
import org.parvis.api.workspace.Caller;
import org.parvis.model.PostId;
import org.parvis.model.PublicationId;
import org.parvis.model.Violation;

/**
 * Composes, schedules and publishes, with the promise: no silent duplicate, no silent loss. Blocking, thread-safe; changing
 * calls write the audit trail; drafting needs {@code DRAFT}, everything that goes out {@code PUBLISH} on the brand.
 */
@ProviderType
public interface PublishingService {
    /** Stores a draft. The same key with the same post gives the same post again; with another it fails. */
    PostView compose(Caller caller, NewPost post, String idempotencyKey);

    PostView revise(Caller caller, PostId id, NewPost post, long version);

    /** What is wrong with each target, without storing anything; fields begin with {@code targets[n].}. */
    List<Violation> validate(Caller caller, NewPost post);

    PostView post(Caller caller, PostId post);

    /** @param dueAt null for at once. Fails with the violations when a target breaks a limit of its network */
    PostView schedule(Caller caller, PostId post, @Nullable Instant dueAt, long version);

    Slice<PublicationView> publications(Caller caller, PublicationQuery query);

    PublicationView publication(Caller caller, PublicationId publication);

    /** What did not leave yet does not go out; what did is a {@code CONFLICT}. */
    PublicationView cancel(Caller caller, PublicationId publication, long version);

    /** A failed publication is tried again as a new intent. */
    PublicationView retry(Caller caller, PublicationId publication, long version);

    /** A person says what became of a publication in state {@code HELD}. */
    PublicationView resolve(Caller caller, PublicationId publication, boolean wasPublished, long version);

    /** Takes a published post back at the network. */
    PublicationView retract(Caller caller, PublicationId publication, long version);

    /**
     * Changes the text and options of what is out, at networks that let one; fails with {@code UNSUPPORTED} at others, and with
     * the violations when the new content breaks a limit.
     *
     * @param options by name, as JSON text
     */
    PublicationView edit(
            Caller caller, PublicationId publication, String text, Map<String, String> options, long version);

    /** A first comment that failed is tried again as a new intent. */
    PublicationView retryComment(Caller caller, PublicationId publication, long version);

    /** A person says what became of a first comment in state {@code HELD}. */
    PublicationView resolveComment(Caller caller, PublicationId publication, boolean wasSent, long version);

    /** The whole story of a publication: each state, attempt and exchange, oldest first, redacted. */
    List<Event> explain(Caller caller, PublicationId publication);

    /** One step of a publication's story. */
    record Event(Instant at, String what, String detail) {}
}
