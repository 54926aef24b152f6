package org.parvis.simulator.facebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulator answers is what Meta's own description says its objects have. */
class DescribedFieldsTest {

    private static final String FOLDER = "networks/specs/meta/facebook-business-sdk-codegen/";

    /** Shown by the documentation, though not described, and why. */
    private static final Map<String, String> ADDED = Map.of(
            "Page.tasks", "a field of the edge /me/accounts alone",
            "Page.access_token", "described; listed here for the edge /me/accounts");

    @Test
    void everyFieldThatIsAnsweredIsDescribed(@TempDir Path home) throws Exception {
        Map<String, String> asked = Map.of(
                "Page", "/" + SmallWorld.PAGE + "?fields=name,username,category,link,followers_count,fan_count,picture",
                "PagePost",
                        "/9000000001_1000?fields=message,created_time,updated_time,permalink_url,full_picture,status_type,"
                                + "is_published,is_hidden,scheduled_publish_time,from,attachments,shares,comments,reactions,likes",
                "Comment",
                        "/1000_1001?fields=message,created_time,from,parent,object,is_hidden,is_private,permalink_url,"
                                + "like_count,user_likes,comment_count,can_comment,can_like,can_remove,can_hide,"
                                + "can_reply_privately,comments,attachment,message_tags",
                "UnifiedThread",
                        "/t_900000000177?fields=updated_time,link,snippet,message_count,unread_count,can_reply,"
                                + "participants,senders,messages");
        Set<String> undescribed = new TreeSet<>();
        try (SmallWorld world = new SmallWorld(home)) {
            String token = world.pageToken();
            for (Map.Entry<String, String> each : asked.entrySet()) {
                JsonNode answer = world.get("/v26.0" + each.getValue() + "&access_token=" + token);
                assertThat(answer.has("error")).as("%s", answer).isFalse();
                Set<String> known = known(each.getKey());
                answer.fieldNames().forEachRemaining(name -> {
                    if (!known.contains(name) && !ADDED.containsKey(each.getKey() + "." + name)) {
                        undescribed.add(each.getKey() + "." + name);
                    }
                });
            }
        }
        assertThat(undescribed).isEmpty();
    }

    private static Set<String> known(String type) throws Exception {
        JsonNode description = SmallWorld.JSON.readTree(Files.readAllBytes(SharedData.path(FOLDER + type + ".json")));
        Set<String> known = new HashSet<>();
        description.path("fields").forEach(field -> known.add(field.path("name").asText()));
        description.path("apis").forEach(api -> {
            if (api.path("method").asText().equals("GET")) {
                known.add(api.path("endpoint").asText());
            }
        });
        return known;
    }

    /** What others once recorded of the real network has the members that the simulator's answers have. */
    @Test
    void recordedAnswersHaveTheShapeOfTheSimulators(@TempDir Path home) throws Exception {
        String samples = "networks/fixtures/facebook/python-facebook/testdata/facebook/apidata/";
        try (SmallWorld world = new SmallWorld(home)) {
            String token = "&access_token=" + world.pageToken();
            shape(
                    samples + "comments/comment_info.json",
                    world.get("/v26.0/1000_1001?fields=id,comment_count,created_time,like_count,message,permalink_url"
                            + token));
            shape(
                    samples + "conversations/cvs_info.json",
                    world.get("/v26.0/t_900000000177?fields=id,link,message_count,snippet,unread_count,updated_time"
                            + token));
            shape(
                    samples + "posts/feed_fields_p1.json",
                    world.get("/v26.0/" + SmallWorld.PAGE + "/feed?fields=id,message,created_time" + token));
        }
    }

    private static void shape(String sample, JsonNode answer) throws Exception {
        JsonNode recorded = SmallWorld.JSON.readTree(Files.readAllBytes(SharedData.path(sample)));
        JsonNode real = recorded.has("data") ? recorded.path("data").path(0) : recorded;
        JsonNode ours = answer.has("data") ? answer.path("data").path(0) : answer;
        ours.properties().forEach(member -> {
            JsonNode counterpart = real.get(member.getKey());
            assertThat(counterpart).as("%s of %s", member.getKey(), sample).isNotNull();
            assertThat(member.getValue().getNodeType()).isEqualTo(counterpart.getNodeType());
            if (member.getKey().endsWith("_time")) {
                assertThat(member.getValue().asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+0000");
            }
        });
    }
}
