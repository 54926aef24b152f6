package org.parvis.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What the demo's brand publishes from Parvis itself: {@code plans.json} beside the conversations. Made once; calls block. */
final class DemoPlans {
    private static final String FILE = "plans.json";

    private final RestSession session;
    private final Path folder;

    /** @param folder where the plans lie, and what they refer to */
    DemoPlans(RestSession session, Path folder) {
        this.session = session;
        this.folder = folder;
    }

    void make() throws IOException, InterruptedException {
        if (!Files.exists(folder.resolve(FILE))) {
            return;
        }
        Map<String, JsonNode> accounts = new HashMap<>();
        for (JsonNode account : session.all("accounts", "id").values()) {
            accounts.put(
                    account.path("network").asText() + " "
                            + account.path("handle").asText(),
                    account);
        }
        for (JsonNode plan : RestSession.JSON.readTree(folder.resolve(FILE).toFile())) {
            make(plan, accounts);
        }
    }

    private void make(JsonNode plan, Map<String, JsonNode> accounts) throws IOException, InterruptedException {
        ObjectNode post = RestSession.JSON
                .createObjectNode()
                .put("text", plan.path("text").asText());
        ArrayNode targets = post.putArray("targets");
        String picture = "";
        for (JsonNode each : plan.path("targets")) {
            JsonNode account = accounts.get(
                    each.path("network").asText() + " " + each.path("handle").asText());
            if (account == null) {
                throw new IOException(FILE + " names an account that is not there: " + each);
            }
            if (picture.isEmpty()) {
                String brand = account.path("brand").asText();
                post.put("brand", brand);
                picture = upload(brand, plan);
            }
            target(targets.addObject(), each, account.path("id").asText(), picture);
        }
        JsonNode made = session.call("POST", "posts", post);
        ObjectNode schedule = RestSession.JSON.createObjectNode();
        if (plan.has("due")) {
            Instant due = Instant.now().plus(Duration.parse(plan.path("due").asText()));
            schedule.put("dueAt", due.toString());
        }
        session.change(
                "posts/" + made.path("id").asText() + "/schedule",
                schedule,
                made.path("version").asLong());
    }

    private static void target(ObjectNode target, JsonNode wanted, String account, String picture) {
        target.put("account", account).put("format", wanted.path("format").asText());
        target.putArray("media").addObject().put("media", picture);
        if (wanted.has("firstComment")) {
            target.put("firstComment", wanted.path("firstComment").asText());
        }
        for (JsonNode part : wanted.path("thread")) {
            target.withArray("thread").addObject().put("text", part.asText());
        }
    }

    private String upload(String brand, JsonNode plan) throws IOException, InterruptedException {
        Path file = folder.resolve(plan.path("picture").asText());
        String route = "brands/" + brand + "/media?name=" + encoded(String.valueOf(file.getFileName()))
                + "&alternativeText=" + encoded(plan.path("alternativeText").asText());
        return session.upload(route, "image/jpeg", file).path("id").asText();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
