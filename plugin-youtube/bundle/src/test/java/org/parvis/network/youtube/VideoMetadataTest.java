package org.parvis.network.youtube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.ResumeToken;
import org.parvis.toolkit.json.Json;

/** Titles, descriptions, tags and options by YouTube's own rules, before anything leaves. */
class VideoMetadataTest {
    private static final MediaRef FILM = media("video/mp4", 5_000, 1920, 1080);

    private static MediaRef media(String type, long size, int width, int height) {
        return new MediaRef(new MediaId(UUID.randomUUID()), type, size, width, height, null, "alt");
    }

    private static Variant film(String text, Map<String, String> options) {
        return new Variant("video", text, List.of(FILM), options, null);
    }

    private static List<String> rules(Variant variant) {
        return new YoutubePublisher()
                .validate(variant).stream().map(v -> v.field() + " " + v.rule()).toList();
    }

    @Test
    void theTitleIsTheOptionOrTheFirstLine() {
        assertThat(new VideoMetadata(film("One\ntwo", Map.of())).title()).isEqualTo("One");
        assertThat(new VideoMetadata(film("One\ntwo", Map.of("title", "\" Other \""))).title())
                .isEqualTo("Other");
        assertThat(rules(film("One\ntwo", Map.of()))).isEmpty();
        assertThat(rules(film("", Map.of()))).containsExactly("options.title title.required");
        assertThat(rules(film("x".repeat(101), Map.of()))).containsExactly("options.title title.tooLong");
        assertThat(rules(film("😀".repeat(100), Map.of()))).isEmpty();
        assertThat(rules(film("a < b", Map.of())))
                .containsExactly("options.title title.characters", "text text.characters");
    }

    @Test
    void descriptionsAreCountedInBytes() {
        assertThat(new YoutubePublisher().measure("é").length()).isEqualTo(2);
        Map<String, String> titled = Map.of("title", "\"T\"");
        assertThat(rules(film("é".repeat(2_500), titled))).isEmpty();
        assertThat(rules(film("é".repeat(2_501), titled))).containsExactly("text text.tooLong");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"498|", "499|options.tags tags.tooLong"})
    void tagsCountTheirQuotesAndCommas(int length, String rule) {
        // "a b" counts five, the comma one.
        String tags = "[\"a b\",\"" + "x".repeat(length - 4) + "\"]";
        assertThat(rules(film("T", Map.of("tags", tags)))).isEqualTo(rule == null ? List.of() : List.of(rule));
    }

    @Test
    void planningNeedsATimeAndAFilmForEverybody() {
        assertThat(rules(film("T", Map.of("publishAt", "\"tomorrow\""))))
                .containsExactly("options.publishAt publishAt.format");
        assertThat(rules(film("T", Map.of("publishAt", "\"2026-12-01T09:00:00Z\"", "privacy", "\"unlisted\""))))
                .containsExactly("options.publishAt publishAt.privacy");
        JsonNode status = new VideoMetadata(film("T", Map.of("publishAt", "\"2026-12-01T10:00:00+01:00\"")))
                .body()
                .path("status");
        assertThat(status.path("privacyStatus").asText()).isEqualTo("private");
        assertThat(status.path("publishAt").asText()).isEqualTo("2026-12-01T09:00:00Z");
    }

    @Test
    void theFilmComesFirstAndItsPictureSecond() {
        MediaRef picture = media("image/png", 100, 10, 10);
        assertThat(rules(new Variant("video", "T", List.of(picture), Map.of(), null)))
                .containsExactly("media[0] media.type");
        assertThat(rules(new Variant("video", "T", List.of(FILM, FILM), Map.of(), null)))
                .containsExactly("media[1] media.type");
        MediaRef large = media("image/png", (2 << 20) + 1, 10, 10);
        assertThat(rules(new Variant("video", "T", List.of(FILM, large), Map.of(), null)))
                .containsExactly("media[1] media.tooLarge");
        assertThat(rules(new Variant("short", "T", List.of(FILM), Map.of(), null)))
                .containsExactly("media[0] media.aspect");
        assertThat(rules(new Variant("poem", "T", List.of(FILM), Map.of(), null)))
                .containsExactly("format format.unknown");
    }

    @Test
    void whatIsWrongNeverLeaves() {
        FakeCall call = FakeCall.answering(200, "{}");
        NetworkException refused = catchThrowableOfType(
                NetworkException.class, () -> new YoutubePublisher().publish(call, film("", Map.of())));
        assertThat(refused.kind()).isEqualTo(ErrorKind.CONTENT_REJECTED);
        assertThat(refused.violations()).extracting(Violation::field).containsExactly("options.title");
        assertThat(call.requests).isEmpty();
    }

    @Test
    void theSchemaOfTheOptionsTakesWhatIsSentAndNamesEachInTwoLanguages() {
        JsonNode schema =
                Json.parse(String.valueOf(FakeCall.read().optionsSchema())).orElseThrow();
        JsonNode good = Json.parse("{\"title\":\"T\",\"privacy\":\"unlisted\",\"publishAt\":\"2026-12-01T09:00:00Z\","
                        + "\"tags\":[\"a\"],\"category\":\"26\",\"madeForKids\":true,\"language\":\"fr\"}")
                .orElseThrow();
        JsonNode bad = Json.parse("{\"privacy\":\"secret\",\"colour\":\"red\"}").orElseThrow();
        var checked =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
        assertThat(checked.validate(good)).isEmpty();
        assertThat(checked.validate(bad)).hasSizeGreaterThanOrEqualTo(2);
        schema.path("properties").properties().forEach(option -> {
            assertThat(option.getValue().at("/titles/en").asText())
                    .as(option.getKey())
                    .isNotBlank();
            assertThat(option.getValue().at("/titles/fr").asText())
                    .as(option.getKey())
                    .isNotBlank();
        });
    }

    @Test
    void theNoteOfAnUploadSurvivesItsStoreAndADamagedOneIsLookedUp() throws Exception {
        FakeCall call = FakeCall.answering(
                r -> FakeCall.response(200, Map.of("location", "https://youtube.googleapis.com/s?upload_id=1"), ""));
        PublishOutcome.Pending begun =
                (PublishOutcome.Pending) new YoutubePublisher().publish(call, film("T", Map.of()));
        UploadToken token = UploadToken.decode(begun.token());
        assertThat(token.film()).isEqualTo(FILM);
        assertThat(token.encode()).isEqualTo(begun.token());
        for (String damaged : List.of(
                "", "{}", "{\"v\":2}", "{\"v\":1,\"begun\":\"2026-11-22T12:00:00Z\",\"film\":{\"id\":\"x\"}}")) {
            NetworkException unreadable =
                    catchThrowableOfType(NetworkException.class, () -> UploadToken.decode(new ResumeToken(damaged)));
            assertThat(unreadable.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        }
    }

    @Test
    void sessionsAreFollowedOnGooglesHostsOrWhereTheOperatorSays() throws Exception {
        FakeCall call = FakeCall.answering(r -> FakeCall.response(
                200, Map.of("location", "https://www.googleapis.com/upload/youtube/v3/videos?upload_id=1"), ""));
        call.base = java.net.URI.create("http://127.0.0.1:8080");
        PublishOutcome.Pending begun =
                (PublishOutcome.Pending) new YoutubePublisher().publish(call, film("T", Map.of()));
        assertThat(UploadToken.decode(begun.token()).session())
                .hasToString("http://127.0.0.1:8080/upload/youtube/v3/videos?upload_id=1");
    }
}
