package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.parvis.simulation.Reply;

/**
 * Figures: those that exist in 2026 have values, made of names and times alone so that they stay the same; those that Meta
 * retired, or that the kind of medium does not have, make the whole request fail.
 */
final class Insights {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST = Duration.ofDays(30).toSeconds();

    private static final Set<String> OF_ACCOUNT = Set.of(
            "views",
            "reach",
            "accounts_engaged",
            "total_interactions",
            "likes",
            "comments",
            "saves",
            "shares",
            "replies",
            "reposts",
            "profile_links_taps",
            "follows_and_unfollows");

    private static final Set<String> OF_FEED = Set.of(
            "views",
            "reach",
            "likes",
            "comments",
            "saved",
            "shares",
            "total_interactions",
            "reposts",
            "follows",
            "profile_visits",
            "profile_activity");

    private static final Set<String> OF_REEL = Set.of(
            "views",
            "reach",
            "likes",
            "comments",
            "saved",
            "shares",
            "total_interactions",
            "reposts",
            "ig_reels_avg_watch_time",
            "ig_reels_video_view_total_time",
            "reels_skip_rate");

    private static final Set<String> OF_STORY = Set.of(
            "views",
            "reach",
            "replies",
            "shares",
            "total_interactions",
            "navigation",
            "profile_visits",
            "profile_activity",
            "follows");

    private final World world;
    private final Settings settings;

    Insights(World world, Settings settings) {
        this.world = world;
        this.settings = settings;
    }

    private static Set<String> known(Thing thing) {
        if (thing.kind == Thing.Kind.PAGE) {
            return OF_ACCOUNT;
        }
        return thing.media.startsWith("story") ? OF_STORY : thing.media.equals("reel") ? OF_REEL : OF_FEED;
    }

    Reply of(Thing thing, Call call) {
        List<String> names = List.of(call.required("metric").split(","));
        for (String name : names) {
            if (!known(thing).contains(name) || settings.retiredMetrics().contains(name)) {
                throw Refusal.parameter("metric[0] must be one of the following values: "
                        + String.join(", ", known(thing).stream().sorted().toList()));
            }
        }
        boolean account = thing.kind == Thing.Kind.PAGE;
        String window = account ? window(call) : "lifetime";
        if (thing.media.startsWith("story") && settings.flag("few-viewers", false)) {
            throw Refusal.of(400, "OAuthException", 10, 0, "(#10) Not enough viewers for the media to show insights");
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        for (String name : names) {
            ObjectNode metric = data.addObject().put("name", name).put("period", account ? "day" : "lifetime");
            long value = Math.floorMod((thing.id + name + window).hashCode(), 1000);
            if (account) {
                metric.putObject("total_value").put("value", value);
            } else {
                metric.putArray("values").addObject().put("value", value);
            }
            metric.put("title", name.replace('_', ' ')).put("description", "Simulated");
            metric.put("id", thing.id + "/insights/" + name + (account ? "/day" : "/lifetime"));
        }
        return Reply.json(200, answer);
    }

    private String window(Call call) {
        long now = world.now() / 1000;
        long since = call.seconds("since", now - 86_400);
        long until = call.seconds("until", now);
        if (!call.required("metric_type").equals("total_value")
                || !call.required("period").equals("day")) {
            throw Refusal.parameter("param metric_type must be total_value for these metrics");
        }
        if (until - since > LONGEST) {
            throw Refusal.parameter("There cannot be more than 30 days (2592000 s) between since and until");
        }
        return since + "/" + until;
    }
}
