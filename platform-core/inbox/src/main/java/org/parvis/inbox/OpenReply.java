package org.parvis.inbox;

import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ItemKind;

/**
 * An answer of ours of which nobody knows under which id the network has it, if at all.
 *
 * @param conversation the network's id of it, by which alone a direct message is told from one to somebody else
 * @param above what the answered item itself answers: networks with two levels of comments hang an answer to an answer there
 */
record OpenReply(
        UUID item,
        ItemKind kind,
        String conversation,
        @Nullable String inReplyTo,
        @Nullable String above,
        String text,
        Instant intendedAt) {
    /** Clocks differ; a message from before the intent, even so, is somebody's earlier one. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

    private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");
    private static final Pattern ADDRESSEES = Pattern.compile("^(\\s*@\\w+)+\\s+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /**
     * Whether this own message of the account is that answer: to the same item, or to what that one answers, with the same
     * words, not older.
     */
    boolean isShownBy(Arrival arrival) {
        boolean direct = kind == ItemKind.DIRECT_MESSAGE;
        boolean flattened = above != null && above.equals(arrival.inReplyTo());
        return (flattened || Objects.equals(arrival.inReplyTo(), inReplyTo))
                && (!direct || arrival.conversation().equals(conversation))
                && !arrival.publishedAt().isBefore(intendedAt.minus(CLOCKS_DIFFER))
                && words(arrival.text().value()).equals(words(text));
    }

    /** Networks shorten addresses, put the addressee in front, trim and normalise. */
    static String words(String text) {
        String plain = ADDRESSEES
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .replaceFirst("");
        plain = ADDRESS.matcher(plain).replaceAll("<address>");
        return SPACE.matcher(plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
                .replaceAll(" ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
