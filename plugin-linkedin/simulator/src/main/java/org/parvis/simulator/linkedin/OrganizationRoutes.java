package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.parvis.simulation.Reply;

/** Pages, roles, members, and the reports about pages. */
final class OrganizationRoutes {
    private static final long DAY = 86_400_000;

    private final World world;
    private final Limits limits;
    private final Settings settings;
    private final Rights rights;
    private final Rendering rendering;

    OrganizationRoutes(World world, Limits limits, Settings settings) {
        this.world = world;
        this.limits = limits;
        this.settings = settings;
        this.rights = new Rights(world);
        this.rendering = new Rendering(world);
    }

    Reply acls(Request request) {
        rights.administers(request, "organizationAcls.FINDER-roleAssignee");
        if (!request.required("q").equals("roleAssignee")) {
            throw new Refusal(400, 0, "PARAM_INVALID", "Only q=roleAssignee is known here");
        }
        boolean asked = request.parameter("role").orElse("ADMINISTRATOR").equals("ADMINISTRATOR")
                && request.parameter("state").orElse("APPROVED").equals("APPROVED");
        String member = request.grant().member();
        List<World.Page> pages = world.pages().stream()
                .filter(page -> asked && page.administrators.contains(member))
                .toList();
        return Reply.json(
                200,
                Rendering.page(
                        request,
                        pages,
                        request.number("count", 10, 100),
                        page -> Changes.JSON
                                .createObjectNode()
                                .put("role", "ADMINISTRATOR")
                                .put("organization", page.urn())
                                .put("roleAssignee", World.PERSON + member)
                                .put("state", "APPROVED")));
    }

    private static ObjectNode page(World.Page page) {
        ObjectNode node = Changes.JSON.createObjectNode().put("id", page.id).put("$URN", page.urn());
        node.put("vanityName", page.vanityName).put("localizedName", page.name);
        node.putObject("defaultLocale").put("country", "US").put("language", "en");
        return node.put("organizationType", "PUBLIC_COMPANY");
    }

    Reply organization(Request request) {
        String id = request.segment(2);
        return Reply.json(200, page(world.page(id).orElseThrow(() -> Refusal.notFound(id))));
    }

    Reply organizations(Request request) {
        if (request.parameter("q").orElse("").equals("vanityName")) {
            List<World.Page> pages =
                    world.page(request.required("vanityName")).stream().toList();
            return Reply.json(200, Rendering.page(request, pages, 10, OrganizationRoutes::page));
        }
        limits.requireStandard("BATCH_GET organizations");
        ObjectNode answer = Changes.JSON.createObjectNode();
        ObjectNode results = answer.putObject("results");
        answer.putObject("statuses");
        ObjectNode errors = answer.putObject("errors");
        for (String id : request.list("ids")) {
            world.page(id)
                    .ifPresentOrElse(
                            page -> results.set(id, page(page)),
                            () -> errors.putObject(id).put("status", 404));
        }
        return Reply.json(200, answer);
    }

    Reply userinfo(Request request) {
        if (!request.grant().scopes().contains("openid")) {
            throw Refusal.denied("userinfo.GET.NO_VERSION");
        }
        World.Member member = world.member(request.grant().member()).orElseThrow();
        return Reply.json(
                200, Changes.JSON.createObjectNode().put("sub", member.id()).put("name", member.name()));
    }

    Reply size(Request request) {
        World.Page page = world.page(request.segment(2)).orElseThrow(() -> Refusal.notFound(request.segment(2)));
        if (!request.required("edgeType").equals("COMPANY_FOLLOWED_BY_MEMBER")) {
            throw new Refusal(400, 0, "PARAM_INVALID", "The edge type is not known");
        }
        return Reply.json(200, Changes.JSON.createObjectNode().put("firstDegreeSize", page.followers));
    }

    /** {@code organizationalEntityShareStatistics}: of posts over their lifetime, or of the page by day. */
    Reply shares(Request request) {
        World.Page page = administered(request, "organizationalEntity");
        List<ObjectNode> elements = new ArrayList<>();
        if (request.query().containsKey("shares") || request.query().containsKey("ugcPosts")) {
            for (String name : List.of("shares", "ugcPosts")) {
                if (request.query().containsKey(name)) {
                    request.list(name).forEach(urn -> ofPost(page, urn, name, elements));
                }
            }
        } else if (request.query().containsKey("timeIntervals")) {
            days(request).forEach(day -> elements.add(ofDay(page, day)));
        } else {
            ObjectNode element = Changes.JSON.createObjectNode().put("organizationalEntity", page.urn());
            element.set("totalShareStatistics", figures(ofPage(page), 0, Long.MAX_VALUE, true));
            elements.add(element);
        }
        return Reply.json(200, Rendering.page(request, elements, 1000, element -> element));
    }

    private World.Page administered(Request request, String parameter) {
        return rights.administrator(request, request.required(parameter), request.segment(1) + ".FINDER-" + parameter);
    }

    private List<World.Post> ofPage(World.Page page) {
        return world.posts().stream()
                .filter(post -> post.author.equals(page.urn()) && world.exists(post))
                .toList();
    }

    /** Posts without any activity are left out. */
    private void ofPost(World.Page page, String urn, String name, List<ObjectNode> elements) {
        World.Post post = world.post(urn).filter(world::exists).orElse(null);
        if (post == null || !post.author.equals(page.urn())) {
            return;
        }
        ObjectNode figures = figures(List.of(post), 0, Long.MAX_VALUE, true);
        if (figures.get("impressionCount").asLong() == 0) {
            return;
        }
        ObjectNode element = Changes.JSON.createObjectNode().put("organizationalEntity", page.urn());
        element.put(name.equals("shares") ? "share" : "ugcPost", urn);
        element.set("totalShareStatistics", figures);
        elements.add(element);
    }

    private ObjectNode ofDay(World.Page page, long day) {
        ObjectNode element = Changes.JSON.createObjectNode().put("organizationalEntity", page.urn());
        element.putObject("timeRange").put("start", day).put("end", day + DAY);
        element.set("totalShareStatistics", figures(ofPage(page), day, day + DAY, false));
        return element;
    }

    /** Comments count on their day, everything else on the post's; unique impressions only over the lifetime. */
    private ObjectNode figures(List<World.Post> posts, long from, long until, boolean lifetime) {
        long impressions = 0;
        long clicks = 0;
        long likes = 0;
        long shares = 0;
        long comments = 0;
        for (World.Post post : posts) {
            long own = world.comments(post).stream()
                    .filter(comment -> world.exists(comment) && comment.createdAt >= from && comment.createdAt < until)
                    .count();
            comments += own;
            impressions += own * 10;
            if (post.createdAt >= from && post.createdAt < until) {
                likes += rendering.reactionsOf(post);
                shares += post.shares;
                clicks += post.clicks;
                impressions += post.impressions + 20 * rendering.reactionsOf(post) + 30 * post.shares + post.clicks;
            }
        }
        ObjectNode node = Changes.JSON.createObjectNode();
        if (lifetime && !retired("uniqueImpressionsCount")) {
            node.put("uniqueImpressionsCount", impressions * 3 / 5);
        }
        node.put("shareCount", shares).put("clickCount", clicks).put("likeCount", likes);
        double engagement = impressions == 0 ? 0 : (double) (clicks + likes + comments + shares) / impressions;
        node.put("engagement", engagement).put("impressionCount", impressions).put("commentCount", comments);
        node.put("shareMentionsCount", 0).put("commentMentionsCount", 0);
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        names.stream().filter(this::retired).forEach(node::remove);
        return node;
    }

    private boolean retired(String metric) {
        return settings.flag("retired-" + metric, false);
    }

    private List<Long> days(Request request) {
        Map<?, ?> intervals = request.map("timeIntervals");
        if (!(intervals.get("timeRange") instanceof Map<?, ?> range)
                || !"DAY".equals(intervals.get("timeGranularityType"))) {
            throw new Refusal(400, 0, "PARAM_INVALID", "timeIntervals must have a timeRange and be by DAY here");
        }
        try {
            long start = Long.parseLong(String.valueOf(range.get("start"))) / DAY * DAY;
            long end = Math.min(world.now(), Long.parseLong(String.valueOf(range.get("end"))));
            if (start < world.now() - 366 * DAY) {
                throw new Refusal(400, 0, "PARAM_INVALID", "The time range begins more than 12 months ago");
            }
            List<Long> days = new ArrayList<>();
            for (long day = start; day < end; day += DAY) {
                days.add(day);
            }
            return days;
        } catch (NumberFormatException e) {
            throw new Refusal(400, 0, "PARAM_INVALID", "timeRange must be in milliseconds");
        }
    }

    Reply followers(Request request) {
        World.Page page = administered(request, "organizationalEntity");
        List<ObjectNode> elements = new ArrayList<>();
        for (long day : days(request)) {
            ObjectNode element = Changes.JSON.createObjectNode().put("organizationalEntity", page.urn());
            element.putObject("timeRange").put("start", day).put("end", day + DAY);
            element.putObject("followerGains")
                    .put("organicFollowerGain", page.followers / 200)
                    .put("paidFollowerGain", 0);
            elements.add(element);
        }
        return Reply.json(200, Rendering.page(request, elements, 1000, element -> element));
    }

    Reply pageViews(Request request) {
        World.Page page = administered(request, "organization");
        List<ObjectNode> elements = new ArrayList<>();
        for (long day : days(request)) {
            ObjectNode element = Changes.JSON.createObjectNode().put("organization", page.urn());
            element.putObject("timeRange").put("start", day).put("end", day + DAY);
            element.putObject("totalPageStatistics")
                    .putObject("views")
                    .putObject("allPageViews")
                    .put("pageViews", page.followers / 50)
                    .put("uniquePageViews", page.followers / 80);
            elements.add(element);
        }
        return Reply.json(200, Rendering.page(request, elements, 1000, element -> element));
    }
}
