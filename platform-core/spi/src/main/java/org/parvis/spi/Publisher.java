package org.parvis.spi;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;

/**
 * Publishes. {@link #publish} is tried once per intent: whatever may have left without an answer must surface as
 * {@link ErrorKind#OUTCOME_UNKNOWN}, which the core reconciles and never repeats blindly.
 */
@ConsumerType
public interface Publisher {
    PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException;

    /** Goes on with a publication that was pending at the network; the token is what an earlier outcome carried. */
    default PublishOutcome resume(NetworkCall call, ResumeToken token) throws NetworkException {
        throw new NetworkException(ErrorKind.UNSUPPORTED, "This network publishes in one step");
    }

    /** Whether an intent whose outcome is unknown took effect; only reads. {@code notBefore}: when it may first have left. */
    default Reconciliation reconcile(NetworkCall call, Variant variant, Instant notBefore) throws NetworkException {
        return new Reconciliation.Unknown("This network offers nothing to look it up by");
    }

    default void retract(NetworkCall call, RemoteId publication) throws NetworkException {
        throw new NetworkException(ErrorKind.UNSUPPORTED, "This network offers no deletion of posts");
    }

    /** Changes what is out already; the descriptor says whether the network lets one ({@code EDIT}). */
    default void edit(NetworkCall call, RemoteId publication, Variant variant) throws NetworkException {
        throw new NetworkException(ErrorKind.UNSUPPORTED, "This network offers no changing of posts");
    }

    /**
     * Writes the account's own comment under its publication ({@code FIRST_COMMENT}); tried once per intent, as
     * {@link #publish}.
     */
    default Sent comment(NetworkCall call, RemoteId publication, String text) throws NetworkException {
        throw new NetworkException(ErrorKind.UNSUPPORTED, "This network offers no comments of one's own");
    }

    /** What the descriptor's data cannot say. Pure: no I/O. */
    default List<Violation> validate(Variant variant) {
        return List.of();
    }

    /** The length of a text where the descriptor's rule is {@code WEIGHTED}. Pure: no I/O. */
    default TextMeasure measure(String text) {
        return new TextMeasure(text.codePointCount(0, text.length()));
    }
}
