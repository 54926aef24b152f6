package org.parvis.network.linkedin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
    private static final int PARTS = 125;

    private final FakeCall call = FakeCall.answering(200, "{}");

    @Test
    void aDraftComesBackFromItsTokenAsItWas() throws NetworkException {
        MediaRef picture = call.file("image/png", 900, "a \"cat\"");
        Variant variant = new Variant(
                "image", "text\n\uD83D\uDE00", List.of(picture), Map.of("title", "\"T\"", "other", "1"), null);
        Draft draft = Draft.of(variant, FakeCall.NOW);
        draft.assets().get(0).urn = "urn:li:image:1";
        draft.assets().get(0).stage = Asset.Stage.PROCESSING;
        Draft back = Draft.read(variant, draft.token());
        assertThat(back.text()).isEqualTo(variant.text());
        assertThat(back.postOptions().title()).isEqualTo("T");
        assertThat(back.began()).isEqualTo(FakeCall.NOW);
        assertThat(back.assets().get(0).media).isEqualTo(picture);
        assertThat(back.assets().get(0).urn).isEqualTo("urn:li:image:1");
        assertThat(back.assets().get(0).stage).isEqualTo(Asset.Stage.PROCESSING);
    }

    /** The largest film that the descriptor takes, 500 MB, with addresses and tags as long as LinkedIn's. */
    @Test
    void theLargestFilmFitsInATokenAtEveryPart() throws NetworkException {
        Random random = new Random(7);
        Variant variant = new Variant("video", "x", List.of(call.file("video/mp4", 100, null)), Map.of(), null);
        for (int done = 0; done <= PARTS; done += 25) {
            Draft draft = Draft.of(variant, FakeCall.NOW);
            Asset asset = draft.assets().get(0);
            asset.stage = Asset.Stage.SENDING;
            asset.urn = "urn:li:video:D4E10AQHLgmLvLPXzVw";
            asset.addressesEnd = FakeCall.NOW;
            for (int part = 0; part < PARTS; part++) {
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
            assertThat(token.value()).hasSizeLessThanOrEqualTo(ResumeToken.MAX_LENGTH);
            assertThat(Draft.read(variant, token).assets().get(0).parts).isEqualTo(asset.parts);
            assertThat(Draft.read(variant, token).assets().get(0).tags).isEqualTo(asset.tags);
        }
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
            NetworkException refused = catchThrowableOfType(
                    NetworkException.class, () -> Draft.read(Variant.ofText("x"), new ResumeToken(token)));
            assertThat(refused.kind()).isEqualTo(ErrorKind.GONE);
        }
    }

    @Test
    void twentyPicturesWithManyWordsFit() throws NetworkException {
        Random random = new Random(1);
        List<MediaRef> pictures = new java.util.ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pictures.add(call.file("image/png", 1000 + i, secret(random, 4000)));
        }
        Variant variant = new Variant("images", secret(random, 3000), pictures, Map.of(), null);
        assertThat(new LinkedinPublisher().validate(variant)).isEmpty();
        Draft draft = Draft.of(variant, FakeCall.NOW);
        assertThat(Draft.read(variant, draft.token()).assets())
                .extracting(asset -> asset.media)
                .containsExactlyElementsOf(pictures);
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
