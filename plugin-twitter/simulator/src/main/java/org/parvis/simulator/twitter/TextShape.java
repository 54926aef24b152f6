package org.parvis.simulator.twitter;

import com.twitter.twittertext.Extractor;
import com.twitter.twittertext.TwitterTextParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What X makes of a text: its weight, its short links, its escaping and its truncation. Stateless. */
final class TextShape {

    /** The most that a post without a subscription may weigh. */
    static final int LONGEST = 280;
    /** The most that a subscriber's post may weigh. */
    static final int LONGEST_PREMIUM = 25_000;

    private static final int NEVER_TOO_LONG = LONGEST / 2;

    private TextShape() {}

    /** The weighted length, by X's own library. */
    static int weight(String text) {
        return text.isEmpty() ? 0 : TwitterTextParser.parseTweet(text).weightedLength;
    }

    /** A reply's leading mentions of those who take part do not count. */
    static String withoutLeadingMentions(String text, Set<String> participants) {
        String rest = text.stripLeading();
        while (rest.startsWith("@")) {
            int end = 1;
            while (end < rest.length() && (Character.isLetterOrDigit(rest.charAt(end)) || rest.charAt(end) == '_')) {
                end++;
            }
            if (!participants.contains(rest.substring(1, end).toLowerCase(java.util.Locale.ROOT))) {
                break;
            }
            rest = rest.substring(end).stripLeading();
        }
        return rest;
    }

    /** The text as lists show it: of a long post only its beginning. Measured once. */
    static String shown(Post post) {
        String shown = post.shown;
        if (shown == null) {
            shown = isLong(post) ? truncated(post) : post.content.text();
            post.shown = shown;
        }
        return shown;
    }

    private static boolean isLong(Post post) {
        String text = post.content.text();
        if (text.length() <= NEVER_TOO_LONG) {
            return false;
        }
        Set<String> named = new java.util.HashSet<>();
        post.content.mentions().forEach(mention -> named.add(mention.handle().toLowerCase(java.util.Locale.ROOT)));
        return weight(withoutLeadingMentions(text, named)) > LONGEST;
    }

    private static String truncated(Post post) {
        String text = post.content.text();
        int end = Math.min(text.length(), LONGEST - 24);
        while (weight(text.substring(0, end)) > LONGEST - 24) {
            end -= 8;
        }
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end).stripTrailing() + "… " + shortUrl(post.id, '0');
    }

    /** X answers with the three characters of markup escaped. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** A text whose links were replaced. */
    record Shortened(String text, List<Post.Link> links) {}

    /** Replaces every link by a short one, as X does. */
    static Shortened shortened(String text, long id) {
        List<Post.Link> links = new ArrayList<>();
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (Extractor.Entity entity : new Extractor().extractURLsWithIndices(text)) {
            String url = entity.getValue();
            if (url.startsWith("https://t.co/")) {
                continue;
            }
            String shortUrl = shortUrl(id, (char) ('a' + links.size() % 26));
            links.add(new Post.Link(shortUrl, url.contains("://") ? url : "http://" + url));
            result.append(text, from, entity.getStart()).append(shortUrl);
            from = entity.getEnd();
        }
        return new Shortened(result.append(text.substring(from)).toString(), List.copyOf(links));
    }

    /** A short link has 23 characters, always. */
    private static String shortUrl(long id, char last) {
        String code = "000000000" + Long.toString(id, 36);
        return "https://t.co/" + code.substring(code.length() - 9) + last;
    }

    static List<String> mentions(String text) {
        return new Extractor().extractMentionedScreennames(text);
    }
}
