package social.example.bluesky;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/**
 * What in a text is a link, a mention, a hashtag. The network does not look into texts: whoever writes a post says which
 * ranges are what, counted in bytes of UTF-8.
 */
final class RichText {
    private static final Pattern LINK = Pattern.compile("(?<=^|[\\s(])https?://[^\\s]+");
    private static final Pattern MENTION = Pattern.compile(
            "(?<=^|[\\s(])@((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\\.)+[a-zA-Z][a-zA-Z0-9-]*[a-zA-Z0-9])");
    private static final Pattern TAG = Pattern.compile("(?<=^|\\s)[#\uFF03](?=\\S*[^\\d\\s\\p{P}])\\S+");
    private static final Pattern GRAPHEME = Pattern.compile("\\X");
    private static final String ENDS = ".,;:!?'\"\u2019\u201D\u00BB";
    private static final int LONGEST_TAG = 64;
    private static final int MOST_MENTIONS = 20;

    /** Finds whose handle it is. */
    @FunctionalInterface
    interface Directory {
        Optional<String> find(String handle) throws NetworkException;
    }

    private RichText() {}

    /** The characters as people count them. */
    static int graphemes(String text) {
        return (int) GRAPHEME.matcher(text).results().count();
    }

    static ArrayNode facets(String text, Directory directory) throws NetworkException {
        ArrayNode facets = Json.object().putArray("facets");
        links(text, facets);
        mentions(text, directory, facets);
        tags(text, facets);
        return facets;
    }

    private static void links(String text, ArrayNode facets) {
        Matcher matcher = LINK.matcher(text);
        while (matcher.find()) {
            String link = trimmed(matcher.group());
            if (link.length() > "https://".length()) {
                feature(text, matcher.start(), link.length(), facets, "link").put("uri", link);
            }
        }
    }

    /** A handle that is nobody's stays plain text. */
    private static void mentions(String text, Directory directory, ArrayNode facets) throws NetworkException {
        Matcher matcher = MENTION.matcher(text);
        for (int i = 0; i < MOST_MENTIONS && matcher.find(); i++) {
            Optional<String> did = directory.find(matcher.group(1).toLowerCase(Locale.ROOT));
            if (did.isPresent()) {
                feature(text, matcher.start(), matcher.group().length(), facets, "mention")
                        .put("did", did.get());
            }
        }
    }

    private static void tags(String text, ArrayNode facets) {
        Matcher matcher = TAG.matcher(text);
        while (matcher.find()) {
            String tag = trimmed(matcher.group());
            if (tag.length() > 1 && graphemes(tag) <= LONGEST_TAG + 1) {
                feature(text, matcher.start(), tag.length(), facets, "tag").put("tag", tag.substring(1));
            }
        }
    }

    /** Without the sentence's own punctuation, and without a bracket that was opened before. */
    private static String trimmed(String found) {
        int end = found.length();
        while (end > 1 && (ENDS.indexOf(found.charAt(end - 1)) >= 0 || closesNothing(found, end))) {
            end--;
        }
        return found.substring(0, end);
    }

    private static boolean closesNothing(String found, int end) {
        return found.charAt(end - 1) == ')' && found.substring(0, end).indexOf('(') < 0;
    }

    private static ObjectNode feature(String text, int start, int length, ArrayNode facets, String kind) {
        ObjectNode facet = facets.addObject();
        facet.putObject("index").put("byteStart", bytes(text, start)).put("byteEnd", bytes(text, start + length));
        return facet.putArray("features").addObject().put("$type", "app.bsky.richtext.facet#" + kind);
    }

    private static int bytes(String text, int end) {
        return text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    }
}
