package org.parvis.gateway.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.model.AccountKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.ReplyPolicy;
import org.parvis.model.SignInProfile;

/**
 * Says what core and networks say in the reader's language: the core's sentences from this bundle's file, the networks' from
 * their descriptors, as they are installed now. Thread-safe, does not block.
 */
@Component(service = Speech.class)
public final class Speech {
    private static final Map<String, Sentences> CORE = Map.of("fr", Sentences.of(Sentences.file("sentences.fr.json")));

    private final NetworkService networks;
    private volatile @Nullable Known known;

    @Activate
    public Speech(@Reference NetworkService networks) {
        this.networks = networks;
    }

    /** What is known to be said, as long as the networks are these. */
    private record Known(List<NetworkDescriptor> networks, Map<String, Sentences> byLanguage) {}

    /** How a reader of these languages, the dearest first, is spoken to; English where nobody speaks theirs. */
    UnaryOperator<String> to(List<Locale> languages) {
        Map<String, Sentences> spoken = known().byLanguage();
        for (Locale language : languages) {
            Sentences sentences = spoken.get(language.getLanguage());
            if (sentences != null) {
                return sentences::said;
            }
            if (language.getLanguage().equals("en")) {
                break;
            }
        }
        return UnaryOperator.identity();
    }

    private Known known() {
        List<NetworkDescriptor> installed = networks.networks().stream()
                .map(NetworkStatus::descriptor)
                .filter(Objects::nonNull)
                .toList();
        Known present = known;
        if (present == null || !present.networks().equals(installed)) {
            present = new Known(installed, together(installed));
            known = present;
        }
        return present;
    }

    /** In one table, because a sentence of the core may hold one of a network. The core's own wordings come first. */
    private static Map<String, Sentences> together(List<NetworkDescriptor> networks) {
        Map<String, Map<String, String>> texts = new TreeMap<>();
        for (NetworkDescriptor network : networks) {
            network.sentences().forEach((english, said) -> add(texts, english, said));
            network.unavailable().values().forEach(reason -> add(texts, reason));
            network.replyPolicies().stream().map(ReplyPolicy::reasons).forEach(reason -> add(texts, reason));
            SignInProfile signIn = network.signIn();
            if (signIn != null) {
                add(texts, signIn.identifier());
                add(texts, signIn.secret());
            }
            for (AccountKind kind : network.accountKinds()) {
                add(texts, kind.names());
                kind.unavailable().values().forEach(reason -> add(texts, reason));
            }
        }
        Map<String, Sentences> spoken = new HashMap<>(CORE);
        texts.forEach((language, said) -> {
            Sentences core = CORE.get(language);
            spoken.put(language, core == null ? Sentences.of(said) : core.and(said));
        });
        return spoken;
    }

    private static void add(Map<String, Map<String, String>> texts, Map<String, String> byLanguage) {
        String english = byLanguage.get("en");
        if (english != null) {
            add(texts, english, byLanguage);
        }
    }

    private static void add(Map<String, Map<String, String>> texts, String english, Map<String, String> said) {
        said.forEach((language, sentence) -> {
            if (!language.equals("en")) {
                texts.computeIfAbsent(language, l -> new TreeMap<>()).put(english, sentence);
            }
        });
    }
}
