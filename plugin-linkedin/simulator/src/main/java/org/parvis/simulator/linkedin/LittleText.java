package org.parvis.simulator.linkedin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * LinkedIn's "little text" as the server takes it: reserved signs must be escaped or belong to a mention or hashtag. Where
 * LinkedIn silently cuts a text at an unescaped sign, this one refuses it, so that the mistake is seen.
 */
final class LittleText {
    private static final String RESERVED = "\\|{}@[]()<>#*_~";
    private static final Pattern MENTION =
            Pattern.compile("@\\[((?:\\\\.|[^\\]\\\\])+)\\]\\((urn:li:(?:organization|person):[A-Za-z0-9_-]+)\\)");
    private static final Pattern TEMPLATE = Pattern.compile("\\{hashtag\\|\\\\?#\\|((?:\\\\.|[^}\\\\])+)\\}");
    private static final Pattern TAG = Pattern.compile("#([\\p{L}\\p{N}]+)");

    private LittleText() {}

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char sign : text.toCharArray()) {
            if (RESERVED.indexOf(sign) >= 0) {
                escaped.append('\\');
            }
            escaped.append(sign);
        }
        return escaped.toString();
    }

    /** What LinkedIn keeps of a commentary: hashtags as templates; refused where a reserved sign stands alone. */
    static String accept(String commentary) {
        StringBuilder kept = new StringBuilder();
        int at = 0;
        while (at < commentary.length()) {
            char sign = commentary.charAt(at);
            Matcher mention = MENTION.matcher(commentary).region(at, commentary.length());
            Matcher template = TEMPLATE.matcher(commentary).region(at, commentary.length());
            Matcher tag = TAG.matcher(commentary).region(at, commentary.length());
            if (sign == '\\' && at + 1 < commentary.length()) {
                kept.append(commentary, at, at + 2);
                at += 2;
            } else if (mention.lookingAt()) {
                kept.append(mention.group());
                at = mention.end();
            } else if (template.lookingAt()) {
                kept.append(template.group());
                at = template.end();
            } else if (tag.lookingAt()) {
                kept.append("{hashtag|\\#|").append(tag.group(1)).append('}');
                at = tag.end();
            } else if (RESERVED.indexOf(sign) >= 0) {
                throw Refusal.value("commentary", "\"" + sign + "\" at " + at + " must be escaped");
            } else {
                kept.append(sign);
                at++;
            }
        }
        return kept.toString();
    }

    /** How long people see it. */
    static int length(String kept) {
        return plain(kept).length();
    }

    /** What people see. */
    static String plain(String kept) {
        String names = MENTION.matcher(kept).replaceAll(match -> Matcher.quoteReplacement(match.group(1)));
        String tags = TEMPLATE.matcher(names).replaceAll(match -> Matcher.quoteReplacement("#" + match.group(1)));
        return tags.replaceAll("(?s)\\\\(.)", "$1");
    }

    /** Whether it names a page. */
    static boolean names(String commentary, String urn) {
        return commentary.contains("](" + urn + ")");
    }
}
