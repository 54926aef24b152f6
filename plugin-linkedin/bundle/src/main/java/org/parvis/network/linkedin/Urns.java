package org.parvis.network.linkedin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;

/** The names LinkedIn gives to things. */
final class Urns {
    static final String SHARE = "urn:li:share:";
    static final String UGC_POST = "urn:li:ugcPost:";
    static final String ORGANIZATION = "urn:li:organization:";
    static final String PERSON = "urn:li:person:";

    private static final Pattern COMMENT =
            Pattern.compile("urn:li:comment:\\((?<object>urn:li:[^,()]+),(?<id>[^,()]+)\\)");

    private Urns() {}

    /**
     * The two halves of a comment's name.
     *
     * @param object what it is under; LinkedIn names the activity there, also where the post was asked for as a share
     */
    record CommentName(String object, String id) {
        static Optional<CommentName> read(String urn) {
            Matcher matcher = COMMENT.matcher(urn);
            return matcher.matches()
                    ? Optional.of(new CommentName(matcher.group("object"), matcher.group("id")))
                    : Optional.empty();
        }

        /** The name, or the refusal of what is none. */
        static CommentName require(String urn) throws NetworkException {
            boolean post = urn.startsWith(SHARE) || urn.startsWith(UGC_POST);
            return read(urn)
                    .orElseThrow(() -> post
                            ? new NetworkException(ErrorKind.UNSUPPORTED, "LinkedIn does this for comments only")
                            : new NetworkException(ErrorKind.NOT_FOUND, "LinkedIn has no comment of this name"));
        }

        /** The path of the comment itself. */
        String path() {
            return "/rest/socialActions/" + RestLi.encode(object) + "/comments/" + RestLi.encode(id);
        }

        String urn() {
            return "urn:li:comment:(" + object + "," + id + ")";
        }
    }

    /** The part after the last colon. */
    static String last(String urn) {
        return urn.substring(urn.lastIndexOf(':') + 1);
    }
}
