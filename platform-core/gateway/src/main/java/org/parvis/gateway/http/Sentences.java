package org.parvis.gateway.http;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says the core's sentences in the reader's language. The core speaks English, so that it needs to know neither readers nor
 * languages; here each sentence is recognised by its English wording ({@code {0}} stands for what varies) and said in
 * French. What nobody translated, such as a reason that a network gave, stays as it is. A test finds every sentence of the
 * core that is missing in the file.
 */
final class Sentences {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
    private static final Sentences FRENCH = read("sentences.fr.json");

    private final Map<String, String> whole = new HashMap<>();
    private final List<Varying> varying = new ArrayList<>();

    private record Varying(Pattern english, int literals, String french) {}

    private Sentences(Map<String, String> translations) {
        translations.forEach((english, french) -> {
            if (english.contains("{0}")) {
                varying.add(varying(english, french));
            } else {
                whole.put(english, french);
            }
        });
        // the most telling wording first: "{0} takes no options." before "{0}; {1}"
        varying.sort(Comparator.comparingInt(Varying::literals).reversed());
    }

    /** The sentence for a reader; {@code text} itself where the reader wants English or nothing is known of it. */
    static String in(Locale language, String text) {
        return language.getLanguage().equals("fr") ? FRENCH.translated(text) : text;
    }

    private String translated(String text) {
        String known = whole.get(text);
        if (known != null) {
            return known;
        }
        for (Varying candidate : varying) {
            Matcher matcher = candidate.english().matcher(text);
            if (matcher.matches()) {
                return said(candidate.french(), matcher);
            }
        }
        return text;
    }

    /** What varies may be a sentence of ours again; it is always shorter than the whole, so that this ends. */
    private String said(String french, Matcher matcher) {
        StringBuilder said = new StringBuilder();
        Matcher place = PLACE.matcher(french);
        while (place.find()) {
            String value = translated(matcher.group(Integer.parseInt(place.group(1)) + 1));
            place.appendReplacement(said, Matcher.quoteReplacement(value));
        }
        return place.appendTail(said).toString();
    }

    private static Varying varying(String english, String french) {
        StringBuilder pattern = new StringBuilder();
        int literals = 0;
        int last = 0;
        Matcher place = PLACE.matcher(english);
        while (place.find()) {
            pattern.append(Pattern.quote(english.substring(last, place.start())))
                    .append("(.*?)");
            literals += place.start() - last;
            last = place.end();
        }
        pattern.append(Pattern.quote(english.substring(last)));
        literals += english.length() - last;
        return new Varying(Pattern.compile(pattern.toString(), Pattern.DOTALL), literals, french);
    }

    private static Sentences read(String file) {
        try (InputStream stream = Sentences.class.getResourceAsStream(file)) {
            return new Sentences(Json.MAPPER.readValue(stream, new TypeReference<Map<String, String>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("The bundle lacks a readable " + file, e);
        }
    }
}
