package ${package}.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.JournalEntry;
import org.parvis.simulation.NetworkEnvironment;
import org.parvis.simulation.NetworkJournal.Write;
import org.parvis.simulation.Reply;
import org.parvis.simulation.SimulatedNetwork;

/**
 * ${networkName}'s wire: the page where a person says yes, the token endpoint, and the account's posts. Stateful: each change is in the
 * simulation's journal before it is answered, and read from there after a restart. Replace it by what your network's documentation says.
 *
 * <p>Control operations, below {@code POST /control/${networkId}/}: {@code grant} (a token, as if somebody had said yes), {@code post}
 * (the account posts on the network's own page), {@code posts} (what others see), {@code expire-token}, {@code revoke}.
 */
public final class ${networkClass}Simulator implements SimulatedNetwork {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCOUNT = "acme";
    private static final int LONGEST = 500;
    private static final int PAGE = 50;

    /** An answer that is no success. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        Refusal(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    private final World world = new World();
    private @Nullable NetworkEnvironment environment;

    @Override
    public String id() {
        return "${networkId}";
    }

    @Override
    public void open(NetworkEnvironment given) {
        environment = given;
        for (JournalEntry entry : given.journal().entries()) {
            world.apply(Objects.requireNonNull(entry.state()));
        }
    }

    private NetworkEnvironment environment() {
        return Objects.requireNonNull(environment, "The simulator is not open");
    }

    private Instant now() {
        return environment().clock().instant();
    }

    @Override
    public synchronized Reply answer(Exchange exchange) {
        try {
            return route(exchange);
        } catch (Refusal refused) {
            ObjectNode body = JSON.createObjectNode();
            body.putObject("error").put("code", refused.code).put("message", refused.getMessage());
            return Reply.json(refused.status, body);
        }
    }

    private Reply route(Exchange exchange) {
        return switch (operation(exchange)) {
            case "authorize" -> authorize(exchange);
            case "token" -> Reply.json(200, token(exchange.form()));
            case "me" -> Reply.json(200, me(exchange));
            case "write" -> Reply.json(201, write(exchange));
            case "read" -> Reply.json(200, read(exchange));
            case "delete" -> Reply.json(200, delete(exchange));
            default -> throw new Refusal(404, "not-found", "There is nothing at " + exchange.path());
        };
    }

    @Override
    public String operation(Exchange exchange) {
        String line = exchange.method() + " " + exchange.path();
        return switch (line) {
            case "GET /oauth/authorize" -> "authorize";
            case "POST /oauth/token" -> "token";
            case "GET /api/me" -> "me";
            case "POST /api/posts" -> "write";
            case "GET /api/posts" -> "read";
            default -> line.startsWith("DELETE /api/posts/") ? "delete" : "unknown";
        };
    }

    @Override
    public Optional<String> account(Exchange exchange) {
        return exchange.header("authorization").map(header -> ACCOUNT);
    }

    /** Says yes for everybody; a real page asks. */
    private Reply authorize(Exchange exchange) {
        String back = exchange.parameter("redirect_uri")
                .orElseThrow(() -> new Refusal(400, "invalid-request", "redirect_uri is missing"));
        String state = URLEncoder.encode(exchange.parameter("state").orElse(""), StandardCharsets.UTF_8);
        String code = kept("code", "code-" + world.nextId());
        return Reply.redirect(back + (back.contains("?") ? "&" : "?") + "code=" + code + "&state=" + state);
    }

    /** Codes of the page are good once; refresh tokens are good until the access is taken back. */
    private ObjectNode token(Map<String, List<String>> form) {
        boolean refreshing = first(form, "grant_type").equals("refresh_token");
        String given = first(form, refreshing ? "refresh_token" : "code");
        if (!world.knows(given)) {
            throw new Refusal(400, "invalid-grant", "This code or refresh token was never given, or is spent");
        }
        if (!refreshing) {
            kept("spent", given);
        }
        return grant();
    }

    private static String first(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of("")).get(0);
    }

    private ObjectNode grant() {
        String access = kept("token", "token-" + world.nextId());
        String refresh = kept("refresh", "refresh-" + world.nextId());
        return JSON.createObjectNode()
                .put("access_token", access)
                .put("refresh_token", refresh)
                .put("token_type", "bearer")
                .put("expires_in", World.LIFETIME.toSeconds());
    }

    private ObjectNode change(String event, String value) {
        return JSON.createObjectNode()
                .put("event", event)
                .put("value", value)
                .put("at", now().toString());
    }

    /** Notes what concerns nobody but the network; the value. */
    private String kept(String event, String value) {
        ObjectNode state = change(event, value);
        environment().journal().kept(new Write(ACCOUNT, event, value, "", state), "");
        world.apply(state);
        return value;
    }

    private void authorised(Exchange exchange) {
        String token = exchange.header("authorization").orElse("").replaceFirst("^Bearer ", "");
        switch (world.standing(token, now())) {
            case GOOD -> {}
            case EXPIRED -> throw new Refusal(401, "token-expired", "The access token is over");
            case REVOKED -> throw new Refusal(401, "access-revoked", "The account has taken the access back");
            case UNKNOWN -> throw new Refusal(401, "token-unknown", "There is no such access token");
        }
    }

    private ObjectNode me(Exchange exchange) {
        authorised(exchange);
        return JSON.createObjectNode().put("id", "1").put("handle", ACCOUNT).put("name", "Acme Ltd");
    }

    private ObjectNode write(Exchange exchange) {
        authorised(exchange);
        String text = exchange.json().path("text").asText("");
        if (text.isBlank() || text.codePointCount(0, text.length()) > LONGEST) {
            throw new Refusal(422, "text-refused", "A post has 1 to " + LONGEST + " characters");
        }
        return posted(text, Optional.of(exchange.id()));
    }

    private ObjectNode posted(String text, Optional<String> request) {
        String id = world.nextId();
        ObjectNode state = change("post", id).put("text", text);
        Write write = new Write(ACCOUNT, "write", id, text, state);
        request.ifPresentOrElse(
                exchange -> environment().journal().accepted(write, exchange),
                () -> environment().journal().controlled(write));
        world.apply(state);
        return world.posts().stream()
                .filter(post -> post.id().equals(id))
                .findFirst()
                .orElseThrow()
                .toJson();
    }

    /** Newest first; {@code since} leaves out older ones, {@code before} goes on below a post. */
    private ObjectNode read(Exchange exchange) {
        authorised(exchange);
        Instant since = exchange.parameter("since").map(${networkClass}Simulator::time).orElse(Instant.EPOCH);
        long before = exchange.parameter("before").map(${networkClass}Simulator::number).orElse(Long.MAX_VALUE);
        List<World.Post> found = world.posts().stream()
                .filter(post -> !post.at().isBefore(since) && Long.parseLong(post.id()) < before)
                .limit(PAGE + 1L)
                .toList();
        List<World.Post> page = found.subList(0, Math.min(PAGE, found.size()));
        ObjectNode answer = JSON.createObjectNode();
        page.forEach(post -> answer.withArray("posts").add(post.toJson()));
        if (found.size() > PAGE) {
            answer.put("next", page.get(PAGE - 1).id());
        }
        return answer;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException unreadable) {
            throw new Refusal(400, "invalid-request", "since is no time");
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException unreadable) {
            throw new Refusal(400, "invalid-request", "before is no post");
        }
    }

    private ObjectNode delete(Exchange exchange) {
        authorised(exchange);
        String id = exchange.path().substring("/api/posts/".length());
        if (world.posts().stream().noneMatch(post -> post.id().equals(id))) {
            throw new Refusal(404, "not-found", "There is no such post");
        }
        ObjectNode state = change("delete", id);
        environment().journal().accepted(new Write(ACCOUNT, "delete", id, "", state), exchange.id());
        world.apply(state);
        return JSON.createObjectNode().put("deleted", true);
    }

    @Override
    public synchronized Optional<JsonNode> control(String operation, JsonNode request) {
        return switch (operation) {
            case "grant" -> Optional.of(grant());
            case "post" -> Optional.of(posted(request.path("text").asText(""), Optional.empty()));
            case "posts" -> {
                ObjectNode answer = JSON.createObjectNode();
                world.posts().forEach(post -> answer.withArray("posts").add(post.toJson()));
                yield Optional.of(answer);
            }
            case "expire-token", "revoke" ->
                Optional.of(JSON.createObjectNode().put("done", kept(operation, "").isEmpty()));
            default -> Optional.empty();
        };
    }

    /** Nothing happens here by itself. */
    @Override
    public List<Instant> eventsAfter(Instant after, int count) {
        return List.of();
    }
}
