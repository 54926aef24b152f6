package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.parvis.simulation.Reply;

/** Direct messages: reading, sending, deleting the own copy, blocking. */
final class MessageActions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SHOWN = Duration.ofDays(30);
    private static final int LONGEST = 10_000;
    private static final Pattern CONVERSATION = Pattern.compile("[0-9]{1,19}-[0-9]{1,19}|[0-9]{15,19}");
    private static final Set<String> TYPES = Set.of("MessageCreate", "ParticipantsJoin", "ParticipantsLeave");

    private final World world;
    private final Changes changes;
    private final Settings settings;
    private final URI base;

    MessageActions(World world, Changes changes, Settings settings, URI base) {
        this.world = world;
        this.changes = changes;
        this.settings = settings;
        this.base = base;
    }

    Reply all(Call call) {
        return page(call, "messages", message -> true);
    }

    Reply with(Call call) {
        String conversation = Message.conversation(call.user(), call.pathId());
        return page(call, "messages " + conversation, message -> message.conversation.equals(conversation));
    }

    Reply conversation(Call call) {
        String conversation = conversationId(call);
        return page(call, "messages " + conversation, message -> message.conversation.equals(conversation));
    }

    private static String conversationId(Call call) {
        String id = call.path().get(0);
        if (!CONVERSATION.matcher(id).matches()) {
            call.parameters().wrong("id", id, "The `id` query parameter value [" + id + "] is not valid");
        }
        return id;
    }

    private Reply page(Call call, String question, Predicate<Message> wanted) {
        Parameters parameters = call.parameters();
        Selection selection = parameters.selection(FieldNames.Subject.MESSAGES);
        Set<String> types = parameters.choices("event_types", TYPES);
        int size = parameters.number("max_results", 1, 100, 100);
        Optional<String> token = parameters.one("pagination_token");
        Optional<Paging.Position> position = token.isEmpty()
                ? Optional.of(Paging.Position.NEWEST)
                : token.flatMap(text -> Paging.position(text, question));
        if (position.isEmpty()) {
            parameters.wrong(
                    "pagination_token",
                    token.orElse(""),
                    "The `pagination_token` query parameter value [" + token.orElse("") + "] is not valid");
        }
        parameters.check();
        long now = world.now();
        long from = settings.limited() ? now - SHOWN.toMillis() : 0;
        List<Message> page = new ArrayList<>();
        boolean created = types.isEmpty() || types.contains("MessageCreate");
        Iterator<Message> older = world.mailbox(call.user())
                .headMap(position.orElseThrow().id(), false)
                .descendingMap()
                .values()
                .iterator();
        while (created && older.hasNext() && page.size() <= size) {
            Message message = older.next();
            if (message.createdAt >= from && message.shownTo(call.user(), now) && wanted.test(message)) {
                page.add(message);
            }
        }
        return answer(call, selection, page, size, question);
    }

    private Reply answer(Call call, Selection selection, List<Message> page, int size, String question) {
        Rendering rendering = new Rendering(world, selection, settings.escape(), base, call.user());
        ObjectNode answer = JSON.createObjectNode();
        page.stream().limit(size).forEach(message -> answer.withArray("data").add(rendering.message(message)));
        rendering.finish(answer);
        ObjectNode meta = answer.putObject("meta").put("result_count", Math.min(size, page.size()));
        if (page.size() > size) {
            meta.put("next_token", Paging.token(new Paging.Position(true, page.get(size - 1).id), question));
        }
        return Reply.json(200, answer);
    }

    Reply one(Call call) {
        Selection selection = call.parameters().selection(FieldNames.Subject.MESSAGES);
        long id = call.pathId();
        call.parameters().check();
        Rendering rendering = new Rendering(world, selection, settings.escape(), base, call.user());
        ObjectNode answer = JSON.createObjectNode();
        own(id, call.user())
                .ifPresentOrElse(
                        message -> answer.set("data", rendering.message(message)),
                        () -> rendering.missing("dm_event", "event_id", Long.toString(id)));
        rendering.finish(answer);
        return Reply.json(200, answer);
    }

    private Optional<Message> own(long id, long user) {
        long now = world.now();
        return world.message(id).filter(message -> message.shownTo(user, now));
    }

    Reply delete(Call call) {
        long id = call.pathId();
        call.parameters().check();
        if (own(id, call.user()).isEmpty()) {
            throw Refusal.notFound("dm_event", "event_id", Long.toString(id));
        }
        ObjectNode event = Changes.event("message.deleted").put("id", id).put("user", call.user());
        changes.accepted(
                "deleteDirectMessagesEvents",
                call.user(),
                id,
                "",
                event,
                call.exchange().id());
        return PostWrites.done("deleted", true);
    }

    Reply sendTo(Call call) {
        long to = call.pathId();
        call.parameters().check();
        if (to == call.user() || world.user(to).isEmpty()) {
            throw Refusal.forbidden("You cannot send messages to this user.");
        }
        if (world.blockedMessages().contains(to + " " + call.user())) {
            throw Refusal.forbidden("You do not have permission to DM one or more participants.");
        }
        return send(call, call.body(), "$", Message.conversation(call.user(), to), List.of(call.user(), to));
    }

    Reply sendIn(Call call) {
        String conversation = conversationId(call);
        call.parameters().check();
        List<Long> participants = world.participants(conversation);
        if (participants.isEmpty()) {
            participants = pair(conversation);
        }
        if (!participants.contains(call.user())) {
            throw Refusal.forbidden("You are not permitted to send to this conversation.");
        }
        return send(call, call.body(), "$", conversation, participants);
    }

    private List<Long> pair(String conversation) {
        String[] parts = conversation.split("-");
        return parts.length != 2 ? List.of() : List.of(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    Reply begin(Call call) {
        call.parameters().check();
        JsonNode body = call.body();
        Bodies.only(body, "$", Set.of("conversation_type", "participant_ids", "message"));
        if (!body.path("conversation_type").asText().equals("Group")) {
            throw Bodies.wrong("$.conversation_type: does not have a value in the enumeration [Group]");
        }
        Set<Long> participants = new LinkedHashSet<>(Set.of(call.user()));
        body.path("participant_ids").forEach(id -> participants.add(Bodies.id(id, "$.participant_ids[*]")));
        if (participants.size() < 3 || participants.size() > 50) {
            throw Bodies.wrong("$.participant_ids: there must be between 2 and 49 items in the array");
        }
        return send(call, body.path("message"), "$.message", Long.toString(world.nextId()), List.copyOf(participants));
    }

    private Reply send(Call call, JsonNode body, String path, String conversation, List<Long> participants) {
        Bodies.only(body, path, Set.of("text", "attachments"));
        String text = Bodies.text(body, path, "text");
        if (text.isEmpty() && body.path("attachments").isEmpty()) {
            throw Bodies.wrong(path + ": text or attachments is missing but it is required");
        }
        if (text.length() > LONGEST) {
            throw Refusal.invalid("text", text.substring(0, 500), "The text is too long.");
        }
        ObjectNode event = Changes.event("message").put("sender", call.user()).put("conversation", conversation);
        participants.forEach(event.putArray("participants")::add);
        for (JsonNode attachment : body.path("attachments")) {
            MediaFile file = world.media(Bodies.id(attachment, path + ".attachments[*]", "media_id"))
                    .filter(known -> known.owner == call.user() && known.finalized)
                    .orElseThrow(
                            () -> Refusal.invalid("media_id", attachment.toString(), "Your media IDs are invalid."));
            event.withArray("media").add(file.key);
        }
        long id;
        synchronized (world) {
            id = world.nextId();
            event.put("id", id).put("text", text).put("createdAt", world.now());
            changes.accepted(
                    "sendMessage", call.user(), id, text, event, call.exchange().id());
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("data").put("dm_conversation_id", conversation).put("dm_event_id", Long.toString(id));
        return Reply.json(201, answer);
    }

    Reply block(Call call, boolean on) {
        long blocked = call.pathId();
        call.parameters().check();
        ObjectNode event = Changes.event("messages.blocked")
                .put("user", call.user())
                .put("blocked", blocked)
                .put("on", on);
        changes.accepted(
                on ? "blockUsersDms" : "unblockUsersDms",
                call.user(),
                blocked,
                "",
                event,
                call.exchange().id());
        return PostWrites.done("blocked", on);
    }
}
