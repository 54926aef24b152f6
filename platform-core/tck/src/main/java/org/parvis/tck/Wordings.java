package org.parvis.tck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.parvis.model.AccountKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.ReplyPolicy;
import org.parvis.model.SignInProfile;

/**
 * What a plugin says to people, and in which languages: the texts of its descriptor, and the sentences in the classes of its
 * bundle that make what people read. A plugin may speak English alone; whatever else it speaks, it speaks throughout.
 */
final class Wordings {
    /** Inlined, and ours: the platform itself knows what it says. */
    private static final String TOOLKIT = "org/parvis/toolkit/";

    private static final String MARK = "\u0001";
    /** At least three words, the first of which begins one. */
    private static final Pattern SENTENCE =
            Pattern.compile("['\"A-Z" + MARK + "][^\\n]* [^\\n]* [^\\n]*");

    /** Who makes one of these says something to a person. */
    private static final Set<String> SPEAKING = Set.of(
            "org/parvis/model/Violation.<init>",
            "org/parvis/spi/Permission.<init>",
            "org/parvis/spi/Reconciliation$Unknown.<init>",
            "org/parvis/spi/NetworkException.<init>",
            "org/parvis/spi/NetworkException.of(");

    private final NetworkDescriptor descriptor;

    Wordings(NetworkDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** The languages that the descriptor speaks anywhere. */
    Set<String> languages() throws IOException {
        Set<String> languages = new TreeSet<>(Set.of("en"));
        texts().forEach(languages::addAll);
        descriptor.sentences().values().forEach(said -> languages.addAll(said.keySet()));
        return languages;
    }

    /** The languages of each text of the descriptor. */
    List<Collection<String>> texts() throws IOException {
        List<Collection<String>> texts = new ArrayList<>();
        descriptor.unavailable().values().forEach(text -> texts.add(text.keySet()));
        descriptor.replyPolicies().stream()
                .map(ReplyPolicy::reasons)
                .filter(text -> !text.isEmpty())
                .forEach(text -> texts.add(text.keySet()));
        SignInProfile signIn = descriptor.signIn();
        if (signIn != null) {
            Stream.of(signIn.identifier(), signIn.secret())
                    .filter(text -> !text.isEmpty())
                    .forEach(text -> texts.add(text.keySet()));
        }
        for (AccountKind kind : descriptor.accountKinds()) {
            texts.add(kind.names().keySet());
            kind.unavailable().values().forEach(text -> texts.add(text.keySet()));
        }
        String schema = descriptor.optionsSchema();
        if (schema != null) {
            titles(new ObjectMapper().readTree(schema), texts);
        }
        return texts;
    }

    /** A {@code title} beside which there are no {@code titles} is English alone. */
    private static void titles(JsonNode node, List<Collection<String>> texts) {
        if (node.path("title").isTextual()) {
            Set<String> languages = new TreeSet<>(Set.of("en"));
            node.path("titles").fieldNames().forEachRemaining(languages::add);
            texts.add(languages);
        }
        node.forEach(inner -> titles(inner, texts));
    }

    /** The sentences in the classes of the bundle, as the descriptor has to name them. */
    static Set<String> sentences(BundleContent bundle) throws IOException {
        Set<String> sentences = new TreeSet<>();
        for (Map.Entry<String, byte[]> entry : bundle.entries().entrySet()) {
            if (entry.getKey().endsWith(".class") && !entry.getKey().startsWith(TOOLKIT)) {
                ConstantPool pool = ConstantPool.of(entry.getValue());
                boolean speaks =
                        pool.mentions().stream().anyMatch(m -> SPEAKING.stream().anyMatch(m::startsWith));
                Stream<String> found = speaks ? pool.strings().stream() : Stream.empty();
                found.filter(text -> SENTENCE.matcher(text).matches())
                        .map(Wordings::numbered)
                        .forEach(sentences::add);
            }
        }
        return sentences;
    }

    private static String numbered(String recipe) {
        String[] parts = recipe.split(MARK, -1);
        StringBuilder numbered = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            numbered.append('{').append(i - 1).append('}').append(parts[i]);
        }
        return numbered.toString();
    }
}
