package org.parvis.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.api.analytics.FigureQuery;
import org.parvis.api.analytics.ResponseTimes;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.AccountId;
import org.parvis.model.Author;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.store.TestDatabase;

/**
 * Real conversations of 65 brands, cut into pages as a network would show them, come to the figures that were worked out
 * without the platform. Skipped where the data is not at hand.
 */
class GroundTruthTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine", "inbox", "analytics");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 100;

    @TempDir
    Path folder;

    private final Map<String, Author> authors = new HashMap<>();
    private final Map<String, JsonNode> items = new LinkedHashMap<>();
    private final Map<String, LinkedAccount> accounts = new LinkedHashMap<>();

    @Test
    void everyAccountComesToItsFigures() throws Exception {
        Path shared = Path.of(System.getProperty("parvis.shared", "missing"));
        Path data = shared.resolve("data/twcs");
        assumeTrue(Files.exists(data), () -> "the conversations are not at " + data);
        read(archive(shared));
        House house = new House(DATABASE);
        link(house);

        List<Page> pages = pages();
        Collections.shuffle(pages, new Random(42));
        long begin = System.nanoTime();
        for (Page page : pages) {
            house.take(page.account(), page.delivery());
        }
        System.getLogger("figures")
                .log(
                        System.Logger.Level.INFO,
                        pages.size() + " pages of " + items.size() + " messages in "
                                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms");
        JsonNode truth = JSON.readTree(data.resolve("account_ground_truth.json").toFile())
                .get("accounts");
        assertThat(figures(house)).isEqualTo(expected(truth));

        int changed = 0;
        for (Page page : pages) {
            changed += house.take(page.account(), page.delivery());
        }
        assertThat(changed).isZero();
        assertThat(figures(house)).isEqualTo(expected(truth));
    }

    private record Page(LinkedAccount account, Delivery delivery) {}

    private Path archive(Path shared) throws IOException, InterruptedException {
        Path archive = folder.resolve("twcs.jsonl.gz");
        Process process = new ProcessBuilder(
                        "python3",
                        shared.resolve("tools/twcs_to_as2.py").toString(),
                        shared.resolve("data/twcs/twcs.csv.gz").toString(),
                        archive.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        return archive;
    }

    private void read(Path archive) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(archive)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode node = JSON.readTree(line);
                String id = node.get("id").asText();
                if (id.contains(":user:")) {
                    String handle = node.get("preferredUsername").asText();
                    authors.put(id, new Author(new RemoteId(last(id)), handle, handle, null));
                    if (node.get("type").asText().equals("Organization")) {
                        accounts.put(id, null);
                    }
                } else {
                    items.put(id, node);
                }
            }
        }
    }

    private void link(House house) {
        accounts.replaceAll((id, none) -> house.link(last(id), authors.get(id).handle()));
    }

    /** For each account what its timeline and its mentions would show, with the direct parents beside them. */
    private List<Page> pages() {
        List<Page> pages = new ArrayList<>();
        accounts.forEach((actor, account) -> {
            List<JsonNode> own = new ArrayList<>();
            List<JsonNode> received = new ArrayList<>();
            for (JsonNode item : items.values()) {
                if (by(item).equals(actor)) {
                    own.add(item);
                } else if (mentions(item, actor) || answers(item, actor)) {
                    received.add(item);
                }
            }
            cut(own).forEach(part -> pages.add(new Page(account, timeline(part))));
            cut(received).forEach(part -> pages.add(new Page(account, mentions(part))));
        });
        return pages;
    }

    private Delivery timeline(List<JsonNode> part) {
        List<RemotePost> posts = new ArrayList<>();
        List<InboxItem> answers = new ArrayList<>();
        for (JsonNode item : part) {
            if (item.has("inReplyTo")) {
                answers.add(item(item));
            } else {
                posts.add(new RemotePost(
                        new RemoteId(last(item.get("id").asText())),
                        time(item),
                        item.get("content").asText(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        null,
                        new byte[] {'{', '}'}));
            }
        }
        return new Delivery("TIMELINE", true, List.of(), parents(part), answers, posts, List.of(), List.of());
    }

    private Delivery mentions(List<JsonNode> part) {
        List<InboxItem> received = part.stream().map(this::item).toList();
        return new Delivery("MENTIONS", true, received, parents(part), List.of(), List.of(), List.of(), List.of());
    }

    private List<InboxItem> parents(List<JsonNode> part) {
        return part.stream()
                .map(item -> item.path("inReplyTo").asText())
                .distinct()
                .map(items::get)
                .filter(java.util.Objects::nonNull)
                .map(this::item)
                .toList();
    }

    private InboxItem item(JsonNode item) {
        String parent = item.path("inReplyTo").asText(null);
        return InboxItem.builder(
                        new RemoteId(last(item.get("id").asText())),
                        ItemKind.MENTION,
                        authors.get(by(item)),
                        time(item))
                .conversation(new RemoteId(root(item)))
                .inReplyTo(parent == null ? null : new RemoteId(last(parent)))
                .text(item.get("content").asText())
                .raw(item.toString().getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private String root(JsonNode item) {
        JsonNode root = item;
        for (JsonNode up = item; up != null; up = items.get(up.path("inReplyTo").asText())) {
            root = up;
        }
        return last(root.get("id").asText());
    }

    private boolean answers(JsonNode item, String actor) {
        JsonNode parent = items.get(item.path("inReplyTo").asText());
        return parent != null && by(parent).equals(actor);
    }

    private static boolean mentions(JsonNode item, String actor) {
        for (JsonNode tag : item.path("tag")) {
            if (tag.path("href").asText().equals(actor)) {
                return true;
            }
        }
        return false;
    }

    private static List<List<JsonNode>> cut(List<JsonNode> all) {
        List<List<JsonNode>> parts = new ArrayList<>();
        for (int i = 0; i < all.size(); i += PAGE) {
            parts.add(all.subList(i, Math.min(all.size(), i + PAGE)));
        }
        return parts;
    }

    private static String by(JsonNode item) {
        return item.get("attributedTo").asText();
    }

    private static Instant time(JsonNode item) {
        return Instant.parse(item.get("published").asText());
    }

    private static String last(String urn) {
        return urn.substring(urn.lastIndexOf(':') + 1);
    }

    private Map<String, String> figures(House house) {
        Map<AccountId, ResponseTimes> figures = house.analytics.responseTimes(house.operator, FigureQuery.all());
        Map<String, String> lines = new java.util.TreeMap<>();
        for (LinkedAccount account : accounts.values()) {
            ResponseTimes f = figures.get(account.id());
            List<String> customers = f.customers().stream()
                    .map(c -> c.handle() + "=" + c.items())
                    .toList();
            lines.put(
                    account.handle(),
                    line(
                            f.own(),
                            f.received(),
                            f.answered(),
                            f.awaiting(),
                            f.median(),
                            f.p90(),
                            f.p95(),
                            f.withinOneHour(),
                            f.withinOneDay(),
                            customers));
        }
        return lines;
    }

    private static Map<String, String> expected(JsonNode truth) {
        Map<String, String> lines = new java.util.TreeMap<>();
        truth.fields().forEachRemaining(entry -> {
            JsonNode f = entry.getValue();
            List<String> customers = new ArrayList<>();
            f.get("customers")
                    .forEach(c ->
                            customers.add(c.get(0).asText() + "=" + c.get(1).asLong()));
            lines.put(
                    entry.getKey(),
                    line(
                            f.get("own").asLong(),
                            f.get("received").asLong(),
                            f.get("answered").asLong(),
                            f.get("awaiting").asLong(),
                            number(f.get("median")),
                            number(f.get("p90")),
                            number(f.get("p95")),
                            f.get("within_1h").asLong(),
                            f.get("within_24h").asLong(),
                            customers));
        });
        return lines;
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNull() ? null : node.asDouble();
    }

    private static String line(
            long own,
            long received,
            long answered,
            long awaiting,
            @Nullable Double median,
            @Nullable Double p90,
            @Nullable Double p95,
            long oneHour,
            long oneDay,
            List<String> customers) {
        return String.format(
                Locale.ROOT,
                "own %d received %d answered %d awaiting %d median %s p90 %s p95 %s within %d %d customers %s",
                own,
                received,
                answered,
                awaiting,
                median,
                p90,
                p95,
                oneHour,
                oneDay,
                customers);
    }
}
