package org.parvis.gateway.http;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says sentences in one other language. Core and plugins speak English, so that they need to know neither readers nor
 * languages; here each sentence is recognised by its English wording ({@code {0}} stands for what varies) and said as the
 * table has it. What nobody translated, such as a reason that a network gave, stays as it is. Immutable.
 */
final class Sentences {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    private final Map<String, String> table;
    private final Map<String, String> whole = new HashMap<>();
    private final List<Varying> varying = new ArrayList<>();

    private record Varying(Pattern english, int literals, String other) {}

    private Sentences(Map<String, String> table) {
        this.table = table;
        table.forEach((english, other) -> {
            if (PLACE.matcher(english).find()) {
                varying.add(varying(english, other));
            } else {
                whole.put(english, other);
            }
        });
        // the most telling wording first: "{0} takes no options." before "{0}; {1}"
        varying.sort(Comparator.comparingInt(Varying::literals).reversed());
    }

    static Sentences of(Map<String, String> table) {
        return new Sentences(Map.copyOf(table));
    }

    /** These and others; where both have a sentence, this one's wording stays. */
    Sentences and(Map<String, String> others) {
        Map<String, String> both = new HashMap<>(others);
        both.putAll(table);
        return of(both);
    }

    /** The sentence in this language; {@code text} itself where nothing is known of it. */
    String said(String text) {
        String known = whole.get(text);
        if (known != null) {
            return known;
        }
        for (Varying candidate : varying) {
            Matcher matcher = candidate.english().matcher(text);
            if (matcher.matches()) {
                return said(candidate.other(), matcher);
            }
        }
        return text;
    }

    /** What varies may be a sentence of ours again; it is always shorter than the whole, so that this ends. */
    private String said(String other, Matcher matcher) {
        StringBuilder said = new StringBuilder();
        Matcher place = PLACE.matcher(other);
        while (place.find()) {
            String value = said(matcher.group(Integer.parseInt(place.group(1)) + 1));
            place.appendReplacement(said, Matcher.quoteReplacement(value));
        }
        return place.appendTail(said).toString();
    }

    private static Varying varying(String english, String other) {
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
        return new Varying(Pattern.compile(pattern.toString(), Pattern.DOTALL), literals, other);
    }

    /** A table of this bundle. */
    static Map<String, String> file(String file) {
        try (InputStream stream = Sentences.class.getResourceAsStream(file)) {
            return Json.MAPPER.readValue(stream, new TypeReference<Map<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("The bundle lacks a readable " + file, e);
        }
    }
}
