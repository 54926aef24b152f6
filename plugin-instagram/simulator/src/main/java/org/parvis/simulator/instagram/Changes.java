package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.parvis.simulation.NetworkJournal;

/** The only way by which the world changes: what happens is written to the journal and then done, live as after a restart. */
final class Changes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final NetworkJournal journal;
    private final Map<String, Set<String>> subscriptions = new ConcurrentHashMap<>();
    private volatile Consumer<JsonNode> listener = event -> {};

    Changes(World world, NetworkJournal journal) {
        this.world = world;
        this.journal = journal;
    }

    static ObjectNode event(String name) {
        return JSON.createObjectNode().put("event", name);
    }

    void listener(Consumer<JsonNode> told) {
        listener = told;
    }

    /** What a client of the network did. */
    void accepted(String page, String operation, String id, String text, ObjectNode event, String requestId) {
        String account = world.find(page).map(found -> found.handle).orElse("");
        journal.accepted(new NetworkJournal.Write(account, operation, id, text, event), requestId);
        apply(event);
        listener.accept(event);
    }

    /** What only the network knows, such as the progress of an upload. */
    void kept(ObjectNode event, String requestId) {
        journal.kept(new NetworkJournal.Write("", event.path("event").asText(), "", "", event), requestId);
        apply(event);
    }

    /** What somebody else did, through the control interface. */
    void controlled(String author, String operation, String id, String text, ObjectNode event) {
        journal.controlled(new NetworkJournal.Write(author, operation, id, text, event));
        apply(event);
        listener.accept(event);
    }

    /** The fields that the application is told of a page; empty where it is not subscribed. */
    Set<String> subscription(String page) {
        return subscriptions.getOrDefault(page, Set.of());
    }

    void apply(JsonNode event) {
        synchronized (world) {
            switch (event.path("event").asText()) {
                case "person" -> person(event);
                case "post", "comment", "message", "container" -> made(event);
                case "edited" ->
                    with(event, thing -> thing.text = event.get("text").asText());
                case "deleted" ->
                    with(event, thing -> thing.deletedAt = event.get("at").asLong());
                case "hidden" ->
                    with(event, thing -> thing.hidden = event.get("on").asBoolean());
                case "used" ->
                    with(event, thing -> thing.post = event.get("post").asText());
                case "privately" -> with(event, thing -> thing.answeredPrivately = true);
                case "like" ->
                    with(event, thing -> {
                        String who = event.get("who").asText();
                        if (event.get("on").asBoolean()) {
                            thing.likes.add(who);
                        } else {
                            thing.likes.remove(who);
                        }
                    });
                case "subscription" -> subscribe(event);
                default -> {}
            }
        }
    }

    private void with(JsonNode event, Consumer<Thing> change) {
        world.find(event.get("id").asText()).ifPresent(change);
    }

    private void subscribe(JsonNode event) {
        String fields = event.path("fields").asText();
        if (fields.isEmpty()) {
            subscriptions.remove(event.get("page").asText());
        } else {
            subscriptions.put(event.get("page").asText(), Set.of(fields.split(",")));
        }
    }

    private void person(JsonNode event) {
        Thing person = new Thing(Thing.Kind.PERSON, event.get("id").asText(), "", 0);
        person.handle = event.get("handle").asText();
        person.name = event.get("name").asText();
        world.add(person);
        used(person.id);
    }

    private void made(JsonNode event) {
        Thing.Kind kind = Thing.Kind.valueOf(event.get("event").asText().toUpperCase(java.util.Locale.ROOT));
        Thing thing = new Thing(
                kind,
                event.get("id").asText(),
                event.get("page").asText(),
                event.get("createdAt").asLong());
        thing.author = event.path("author").asText();
        thing.text = event.path("text").asText();
        thing.media = event.path("media").asText();
        thing.picture = event.path("picture").asText();
        thing.alternative = event.path("alternative").asText();
        thing.container = event.path("container").asText();
        thing.parent = event.path("parent").asText();
        thing.post = event.path("post").asText();
        thing.listedAt = event.path("listedAt").asLong(thing.createdAt);
        thing.readyAt = event.path("readyAt").asLong();
        thing.failure = event.path("failure").asText();
        List<String> children = new ArrayList<>();
        event.path("children").forEach(child -> children.add(child.asText()));
        thing.children = List.copyOf(children);
        event.path("tagged").forEach(page -> thing.tagged.add(page.asText()));
        if (kind == Thing.Kind.MESSAGE) {
            thread(thing, event.get("person").asText());
        }
        world.add(thing);
        used(thing.id);
    }

    private void thread(Thing message, String person) {
        String id = World.thread(message.page, person);
        if (world.find(id).isEmpty()) {
            Thing thread = new Thing(Thing.Kind.CONVERSATION, id, message.page, message.createdAt);
            thread.author = person;
            world.add(thread);
        }
        message.container = id;
    }

    private void used(String id) {
        String number = id.startsWith(World.MESSAGE) ? id.substring(World.MESSAGE.length()) : id;
        if (number.matches("\\d{13}")) {
            world.numberUsed(Long.parseLong(number));
        }
    }
}
