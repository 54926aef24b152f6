package org.parvis.network.linkedin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * LinkedIn's "little text", in which commentaries of posts are written: reserved signs are escaped with a backslash, unless
 * they make a mention or a hashtag. Comments are plain text and never pass here.
 */
final class LittleText {
    private static final String RESERVED = "\\|{}@[]()<>#*_~";

    /** What keeps its meaning: {@code @[Name](urn:li:organization:1)} and {@code #tag}. */
    private static final Pattern ELEMENT =
            Pattern.compile("@\\[(?<name>(?:\\\\.|[^\\]\\\\])+)\\]\\((?<urn>urn:li:[A-Za-z]+:[A-Za-z0-9_-]+)\\)"
                    + "|(?<![\\p{L}\\p{N}])#(?<tag>[\\p{N}]*\\p{L}[\\p{L}\\p{N}]*)");

    private static final Pattern READ = Pattern.compile(
            "@\\[(?<name>(?:\\\\.|[^\\]\\\\])+)\\]\\(urn:li:[^)]*\\)"
                    + "|\\{hashtag\\|\\\\?#\\|(?<tag>(?:\\\\.|[^}\\\\])+)\\}"
                    + "|\\\\(?<escaped>.)",
            Pattern.DOTALL);

    private LittleText() {}

    /** What people wrote, as LinkedIn wants it. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        Matcher element = ELEMENT.matcher(text);
        int at = 0;
        while (element.find()) {
            escape(text, at, element.start(), escaped);
            escaped.append(element.group());
            at = element.end();
        }
        escape(text, at, text.length(), escaped);
        return escaped.toString();
    }

    private static void escape(String text, int from, int until, StringBuilder escaped) {
        for (int i = from; i < until; i++) {
            char sign = text.charAt(i);
            if (RESERVED.indexOf(sign) >= 0) {
                escaped.append('\\');
            }
            escaped.append(sign);
        }
    }

    /** A commentary as people read it: escapes gone, hashtags as {@code #tag}, mentions as the name. */
    static String plain(String commentary) {
        StringBuilder plain = new StringBuilder(commentary.length());
        Matcher part = READ.matcher(commentary);
        int at = 0;
        while (part.find()) {
            plain.append(commentary, at, part.start());
            if (part.group("name") != null) {
                plain.append(plain(part.group("name")));
            } else if (part.group("tag") != null) {
                plain.append('#').append(plain(part.group("tag")));
            } else {
                plain.append(part.group("escaped"));
            }
            at = part.end();
        }
        return plain.append(commentary, at, commentary.length()).toString();
    }

    /** Whether a commentary that LinkedIn shows can be the text that was sent. */
    static boolean same(String written, String commentary) {
        return squeezed(plain(escape(written))).equals(squeezed(plain(commentary)));
    }

    private static String squeezed(String text) {
        return text.strip().replace("\r\n", "\n").replaceAll("[ \\t]+", " ");
    }
}
