package org.parvis.simulator.youtube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What YouTube refuses, how its tokens live and die, and what survives a restart. */
class EdgesTest {
    @TempDir
    Path home;

    private SmallWorld world;

    @BeforeEach
    void start() throws Exception {
        world = SmallWorld.start(home);
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    @Test
    void whoHasNoTokenOrTooFewScopesIsRefused() throws Exception {
        assertThat(world.get("/youtube/v3/channels?part=id&mine=true", "").reason())
                .isEqualTo("authError");
        String token = world.token("youtube.readonly");
        assertThat(world.get("/youtube/v3/channels?part=id&mine=true", token).status())
                .isEqualTo(200);
        SmallWorld.Answer refused = world.get("/youtube/v3/comments?part=id&id=UgxTop1", token);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().at("/error/details/0/reason").asText()).isEqualTo("ACCESS_TOKEN_SCOPE_INSUFFICIENT");
    }

    @Test
    void whatIsAskedWronglyIsRefusedWithItsReason() throws Exception {
        String token = world.token("youtube.force-ssl");
        String threads = "/youtube/v3/commentThreads?allThreadsRelatedToChannelId=" + SmallWorld.ACME;
        assertThat(world.get(threads, token).reason()).isEqualTo("missingRequiredParameter");
        assertThat(world.get(threads + "&part=snippet,poem", token).reason()).isEqualTo("unknownPart");
        assertThat(world.get(threads + "&part=snippet&maxResults=101", token).reason())
                .isEqualTo("invalidParameter");
        assertThat(world.get(threads + "&part=snippet&pageToken=x", token).reason())
                .isEqualTo("invalidPageToken");
        assertThat(world.get(threads + "&part=snippet&colour=red", token).reason())
                .isEqualTo("badRequest");
        assertThat(world.get("/youtube/v3/commentThreads?part=id&videoId=nowhere", token)
                        .reason())
                .isEqualTo("videoNotFound");
        String reply = "{\"snippet\":{\"parentId\":\"UgxTop1\",\"textOriginal\":\"" + "x".repeat(10_001) + "\"}}";
        assertThat(world.send("POST", "/youtube/v3/comments?part=snippet", token, reply)
                        .reason())
                .isEqualTo("commentTextTooLong");
        String foreign =
                "/youtube/v3/comments/setModerationStatus?id=UgxTop1&banAuthor=true&moderationStatus=published";
        assertThat(world.send("POST", foreign, token, "").reason()).isEqualTo("banWithoutReject");
    }

    @Test
    void aRefreshTokenComesWithOfflineAccessAndIsUsedAgainAndAgain() throws Exception {
        String scope = SmallWorld.PREFIX + "youtube.readonly";
        assertThat(world.redeem(world.consent(scope, "")).has("refresh_token")).isFalse();
        assertThat(world.redeem(world.consent(scope, "&access_type=offline")).has("refresh_token"))
                .as("consented before")
                .isFalse();
        String offline = "&access_type=offline&prompt=consent";
        JsonNode granted = world.redeem(world.consent(scope, offline));
        assertThat(granted.path("expires_in").asInt()).isEqualTo(3599);
        String form = "grant_type=refresh_token&client_id=parvis-demo&client_secret=parvis-demo-secret&refresh_token="
                + SmallWorld.encode(granted.path("refresh_token").asText());
        world.at("2026-11-20T11:00:00Z");
        assertThat(world.get(
                                "/youtube/v3/channels?part=id&mine=true",
                                granted.path("access_token").asText())
                        .status())
                .isEqualTo(401);
        for (int i = 0; i < 3; i++) {
            JsonNode renewed = world.send("POST", "/token", "", form).json();
            assertThat(renewed.has("refresh_token")).isFalse();
            assertThat(world.get(
                                    "/youtube/v3/channels?part=id&mine=true",
                                    renewed.path("access_token").asText())
                            .status())
                    .isEqualTo(200);
        }
        world.at("2027-06-20T11:00:00Z");
        assertThat(world.send("POST", "/token", "", form).json().path("error").asText())
                .as("six months without use")
                .isEqualTo("invalid_grant");
    }

    @Test
    void inTestingARefreshTokenLivesAWeek() throws Exception {
        world.control("settings", "{'consent-screen':'testing'}");
        JsonNode granted = world.redeem(
                world.consent(SmallWorld.PREFIX + "youtube.readonly", "&access_type=offline&prompt=consent"));
        String form = "grant_type=refresh_token&client_id=parvis-demo&client_secret=parvis-demo-secret&refresh_token="
                + SmallWorld.encode(granted.path("refresh_token").asText());
        world.at("2026-11-27T09:59:00Z");
        assertThat(world.send("POST", "/token", "", form).status()).isEqualTo(200);
        world.at("2026-11-27T10:01:00Z");
        assertThat(world.send("POST", "/token", "", form).status()).isEqualTo(400);
    }

    @Test
    void listsShowWhatIsFreshLateAndIdsAtOnce() throws Exception {
        world.control("settings", "{'consistency-millis':'60000'}");
        String token = world.token("youtube.force-ssl");
        String id = world.control("strangers/post", "{'author':'eva','video':'film0000001','text':'hello'}")
                .path("id")
                .asText();
        String threads = "/youtube/v3/commentThreads?part=id&videoId=film0000001";
        assertThat(world.get(threads, token).response().body()).doesNotContain(id);
        assertThat(world.get("/youtube/v3/comments?part=id&id=" + id, token)
                        .response()
                        .body())
                .contains(id);
        world.at("2026-11-20T10:01:00Z");
        assertThat(world.get(threads, token).response().body()).contains(id);
    }

    @Test
    void everythingIsThereAfterARestart() throws Exception {
        String token = world.token("youtube.force-ssl");
        String reply = "{\"snippet\":{\"parentId\":\"UgxTop1\",\"textOriginal\":\"before the restart\"}}";
        String id = world.send("POST", "/youtube/v3/comments?part=snippet", token, reply)
                .json()
                .path("id")
                .asText();
        world.control("moderate", "{'id':'UgxTop1','moderationStatus':'likelySpam'}");
        world.close();
        world = SmallWorld.start(home);
        assertThat(world.get("/youtube/v3/comments?part=id,snippet&id=" + id, token)
                        .response()
                        .body())
                .contains("before the restart");
        String spam = "/youtube/v3/commentThreads?part=id&moderationStatus=likelySpam&videoId=film0000001";
        assertThat(world.get(spam, token).response().body()).contains("UgxTop1");
    }

    @Test
    void anUploadGoesOnAfterARestart() throws Exception {
        String token = world.token("youtube.force-ssl");
        String session = world.send(
                        "POST",
                        "/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status",
                        token,
                        "{\"snippet\":{\"title\":\"T\"},\"status\":{\"privacyStatus\":\"private\"}}")
                .response()
                .headers()
                .firstValue("location")
                .orElseThrow();
        assertThat(session).startsWith(world.base());
        String place = session.substring(world.base().length());
        world.close();
        world = SmallWorld.start(home);
        SmallWorld.Answer done = world.send("PUT", place, token, "x".repeat(1000));
        assertThat(done.status()).isEqualTo(201);
        assertThat(world.send("PUT", place, token, "").status()).as("once more").isEqualTo(200);
        assertThat(done.json().at("/status/uploadStatus").asText()).isEqualTo("uploaded");
    }

    @Test
    void feedsOfFilmsAreServed() throws Exception {
        assertThat(world.get("/feeds/videos.xml?channel_id=" + SmallWorld.ACME, "")
                        .response()
                        .body())
                .contains("<yt:videoId>film0000001</yt:videoId>", "<title>We are open</title>");
    }
}
