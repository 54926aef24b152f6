package org.parvis.spi;

import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.model.ErrorKind;

/**
 * Answers and moderates ({@code REPLY_*, HIDE_COMMENT, REMOVE_COMMENT, PRIVATE_REPLY, REACT}). {@link #reply} is tried
 * once per intent, as {@link Publisher#publish}; the core finds out by the account's own timeline, or by its messages
 * among comments, what became of an answer whose outcome is unknown. Hiding, removing and liking bring about a state
 * and may be repeated. All but {@link #mayReply} block until the network has answered or the call's deadline has come,
 * on a thread of the platform. Failures are {@link NetworkException}s: what was sent and not answered is
 * {@link ErrorKind#OUTCOME_UNKNOWN}. Nothing is kept between two calls.
 */
@ConsumerType
public interface Responder {
    /** Answers an item, where it stands. */
    Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException;

    /** Answers a comment by a direct message to its author ({@code PRIVATE_REPLY}); tried once per intent. */
    default Sent replyPrivately(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        throw new NetworkException(ErrorKind.UNSUPPORTED, "This network offers no private answers to comments");
    }

    /** Whether the network lets the account answer. Pure: no I/O; the network may still refuse. */
    default Permission mayReply(ReplyTarget target) {
        return Permission.GRANTED;
    }

    /** Hides an item from others, or shows it again. */
    default void hide(NetworkCall call, ReplyTarget target, boolean hidden) throws NetworkException {
        throw new NetworkException(ErrorKind.UNSUPPORTED, "This network offers no hiding");
    }

    /** Deletes an item: the account's own, or somebody's where the network allows it. */
    default void remove(NetworkCall call, ReplyTarget target) throws NetworkException {
        throw new NetworkException(ErrorKind.UNSUPPORTED, "This network offers no deletion of items");
    }

    /** Likes an item, or takes the like back. */
    default void like(NetworkCall call, ReplyTarget target, boolean liked) throws NetworkException {
        throw new NetworkException(ErrorKind.UNSUPPORTED, "This network offers no likes");
    }
}
