package org.parvis.simulator.facebook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.parvis.simulation.Reply;

/**
 * Figures: those that exist in 2026 have values, made of the names and days alone so that they stay the same; those that Meta
 * retired make the whole request fail, as does anything else that is no metric.
 */
final class Insights {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST = Duration.ofDays(93).toSeconds();

    static final Set<String> OF_PAGE = Set.of(
            "page_media_view",
            "page_total_media_view_unique",
            "page_post_engagements",
            "page_follows",
            "page_daily_follows",
            "page_daily_follows_unique",
            "page_daily_unfollows_unique",
            "page_views_total",
            "page_total_actions",
            "page_fan_adds_by_paid_non_paid_unique",
            "page_lifetime_engaged_followers_unique",
            "page_video_views");

    static final Set<String> OF_POST = Set.of(
            "post_media_view",
            "post_total_media_view_unique",
            "post_clicks",
            "post_clicks_by_type",
            "post_reactions_by_type_total",
            "post_reactions_like_total",
            "post_reactions_love_total",
            "post_reactions_wow_total",
            "post_reactions_haha_total",
            "post_reactions_sorry_total",
            "post_reactions_anger_total",
            "post_activity_by_action_type",
            "post_video_views");

    private final World world;
    private final Settings settings;

    Insights(World world, Settings settings) {
        this.world = world;
        this.settings = settings;
    }

    Reply of(Thing thing, Call call) {
        Set<String> known = thing.kind == Thing.Kind.PAGE ? OF_PAGE : OF_POST;
        List<String> names = List.of(call.required("metric").split(","));
        for (String name : names) {
            if (!known.contains(name) || settings.retiredMetrics().contains(name)) {
                throw Refusal.parameter("The value must be a valid insights metric");
            }
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        String period = call.parameter("period").orElse(thing.kind == Thing.Kind.PAGE ? "day" : "lifetime");
        for (String name : names) {
            ObjectNode metric = JSON.createObjectNode().put("name", name).put("period", period);
            if (thing.kind == Thing.Kind.PAGE) {
                days(thing, name, call, metric.putArray("values"));
            } else {
                lifetime(thing, name, metric.putArray("values").addObject());
            }
            metric.put("title", name.replace('_', ' ')).put("description", "Simulated");
            data.add(metric.put("id", thing.id + "/insights/" + name + "/" + period));
        }
        answer.putObject("paging");
        return Reply.json(200, answer);
    }

    /** The day from the first to the second is told at the second's 08:00 UTC. */
    private void days(Thing page, String name, Call call, ArrayNode values) {
        long now = world.now() / 1000;
        long since = call.seconds("since", now - 2 * 86_400);
        long until = Math.min(now, call.seconds("until", now));
        if (call.seconds("until", now) - since > LONGEST) {
            throw Refusal.parameter("There cannot be more than 93 days between since and until");
        }
        Instant end = Instant.ofEpochSecond(since)
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .plusDays(1)
                .atTime(8, 0)
                .toInstant(ZoneOffset.UTC);
        for (; end.getEpochSecond() <= until; end = end.plus(Duration.ofDays(1))) {
            long value = name.equals("page_follows")
                    ? page.followers
                    : Math.floorMod((page.id + name + end).hashCode(), 500);
            values.addObject().put("value", value).put("end_time", Rendering.time(end.toEpochMilli()));
        }
    }

    private static void lifetime(Thing post, String name, ObjectNode value) {
        long likes = post.likesBefore + post.likes.size();
        switch (name) {
            case "post_reactions_by_type_total" -> value.putObject("value").put("like", likes);
            case "post_reactions_like_total" -> value.put("value", likes);
            case "post_clicks_by_type" -> value.putObject("value").put("other clicks", 1);
            case "post_activity_by_action_type" -> value.putObject("value").put("like", likes);
            default -> value.put("value", Math.floorMod((post.id + name).hashCode(), 1000));
        }
    }
}
