package org.parvis.spi;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;

/**
 * Publishes ({@code PUBLISH} and what implies it). Each method that takes a {@link NetworkCall} blocks until the
 * network has answered or the call's deadline has come, on a thread of the platform; several may run at once, for
 * different accounts and for the same one.
 *
 * <p>{@link #publish}, {@link #comment} and each step of {@link #resume} are tried once per intent: whatever may have
 * left without an answer must surface as {@link ErrorKind#OUTCOME_UNKNOWN}, which the core reconciles and never repeats
 * blindly. Every other kind says that nothing was executed. Between two calls nothing is kept but the token that a
 * pending outcome carries.
 */
@ConsumerType
public interface Publisher {
    /**
     * Brings a variant out, or begins to.
     *
     * @throws NetworkException {@link ErrorKind#CONTENT_REJECTED} with the violations where the content does not fit
     */
    PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException;

    /**
     * Goes on with a publication that was pending at the network, where it stands: also after a restart, and with a newer
     * version of the plugin than the one that wrote the token.
     *
     * @param variant the same as {@link #publish} was given, so that the token holds only what the network said
     * @param token what the last outcome carried
     */
    default PublishOutcome resume(NetworkCall call, Variant variant, ResumeToken token) throws NetworkException {
        throw new NetworkException(ErrorKind.UNSUPPORTED, "This network publishes in one step");
    }

    /**
     * Finds out whether an intent whose outcome is unknown took effect; only reads.
     *
     * @param token what the last outcome carried, where a later step is what got lost; null where it is the first
     * @param notBefore when the intent may first have left
     */
    default Reconciliation reconcile(NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
            throws NetworkException {
        return new Reconciliation.Unknown("This network offers nothing to look it up by");
    }

    /** Takes back what is out; {@link ErrorKind#NOT_FOUND} or {@link ErrorKind#GONE} where it no longer is. */
    default void retract(NetworkCall call, RemoteId publication) throws NetworkException {
        throw new NetworkException(ErrorKind.UNSUPPORTED, "This network offers no deletion of posts");
    }

    /**
     * Makes what is out already as the variant says ({@code EDIT}). Repeated where its answer is lost, so doing it twice must
     * do no harm.
     */
    default void edit(NetworkCall call, RemoteId publication, Variant variant) throws NetworkException {
        throw new NetworkException(ErrorKind.UNSUPPORTED, "This network offers no changing of posts");
    }

    /** Writes the account's own comment under its publication ({@code FIRST_COMMENT}); tried once per intent. */
    default Sent comment(NetworkCall call, RemoteId publication, String text) throws NetworkException {
        throw new NetworkException(ErrorKind.UNSUPPORTED, "This network offers no comments of one's own");
    }

    /**
     * What the descriptor's data cannot say of a variant; empty where it fits. Pure: no I/O, no clock; called while a person
     * writes, so it takes microseconds.
     */
    default List<Violation> validate(Variant variant) {
        return List.of();
    }

    /** The length of a text where the descriptor's rule is {@code WEIGHTED}. Pure, as {@link #validate}. */
    default TextMeasure measure(String text) {
        return new TextMeasure(text.codePointCount(0, text.length()));
    }
}
