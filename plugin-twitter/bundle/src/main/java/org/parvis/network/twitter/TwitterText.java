package org.parvis.network.twitter;

import com.twitter.twittertext.Extractor;
import com.twitter.twittertext.TwitterTextParser;
import com.twitter.twittertext.Validator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parvis.model.Variant;
import org.parvis.model.Violation;

/** How X counts a text, what it does to one, and whether two are the same in its eyes. */
final class TwitterText {
    /** Beyond this the exact weight does not matter any more, and searching a text for links would only cost time. */
    private static final int LONGEST_MEASURED = 25_000;

    private static final Pattern SHORT_LINK = Pattern.compile("https?://t\\.co/[A-Za-z0-9]+");

    private static final Pattern ADDED =
            Pattern.compile("https?://(x|twitter)\\.com/[^/]+/status/\\d+(/(photo|video)/\\d+)?");

    /** How a text that was sent compares with one that X shows. */
    enum Likeness {
        SAME,
        DIFFERENT,
        /** X shows a short link of which it does not say where it leads. */
        UNDECIDED
    }

    private TwitterText() {}

    /** The weight X's limit applies to: NFC, an emoji 2, a link 23. */
    static int weight(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        return normal.length() <= LONGEST_MEASURED
                ? TwitterTextParser.parseTweet(normal).weightedLength
                : normal.codePointCount(0, normal.length());
    }

    /** What the limits as data cannot say. */
    static List<Violation> violations(Variant variant) {
        List<Violation> violations = new ArrayList<>();
        String text = variant.text();
        if (text.isBlank() && variant.media().isEmpty()) {
            violations.add(new Violation("text", "text.required", "A post on X needs a text"));
        } else if (text.length() <= LONGEST_MEASURED) {
            if (Validator.hasInvalidCharacters(text)) {
                violations.add(new Violation(
                        "text",
                        "text.character",
                        "The text holds a character that X refuses (U+FFFE, U+FEFF or U+FFFF)"));
            }
            if (new Extractor().extractCashtags(text).size() > 1) {
                violations.add(new Violation("text", "text.cashtags", "X takes one cashtag in a post, not more"));
            }
        }
        violations.addAll(PostOptions.violations(variant));
        return violations;
    }

    /**
     * @param sent the text as it was handed over
     * @param shown the text as X gives it back: links shortened, {@code & < >} escaped, links to files and to a quoted post
     *     at its end
     * @param links where X says its short links lead
     */
    static Likeness compare(String sent, String shown, Map<String, String> links) {
        Likeness asShown = compareWhole(sent, shown, links);
        String bare = withoutAdded(shown, links);
        return asShown == Likeness.DIFFERENT && !bare.equals(shown) ? compareWhole(sent, bare, links) : asShown;
    }

    /** X adds the address of files, and of a quoted post, to the end of the text. */
    private static String withoutAdded(String shown, Map<String, String> links) {
        String bare = shown.stripTrailing();
        while (true) {
            int last = bare.lastIndexOf("https://t.co/");
            String target = last < 0 ? null : links.get(bare.substring(last));
            if (target == null || !ADDED.matcher(target).matches()) {
                return bare;
            }
            bare = bare.substring(0, last).stripTrailing();
        }
    }

    private static Likeness compareWhole(String sent, String shown, Map<String, String> links) {
        String wanted = withPlainLinks(normal(sent));
        StringBuilder found = new StringBuilder();
        StringBuilder pattern = new StringBuilder();
        boolean unresolved = false;
        Matcher link = SHORT_LINK.matcher(shown);
        int end = 0;
        while (link.find()) {
            String before = unescape(shown.substring(end, link.start()));
            String target = links.get(link.group());
            String replacement = target == null ? link.group() : plainLink(target);
            found.append(before).append(replacement);
            pattern.append(Pattern.quote(before)).append(target == null ? "\\S+" : Pattern.quote(replacement));
            unresolved |= target == null;
            end = link.end();
        }
        String rest = unescape(shown.substring(end));
        found.append(rest);
        pattern.append(Pattern.quote(rest));
        if (normal(found.toString()).equals(wanted)) {
            return Likeness.SAME;
        }
        return unresolved && Pattern.matches(normal(pattern.toString()), wanted)
                ? Likeness.UNDECIDED
                : Likeness.DIFFERENT;
    }

    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replace("\r\n", "\n")
                .strip();
    }

    private static String withPlainLinks(String text) {
        StringBuilder plain = new StringBuilder();
        int end = 0;
        for (Extractor.Entity link : new Extractor().extractURLsWithIndices(text)) {
            plain.append(text, end, link.getStart()).append(plainLink(link.getValue()));
            end = link.getEnd();
        }
        return plain.append(text.substring(end)).toString();
    }

    /** X adds a scheme and a final slash where the author wrote none. */
    private static String plainLink(String link) {
        String plain = unescape(link).replaceFirst("^(?i)https?://", "");
        return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    /**
     * The text as its author wrote it. X escapes these three, and these only, in the texts of posts and messages (not in
     * names); the ampersand comes last, or it would be read twice.
     */
    static String unescape(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
