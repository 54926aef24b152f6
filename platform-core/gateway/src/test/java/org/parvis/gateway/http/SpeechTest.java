package org.parvis.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.gateway.view.ViolationJson;
import org.parvis.model.Capability;
import org.parvis.model.Idempotency;
import org.parvis.model.ItemKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.OAuthProfile;
import org.parvis.model.ReplyPolicy;
import org.parvis.model.Retention;

class SpeechTest {
    private static final List<Locale> FRENCH = List.of(Locale.CANADA_FRENCH, Locale.ENGLISH);

    private final List<NetworkStatus> installed = new ArrayList<>();
    private final Speech speech = new Speech(new NetworkService() {
        @Override
        public List<NetworkStatus> networks() {
            return List.copyOf(installed);
        }

        @Override
        public Optional<NetworkStatus> network(NetworkId id) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void resume(NetworkId id) {
            throw new AssertionError("not asked for");
        }
    });

    private void install(Map<String, Map<String, String>> sentences) {
        URI address = URI.create("https://birds.example");
        OAuthProfile oauth = new OAuthProfile(
                address,
                address,
                null,
                OAuthProfile.ClientAuthentication.BODY,
                true,
                Set.of(),
                Map.of(),
                " ",
                OAuthProfile.RefreshStyle.NONE,
                Duration.ofDays(1),
                null);
        NetworkDescriptor descriptor = new NetworkDescriptor(
                new NetworkId("birds"),
                "Birds",
                "1",
                address,
                address,
                List.of("birds.example"),
                Set.of(),
                Map.of(Capability.EDIT, Map.of("en", "Songs stay as they are", "fr", "Les chants restent")),
                List.of(),
                List.of(),
                List.of(new ReplyPolicy(
                        ItemKind.COMMENT,
                        false,
                        Duration.ofDays(1),
                        null,
                        Map.of("en", "Too late", "fr", "Trop tard"))),
                List.of(),
                Idempotency.NONE,
                Duration.ZERO,
                oauth,
                List.of(),
                Retention.unlimited(),
                null,
                sentences);
        installed.clear();
        installed.add(new NetworkStatus(
                descriptor.id(), "Birds", "1.0.0", "", NetworkState.READY, "", Instant.EPOCH, descriptor));
    }

    @Test
    void networksSpeakTheReadersLanguageAsTheCoreDoes() {
        install(Map.of("A song has at most {0} notes, this one {1}", Map.of("fr", "{1} notes, au plus {0}")));
        assertThat(speech.to(FRENCH).apply("A song has at most 9 notes, this one 12"))
                .isEqualTo("12 notes, au plus 9");
        assertThat(speech.to(FRENCH).apply("Songs stay as they are")).isEqualTo("Les chants restent");
        assertThat(speech.to(FRENCH).apply("Too late")).isEqualTo("Trop tard");
        assertThat(speech.to(FRENCH).apply("Log in first.")).isEqualTo("Connectez-vous d’abord.");
        assertThat(speech.to(List.of(Locale.ENGLISH, Locale.FRENCH)).apply("Too late"))
                .isEqualTo("Too late");
    }

    @Test
    void aSentenceOfTheCoreMayHoldOneOfANetwork() {
        install(Map.of("The bird sleeps", Map.of("fr", "L’oiseau dort")));
        assertThat(speech.to(FRENCH).apply("The call broke off: The bird sleeps"))
                .isEqualTo("L’appel s’est interrompu : L’oiseau dort");
    }

    @Test
    void aNetworkMayKnowALanguageThatTheCoreDoesNot() {
        install(Map.of("The bird sleeps", Map.of("de", "Der Vogel schläft")));
        List<Locale> german = List.of(Locale.GERMAN, Locale.FRENCH);
        assertThat(speech.to(german).apply("The bird sleeps")).isEqualTo("Der Vogel schläft");
        assertThat(speech.to(german).apply("Log in first.")).isEqualTo("Log in first.");
    }

    @Test
    void whatIsInstalledNowIsSaid() {
        assertThat(speech.to(FRENCH).apply("The bird sleeps")).isEqualTo("The bird sleeps");
        install(Map.of("The bird sleeps", Map.of("fr", "L’oiseau dort")));
        assertThat(speech.to(FRENCH).apply("The bird sleeps")).isEqualTo("L’oiseau dort");
        installed.clear();
        assertThat(speech.to(FRENCH).apply("The bird sleeps")).isEqualTo("The bird sleeps");
    }

    @Test
    void onlyWhatIsSpokenIsSaidInTheReadersLanguage() throws JsonProcessingException {
        install(Map.of("The bird sleeps", Map.of("fr", "L’oiseau dort")));
        ViolationJson violation = new ViolationJson("The bird sleeps", "bird.sleeps", "The bird sleeps");
        assertThat(Json.MAPPER
                        .writer()
                        .withAttribute(SpokenText.SPEAKER, new SpokenText.Speaker(speech.to(FRENCH)))
                        .writeValueAsString(violation))
                .isEqualTo("{\"field\":\"The bird sleeps\",\"rule\":\"bird.sleeps\",\"message\":\"L’oiseau dort\"}");
        assertThat(Json.text(violation)).contains("\"message\":\"The bird sleeps\"");
    }
}
