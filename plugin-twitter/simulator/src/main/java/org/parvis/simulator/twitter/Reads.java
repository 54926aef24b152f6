package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.parvis.simulation.Reply;

/** Reading posts and users: lookups, timelines, search. */
final class Reads {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SEARCH = Duration.ofDays(7);

    private final World world;
    private final Settings settings;
    private final URI base;

    Reads(World world, Settings settings, URI base) {
        this.world = world;
        this.settings = settings;
        this.base = base;
    }

    private Rendering rendering(Call call, Selection selection) {
        return new Rendering(world, selection, settings.escape(), base, call.user());
    }

    private static Reply ok(ObjectNode body) {
        return Reply.json(200, body);
    }

    /** {@code GET /2/users/me}. */
    Reply me(Call call) {
        Selection selection = call.parameters().selection(FieldNames.Subject.USERS);
        call.parameters().check();
        return user(call, selection, world.user(call.user()), "id", Long.toString(call.user()));
    }

    /** {@code GET /2/users/{id}}. */
    Reply userById(Call call) {
        Selection selection = call.parameters().selection(FieldNames.Subject.USERS);
        long id = call.pathId();
        call.parameters().check();
        return user(call, selection, world.user(id), "id", call.path().get(0));
    }

    /** {@code GET /2/users/by/username/{username}}. */
    Reply userByName(Call call) {
        Selection selection = call.parameters().selection(FieldNames.Subject.USERS);
        call.parameters().check();
        return user(
                call,
                selection,
                world.user(call.path().get(0)),
                "username",
                call.path().get(0));
    }

    private Reply user(Call call, Selection selection, Optional<User> user, String parameter, String value) {
        Rendering rendering = rendering(call, selection);
        ObjectNode answer = JSON.createObjectNode();
        user.ifPresentOrElse(
                known -> answer.set("data", rendering.user(known)), () -> rendering.missing("user", parameter, value));
        rendering.finish(answer);
        return ok(answer);
    }

    /** {@code GET /2/users?ids=}. */
    Reply usersByIds(Call call) {
        Selection selection = call.parameters().selection(FieldNames.Subject.USERS);
        List<Long> ids = call.parameters().ids("ids");
        call.parameters().check();
        Rendering rendering = rendering(call, selection);
        ObjectNode answer = JSON.createObjectNode();
        for (long id : ids) {
            world.user(id)
                    .ifPresentOrElse(
                            user -> answer.withArray("data").add(rendering.user(user)),
                            () -> rendering.missing("user", "ids", Long.toString(id)));
        }
        rendering.finish(answer);
        return ok(answer);
    }

    /** {@code GET /2/users/by?usernames=}. */
    Reply usersByNames(Call call) {
        Selection selection = call.parameters().selection(FieldNames.Subject.USERS);
        List<String> names = Parameters.split(call.parameters().required("usernames"));
        call.parameters().check();
        Rendering rendering = rendering(call, selection);
        ObjectNode answer = JSON.createObjectNode();
        for (String name : names) {
            world.user(name)
                    .ifPresentOrElse(
                            user -> answer.withArray("data").add(rendering.user(user)),
                            () -> rendering.missing("user", "usernames", name));
        }
        rendering.finish(answer);
        return ok(answer);
    }

    /** {@code GET /2/tweets/{id}}. */
    Reply post(Call call) {
        Selection selection = call.parameters().selection(FieldNames.Subject.POSTS);
        long id = call.pathId();
        call.parameters().check();
        Rendering rendering = rendering(call, selection);
        ObjectNode answer = JSON.createObjectNode();
        visible(id)
                .ifPresentOrElse(
                        post -> answer.set("data", rendering.post(post)),
                        () -> rendering.missing("tweet", "id", Long.toString(id)));
        rendering.finish(answer);
        return ok(answer);
    }

    /** {@code GET /2/tweets?ids=}. */
    Reply posts(Call call) {
        Selection selection = call.parameters().selection(FieldNames.Subject.POSTS);
        List<Long> ids = call.parameters().ids("ids");
        call.parameters().check();
        Rendering rendering = rendering(call, selection);
        ObjectNode answer = JSON.createObjectNode();
        for (long id : ids) {
            visible(id)
                    .ifPresentOrElse(
                            post -> answer.withArray("data").add(rendering.post(post)),
                            () -> rendering.missing("tweet", "ids", Long.toString(id)));
        }
        rendering.finish(answer);
        return ok(answer);
    }

    private Optional<Post> visible(long id) {
        long now = world.now();
        return world.post(id).filter(post -> post.exists(now));
    }

    /** {@code GET /2/users/{id}/tweets}. */
    Reply own(Call call) {
        Set<String> exclude = call.parameters().choices("exclude", Set.of("replies", "retweets"));
        Predicate<Post> included = post -> !(exclude.contains("replies") && post.references.parent() != 0)
                && !(exclude.contains("retweets") && post.references.reposted() != 0);
        long user = call.pathId();
        return timeline(call, "own " + user + exclude, world.by(user), settings.window("own", 3200), included, 5);
    }

    /** {@code GET /2/users/{id}/mentions}. */
    Reply mentions(Call call) {
        long user = call.pathId();
        return timeline(
                call,
                "mentions " + user,
                world.mentioning(user),
                settings.window("mentions", 800),
                post -> post.author != user && post.references.reposted() == 0,
                5);
    }

    /** {@code GET /2/tweets/{id}/quote_tweets}. */
    Reply quotes(Call call) {
        Set<String> exclude = call.parameters().choices("exclude", Set.of("replies", "retweets"));
        long id = call.pathId();
        return page(
                call,
                new Question(
                        "quotes " + id,
                        List.of(world.quoting(id)),
                        post -> !(exclude.contains("replies") && post.references.parent() != 0),
                        0,
                        0),
                10,
                false);
    }

    private Reply timeline(
            Call call, String question, PostIndex.View view, int window, Predicate<Post> shown, int least) {
        long now = world.now();
        long oldest = window == 0 ? 0 : Paging.oldestOf(view, window, shown.and(post -> post.listed(now)));
        return page(call, new Question(question, List.of(view), shown, oldest, 0), least, true);
    }

    /** {@code GET /2/tweets/search/recent}. */
    Reply search(Call call) {
        String query = call.parameters().required("query");
        if (query.length() > (settings.limited() ? 512 : 4096)) {
            call.parameters()
                    .wrong(
                            "query",
                            query,
                            "The `query` query parameter is too long: it has " + query.length() + " characters.");
        }
        call.parameters().one("sort_order");
        SearchQuery.Part part = query.isBlank()
                ? new SearchQuery.Part(post -> false, List.of(), true)
                : SearchQuery.parse(world, query);
        List<PostIndex.View> source = part.source() == null ? List.of(world.everything()) : part.source();
        long from = settings.limited() ? world.now() - SEARCH.toMillis() : 0;
        return page(call, new Question("search " + query, source, part.test(), 0, from), 10, true);
    }

    /**
     * What a list holds.
     *
     * @param name makes a page's token good for this list only
     * @param oldest the id of the oldest post that the window shows
     * @param from the time of the oldest post that the window shows
     */
    private record Question(String name, List<PostIndex.View> views, Predicate<Post> shown, long oldest, long from) {}

    private Reply page(Call call, Question question, int least, boolean ranged) {
        Parameters parameters = call.parameters();
        Selection selection = parameters.selection(FieldNames.Subject.POSTS);
        int size = parameters.number("max_results", least, 100, 10);
        long since = ranged ? parameters.id("since_id", 0) : 0;
        long until = ranged ? parameters.id("until_id", Long.MAX_VALUE) : Long.MAX_VALUE;
        long start = ranged ? parameters.time("start_time", Long.MIN_VALUE) : Long.MIN_VALUE;
        long end = ranged ? parameters.time("end_time", Long.MAX_VALUE) : Long.MAX_VALUE;
        Optional<String> given = parameters.one("pagination_token");
        Optional<String> next = question.name().startsWith("search ") ? parameters.one("next_token") : Optional.empty();
        Optional<String> token = next.or(() -> given);
        Optional<Paging.Position> position = token.isEmpty()
                ? Optional.of(Paging.Position.NEWEST)
                : token.flatMap(text -> Paging.position(text, question.name()));
        if (position.isEmpty()) {
            String name = next.isPresent() ? "next_token" : "pagination_token";
            parameters.wrong(
                    name, token.get(), "The `" + name + "` query parameter value [" + token.get() + "] is not valid");
        }
        parameters.check();
        long now = world.now();
        Predicate<Post> shown = post -> post.listed(now)
                && post.createdAt >= Math.max(start, question.from())
                && post.createdAt < end
                && question.shown().test(post);
        Paging.Range range =
                new Paging.Range(Math.max(since, question.oldest() - 1), until, size, position.orElseThrow());
        return answer(call, selection, merged(question.views(), range, shown), question.name(), token.isPresent());
    }

    /** One page out of several views; a post in two of them appears once. */
    private static Paging.Page<Post> merged(List<PostIndex.View> views, Paging.Range range, Predicate<Post> shown) {
        if (views.size() == 1) {
            return Paging.page(views.get(0), range, shown);
        }
        Map<Long, Post> found = new java.util.TreeMap<>(Comparator.reverseOrder());
        boolean older = false;
        boolean newer = false;
        for (PostIndex.View view : views) {
            Paging.Page<Post> page = Paging.page(view, range, shown);
            page.items().forEach(post -> found.put(post.id, post));
            older |= page.older();
            newer |= page.newer();
        }
        List<Post> all = new ArrayList<>(found.values());
        boolean cut = all.size() > range.size();
        if (range.position().back()) {
            return new Paging.Page<>(cut ? all.subList(0, range.size()) : all, older || cut, false);
        }
        return new Paging.Page<>(cut ? all.subList(all.size() - range.size(), all.size()) : all, true, newer || cut);
    }

    private Reply answer(Call call, Selection selection, Paging.Page<Post> page, String question, boolean later) {
        Rendering rendering = rendering(call, selection);
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode meta =
                JSON.createObjectNode().put("result_count", page.items().size());
        if (!page.items().isEmpty()) {
            ArrayNode data = rendering.posts(page.items());
            answer.set("data", data);
            Post newest = page.items().get(0);
            Post oldest = page.items().get(page.items().size() - 1);
            if (!question.startsWith("quotes ")) {
                meta.put("newest_id", Long.toString(newest.id)).put("oldest_id", Long.toString(oldest.id));
            }
            if (page.older()) {
                meta.put("next_token", Paging.token(new Paging.Position(true, oldest.id), question));
            }
            if (later) {
                meta.put("previous_token", Paging.token(new Paging.Position(false, newest.id), question));
            }
        }
        rendering.finish(answer);
        answer.set("meta", meta);
        return ok(answer);
    }

    /** {@code GET /2/tweets/{id}/liking_users} and {@code /retweeted_by}. */
    Reply usersOf(Call call, boolean liking) {
        Selection selection = call.parameters().selection(FieldNames.Subject.USERS);
        long id = call.pathId();
        int size = call.parameters().number("max_results", 1, 100, 100);
        String question = (liking ? "likers " : "reposters ") + id;
        Optional<String> token = call.parameters().one("pagination_token");
        Optional<Paging.Position> position = token.isEmpty()
                ? Optional.of(Paging.Position.NEWEST)
                : token.flatMap(text -> Paging.position(text, question));
        if (position.isEmpty()) {
            call.parameters().wrong("pagination_token", token.orElse(""), "The `pagination_token` is not valid");
        }
        call.parameters().check();
        if (visible(id).isEmpty()) {
            throw Refusal.notFound("tweet", "id", Long.toString(id));
        }
        Set<Long> all = liking ? world.likers(id) : world.reposters(id).keySet();
        List<Long> page = all.stream()
                .sorted(Comparator.reverseOrder())
                .filter(user -> user < position.orElseThrow().id())
                .limit(size + 1L)
                .toList();
        Rendering rendering = rendering(call, selection);
        ObjectNode answer = JSON.createObjectNode();
        page.stream()
                .limit(size)
                .map(world::user)
                .flatMap(Optional::stream)
                .forEach(user -> answer.withArray("data").add(rendering.user(user)));
        ObjectNode meta = answer.putObject("meta").put("result_count", Math.min(size, page.size()));
        if (page.size() > size) {
            meta.put("next_token", Paging.token(new Paging.Position(true, page.get(size - 1)), question));
        }
        return ok(answer);
    }
}
