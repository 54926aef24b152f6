package org.parvis.simulator.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.simulation.Exchange;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Requests that somebody once sent to X are answered here with the same status and the same members. */
class RecordedSamplesTest {

    /** What stands in the document today but did not when the samples were recorded, or depends on what there is. */
    private static final Set<String> LATER =
            Set.of("edit_history_tweet_ids", "id", "rest_id", "next_token", "previous_token", "attachments");

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get_users_mentions",
                "get_users_tweets",
                "get_tweet",
                "get_tweets",
                "search_recent_tweets",
                "create_and_delete_tweet",
                "hide_and_unhide_reply",
                "like_and_unlike",
                "retweet_and_unretweet",
                "get_quote_tweets",
                "get_liking_users",
                "get_me",
                "get_user",
                "get_users"
            })
    void anOldRequestIsAnsweredTheSameWay(String name) throws Exception {
        Path file = SharedData.at("networks/fixtures/twitter/tweepy/cassettes/test_client_" + name + ".yaml");
        try (SmallWorld world = SmallWorld.start(SmallWorld.options(home).setting("enterprise", "on"))) {
            String token = world.x.link("Acme");
            prepare(world);
            int compared = 0;
            for (Map<?, ?> interaction : interactions(file)) {
                compared += compare(world, token, (Map<?, ?>) interaction.get("request"), (Map<?, ?>)
                                interaction.get("response"))
                        ? 1
                        : 0;
            }
            assertThat(compared).isPositive();
        }
    }

    private static void prepare(SmallWorld world) throws Exception {
        world.stranger("fan", "I use Tweepy", "");
        world.control("strangers/post", "{\"author\":\"fan\",\"text\":\"so true\",\"quote\":\"1000\"}");
        world.control("strangers/like", "{\"author\":\"fan\",\"id\":\"1000\"}");
    }

    private static List<Map<?, ?>> interactions(Path file) throws Exception {
        try (InputStream stream = Files.newInputStream(file)) {
            Map<String, List<Map<?, ?>>> cassette = new Yaml(new SafeConstructor(new LoaderOptions())).load(stream);
            return cassette.get("interactions");
        }
    }

    private static boolean compare(SmallWorld world, String token, Map<?, ?> request, Map<?, ?> response)
            throws Exception {
        URI uri = URI.create(request.get("uri").toString());
        String method = request.get("method").toString();
        Map<String, String> query = new LinkedHashMap<>();
        Exchange.decode(uri.getRawQuery() == null ? "" : uri.getRawQuery())
                .forEach((name, values) -> query.put(name, known(name, values.get(0))));
        String body = request.get("body") == null
                ? ""
                : request.get("body").toString().replaceAll("\"tweet_id\": \"\\d+\"", "\"tweet_id\": \"1006\"");
        String path = path(world, method, uri.getPath());
        XClient.Answer answer = world.x.send(method, token, path, query, body, "application/json");
        int status = Integer.parseInt(
                ((Map<?, ?>) response.get("status")).get("code").toString());
        if (status >= 400) {
            return false;
        }
        assertThat(answer.status())
                .as(method + " " + path + " " + answer.text())
                .isEqualTo(status);
        JsonNode recorded = SmallWorld.JSON.readTree(text(((Map<?, ?>) response.get("body")).get("string")));
        assertThat(members(answer.json())).as(method + " " + path).isEqualTo(members(recorded));
        return true;
    }

    /** Somebody else's ids become ids of the small world. */
    private static String path(SmallWorld world, String method, String path) throws Exception {
        String own = path.replaceAll("/users/\\d+", "/users/" + SmallWorld.ACME)
                .replaceAll("/users/by/username/\\w+", "/users/by/username/Acme");
        String post = own.endsWith("/hidden") ? "1001" : "1000";
        if (method.equals("DELETE") && own.startsWith("/2/tweets/")) {
            post = world.simulation.journal().since(0).stream()
                    .filter(entry -> entry.operation().equals("createPosts"))
                    .findFirst()
                    .orElseThrow()
                    .remoteId();
        }
        return own.replaceAll("/tweets/\\d+", "/tweets/" + post).replaceAll("/(likes|retweets)/\\d+", "/$1/1006");
    }

    private static String known(String name, String value) {
        return switch (name) {
            case "ids" -> value.length() > 30 ? "1000,1001" : SmallWorld.ACME + ",77";
            case "usernames" -> "Acme,jo";
            default -> value;
        };
    }

    private static String text(Object body) throws Exception {
        byte[] bytes = body instanceof byte[] raw ? raw : body.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 2 && (bytes[0] & 0xff) == 0x1f) {
            try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes = stream.readAllBytes();
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The members of an answer, of its first item and of its meta. */
    private static Set<String> members(JsonNode answer) {
        Set<String> names = new TreeSet<>();
        answer.properties().forEach(member -> names.add(member.getKey()));
        JsonNode data = answer.path("data").isArray() ? answer.path("data").path(0) : answer.path("data");
        data.properties().forEach(member -> names.add("data." + member.getKey()));
        answer.path("meta").properties().forEach(member -> names.add("meta." + member.getKey()));
        names.removeIf(name -> LATER.contains(name.substring(name.indexOf('.') + 1)));
        return names;
    }
}
