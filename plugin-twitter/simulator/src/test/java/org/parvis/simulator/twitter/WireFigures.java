package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What an account received and wrote, as a client counts it that reads mentions, a search for answers, and own posts. */
record WireFigures(Set<String> received, Set<String> own) {

    WireFigures() {
        this(new HashSet<>(), new HashSet<>());
    }

    @Override
    public String toString() {
        return received.size() + " received, " + own.size() + " own";
    }

    /** Adds what the network shows now. */
    void count(XClient x, String handle) throws Exception {
        String token = x.link(handle);
        String user = x.get(token, "/2/users/me").at("/data/id").asText();
        Consumer<JsonNode> incoming = page -> page.path("data").forEach(post -> received.add(first(post)));
        pages(x, token, "/2/users/" + user + "/mentions", Map.of(), incoming);
        pages(x, token, "/2/tweets/search/recent", Map.of("query", "to:" + handle + " -from:" + handle), incoming);
        pages(x, token, "/2/users/" + user + "/tweets", Map.of(), page -> ownPage(page, user));
    }

    private void ownPage(JsonNode page, String user) {
        Map<String, JsonNode> parents = new HashMap<>();
        page.at("/includes/tweets").forEach(post -> parents.put(post.path("id").asText(), post));
        for (JsonNode post : page.path("data")) {
            own.add(first(post));
            JsonNode parent = parents.get(post.at("/referenced_tweets/0/id").asText(""));
            if (parent != null && !parent.path("author_id").asText().equals(user)) {
                received.add(first(parent));
            }
        }
    }

    /** The id that a post had before it was edited; all its versions are one post. */
    private static String first(JsonNode post) {
        return post.at("/edit_history_tweet_ids/0").asText(post.path("id").asText());
    }

    private static void pages(
            XClient x, String token, String path, Map<String, String> question, Consumer<JsonNode> reader)
            throws Exception {
        Map<String, String> query = new HashMap<>(question);
        query.put("max_results", "100");
        query.put("tweet.fields", "author_id,referenced_tweets");
        query.put("expansions", "referenced_tweets.id");
        String next = "";
        do {
            if (!next.isEmpty()) {
                query.put("pagination_token", next);
            }
            XClient.Answer answer = x.send("GET", token, path, query, "", "");
            if (answer.status() != 200) {
                throw new AssertionError(path + ": " + answer.text());
            }
            reader.accept(answer.json());
            next = answer.at("/meta/next_token").asText("");
        } while (!next.isEmpty());
    }
}
