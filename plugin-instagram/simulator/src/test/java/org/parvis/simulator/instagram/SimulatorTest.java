package org.parvis.simulator.instagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.restfb.DefaultFacebookClient;
import com.restfb.Parameter;
import com.restfb.exception.FacebookOAuthException;
import com.restfb.types.GraphResponse;
import com.restfb.types.instagram.IgComment;
import com.restfb.types.instagram.IgMedia;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator by plain requests, and driven by a client that others wrote for the real network. */
class SimulatorTest {

    @TempDir
    Path home;

    @Test
    void aCodeWorksOnceAndATokenIsRenewedWhenItIsADayOld() throws Exception {
        try (SmallWorld world = new SmallWorld(home)) {
            String code = world.code();
            assertThat(world.exchange(code).path("data").path(0).path("user_id").asText())
                    .isEqualTo(SmallWorld.ACCOUNT);
            assertThat(world.exchange(code).path("error").path("code").asInt()).isEqualTo(100);
            String refresh = "/refresh_access_token?grant_type=ig_refresh_token&access_token=" + world.token();
            assertThat(world.get(refresh).path("error").path("code").asInt()).isEqualTo(100);
            world.simulation.clock().step(Duration.ofDays(2));
            assertThat(world.get(refresh).path("expires_in").asLong()).isEqualTo(5_184_000);
        }
    }

    @Test
    void mediaAndCommentsAreReadAndWrittenByAClientOfOthers() throws Exception {
        try (SmallWorld world = new SmallWorld(home)) {
            DefaultFacebookClient client = world.client();
            IgMedia medium = client.fetchConnection(
                            SmallWorld.ACCOUNT + "/media",
                            IgMedia.class,
                            Parameter.with("fields", "id,caption,media_type,comments_count,like_count"))
                    .getData()
                    .get(0);
            assertThat(medium.getCaption()).isEqualTo("We are open");
            String reply = client.publish("1001/replies", GraphResponse.class, Parameter.with("message", "an answer"))
                    .getId();
            IgComment comment = client.fetchObject(
                    "1001", IgComment.class, Parameter.with("fields", "id,text,username,replies{id,text}"));
            assertThat(comment.getText()).isEqualTo("is it back?");
            assertThat(comment.getUsername()).isEqualTo("jo");
            assertThat(client.deleteObject(reply)).isTrue();
            FacebookOAuthException dead = catchThrowableOfType(
                    FacebookOAuthException.class,
                    () -> client.fetchObject(
                            "1000/insights", GraphResponse.class, Parameter.with("metric", "reach,impressions")));
            assertThat(dead.getErrorCode()).isEqualTo(100);
        }
    }

    @Test
    void whatWasWrittenAndGrantedOutlivesARestart() throws Exception {
        String token;
        String comment;
        try (SmallWorld world = new SmallWorld(home)) {
            token = "access_token=" + world.token();
            comment = world.post("/1000/comments?" + token, "message", "kept")
                    .path("id")
                    .asText();
        }
        try (SmallWorld again = new SmallWorld(home)) {
            assertThat(again.get("/" + comment + "?fields=text&" + token)
                            .path("text")
                            .asText())
                    .isEqualTo("kept");
            assertThat(again.post("/1000/comments?" + token, "message", "another")
                            .path("id")
                            .asText())
                    .isGreaterThan(comment);
        }
    }

    @Test
    void whatTheArchiveBringsLaterAppearsWithTime() throws Exception {
        try (SmallWorld world = new SmallWorld(home)) {
            String comments = "/v26.0/1000/comments?access_token=" + world.token();
            assertThat(world.get(comments).path("data")).hasSize(1);
            world.simulation.nextEvent(1);
            assertThat(world.get(comments).path("data")).hasSize(2);
        }
    }

    @Test
    void aFileThatIsNowhereMakesNoContainerAndNothingIsFetchedFromElsewhere() throws Exception {
        try (SmallWorld world = new SmallWorld(home)) {
            String media = "/" + SmallWorld.ACCOUNT + "/media?access_token=" + world.token();
            for (String address :
                    new String[] {"http://127.0.0.1:1/a.jpg", "https://example.com/a.jpg", "no address"}) {
                JsonNode error = world.post(media, "image_url", address).path("error");
                assertThat(error.path("code").asInt()).isEqualTo(9004);
                assertThat(error.path("error_subcode").asInt()).isEqualTo(2_207_052);
            }
            assertThat(world.post(media, "media_type", "CAROUSEL", "children", "1")
                            .path("error")
                            .path("error_subcode")
                            .asInt())
                    .isEqualTo(2_207_028);
        }
    }
}
