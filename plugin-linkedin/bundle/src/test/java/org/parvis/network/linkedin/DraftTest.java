package org.parvis.network.linkedin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.model.Variant;
import org.parvis.spi.NetworkException;
import org.parvis.spi.ResumeToken;

/** What is remembered of a post whose files are on their way. */
class DraftTest {
    private final FakeCall call = FakeCall.answering(200, "{}");

    @Test
    void aDraftComesBackFromItsTokenAsItWas() throws NetworkException {
        MediaRef picture = call.file("image/png", 900, "a \"cat\"");
        Variant variant = new Variant(
                "image", "text\n\uD83D\uDE00", List.of(picture), Map.of("title", "\"T\"", "other", "1"), null);
        Draft draft = Draft.of(variant, FakeCall.NOW);
        draft.assets().get(0).urn = "urn:li:image:1";
        draft.assets().get(0).stage = Asset.Stage.PROCESSING;
        Draft back = Draft.read(draft.token());
        assertThat(back.text()).isEqualTo(variant.text());
        assertThat(back.options()).containsExactly(Map.entry("title", "\"T\""));
        assertThat(back.began()).isEqualTo(FakeCall.NOW);
        assertThat(back.assets().get(0).media).isEqualTo(picture);
        assertThat(back.assets().get(0).urn).isEqualTo("urn:li:image:1");
        assertThat(back.assets().get(0).stage).isEqualTo(Asset.Stage.PROCESSING);
    }

    /** The largest film that the descriptor takes, with addresses and tags as long as LinkedIn's, and the longest text. */
    @Test
    void theLargestFilmFitsInATokenAtEveryPart() throws NetworkException {
        Random random = new Random(7);
        Variant variant = new Variant("video", text(3000), List.of(call.file("video/mp4", 100, null)), Map.of(), null);
        for (int done = 0; done <= 50; done += 10) {
            Draft draft = Draft.of(variant, FakeCall.NOW);
            Asset asset = draft.assets().get(0);
            asset.stage = Asset.Stage.SENDING;
            asset.urn = "urn:li:video:D4E10AQHLgmLvLPXzVw";
            asset.addressesEnd = FakeCall.NOW;
            for (int part = 0; part < 50; part++) {
                long first = part * 4194304L;
                if (part < done) {
                    asset.tags.add("/ambry-video/signedId/" + secret(random, 40) + ".bin");
                } else {
                    asset.parts.add(new Asset.Part(
                            "https://www.linkedin.com/dms-uploads/sp/D4E10AQHLgmLvLPXzVw/uploadedVideo?ut="
                                    + secret(random, 14) + "&ca=vector_ads&cn=uploads&sync=0&v=beta&partNumber=" + part,
                            first,
                            first + 4194303));
                }
            }
            ResumeToken token = draft.token();
            assertThat(token.value()).hasSizeLessThanOrEqualTo(Draft.LONGEST_TOKEN);
            assertThat(Draft.read(token).assets().get(0).parts).isEqualTo(asset.parts);
            assertThat(Draft.read(token).assets().get(0).tags).isEqualTo(asset.tags);
        }
    }

    private static String text(int length) {
        StringBuilder text = new StringBuilder();
        Random random = new Random(3);
        List<String> words = List.of("the", "market", "opens", "on", "Sunday", "with", "bread", "and", "music", "été");
        while (text.length() < length) {
            text.append(words.get(random.nextInt(words.size())))
                    .append(random.nextInt(40))
                    .append(' ');
        }
        return text.substring(0, length);
    }

    private static String secret(Random random, int length) {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < length; i++) {
            secret.append(
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".charAt(random.nextInt(64)));
        }
        return secret.toString();
    }

    @Test
    void aForeignTokenIsSaidToBeOne() {
        for (String token : List.of("", "x", "eJw", "bm90IHBhY2tlZA")) {
            NetworkException refused =
                    catchThrowableOfType(NetworkException.class, () -> Draft.read(new ResumeToken(token)));
            assertThat(refused.kind()).isEqualTo(ErrorKind.GONE);
        }
    }

    @Test
    void twentyPicturesWithWordsThatDoNotFitAreRefusedBeforeAnythingIsSent() {
        Random random = new Random(1);
        List<MediaRef> pictures = new java.util.ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pictures.add(call.file("image/png", 1000 + i, secret(random, 1000)));
        }
        Variant variant = new Variant("images", "many", pictures, Map.of(), null);
        assertThat(new LinkedinPublisher().validate(variant))
                .extracting(v -> v.field())
                .containsExactly("media");
        assertThat(Draft.of(variant, Instant.EPOCH).fits()).isFalse();
    }

    @Test
    void optionsAreCheckedWhereDataCannotSayIt() {
        assertThat(fields(new Variant("article", "no link", List.of(), Map.of(), null)))
                .containsExactly("options.link", "options.title");
        assertThat(fields(new Variant("article", "at https://a.example/x.", List.of(), Map.of("title", "\"T\""), null)))
                .isEmpty();
        assertThat(fields(new Variant("poll", "", List.of(), Map.of("pollOptions", "[\"a\",\"a\",\"\"]"), null)))
                .containsExactly("options.pollQuestion", "options.pollOptions[2]", "options.pollOptions");
        assertThat(fields(new Variant("document", "", List.of(), Map.of("title", "3"), null)))
                .containsExactly("options.title");
        assertThat(PostOptions.of(new Variant("article", "at https://a.example/x.", List.of(), Map.of(), null))
                        .link())
                .isEqualTo("https://a.example/x");
    }

    private static List<String> fields(Variant variant) {
        return new LinkedinPublisher()
                .validate(variant).stream().map(v -> v.field()).toList();
    }
}
