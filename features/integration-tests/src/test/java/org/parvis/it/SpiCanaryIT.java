package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A bundle that was compiled against SPI 1.0, and is kept as the file it was then, publishes through the platform of today:
 * installed, linked, two steps, its warning said in the reader's language, and gone again. How the file was made is written in
 * {@code CanaryTest} of the module {@code spi}.
 */
@ExtendWith(WorldExtension.class)
class SpiCanaryIT {
    private static final Path JAR = Path.of("../../platform-core/spi/src/test/canary/canary-1.0.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> songs = new CopyOnWriteArrayList<>();

    @Test
    void aPluginCompiledAgainstAnEarlierMinorVersionPublishes(World world) throws Exception {
        HttpServer network = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        network.createContext(
                "/token", exchange -> answer(exchange, 200, "{\"access_token\":\"seed\",\"expires_in\":3600}"));
        network.createContext("/songs", this::song);
        network.start();
        Demo demo = world.demo();
        String origin = "http://127.0.0.1:" + network.getAddress().getPort();
        String trusted = demo.client("config:property-get --pid org.parvis.http endpoint.trusted")
                .strip();
        try {
            trust(demo, trusted + "," + origin);
            configure(demo, origin);
            demo.client("bundle:install -s file:" + JAR.toRealPath());
            await().atMost(PATIENCE)
                    .until(() -> demo.client("social:network-list").contains("canary"));
            publish(world);
        } finally {
            demo.client("bundle:uninstall org.parvis.canary");
            demo.client("config:delete org.parvis.network.canary");
            trust(demo, trusted);
            network.stop(0);
        }
        await().atMost(PATIENCE)
                .until(() -> !demo.client("bundle:list -s -t 0 --no-format").contains("org.parvis.canary"));
    }

    private static void trust(Demo demo, String origins) throws IOException, InterruptedException {
        demo.client("config:property-set --pid org.parvis.http endpoint.trusted '" + origins + "'");
    }

    private static void configure(Demo demo, String origin) throws IOException, InterruptedException {
        StringBuilder commands = new StringBuilder("config:edit org.parvis.network.canary");
        Map.of(
                        "client.id",
                        "parvis",
                        "client.secret",
                        "feathers",
                        "base.address",
                        origin,
                        "authorize.endpoint",
                        origin + "/authorize",
                        "token.endpoint",
                        origin + "/token")
                .forEach((key, value) -> commands.append("; config:property-set ")
                        .append(key)
                        .append(' ')
                        .append(value));
        demo.client(commands.append("; config:update").toString());
    }

    private void publish(World world) throws Exception {
        Api owner = world.owner();
        String account = link(owner, world.ids().get("brand"));
        ObjectNode post = Api.JSON
                .createObjectNode()
                .put("brand", world.ids().get("brand"))
                .put("text", "An old song");
        post.putArray("targets").addObject().put("account", account);
        Api.Answer draft = owner.call("POST", "/v1/posts", post);
        assertThat(draft.status()).as(draft.toString()).isEqualTo(201);
        String publication = draft.body().path("publications").get(0).path("id").asText();
        Api.Answer planned = owner.call(
                "POST",
                "/v1/posts/" + draft.body().path("id").asText() + "/schedule",
                Api.JSON.createObjectNode(),
                Map.of("If-Match", draft.entityTag()));
        assertThat(planned.status()).as(planned.toString()).isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> state(owner, publication).path("state").asText().equals("PUBLISHED"));

        assertThat(songs).containsExactly("An old song");
        assertThat(state(owner, publication).at("/warnings/0/message").asText())
                .isEqualTo("Nobody heard the canary sing: An old song");
        assertThat(owner.call("GET", "/v1/publications/" + publication, null, Map.of("Accept-Language", "fr"))
                        .body()
                        .at("/warnings/0/message")
                        .asText())
                .isEqualTo("Personne n’a entendu chanter le canari : An old song");
        owner.call("DELETE", "/v1/accounts/" + account, null);
    }

    private static JsonNode state(Api owner, String publication) throws Exception {
        return owner.get("/v1/publications/" + publication).body();
    }

    private static String link(Api owner, String brand) throws Exception {
        Api.Answer begun = owner.call(
                "POST",
                "/v1/accounts/links",
                Api.JSON.createObjectNode().put("brand", brand).put("network", "canary"));
        assertThat(begun.status()).as(begun.toString()).isIn(200, 201);
        String address = begun.body().path("authorizeAddress").asText();
        String state = URLDecoder.decode(address.replaceAll(".*[?&]state=([^&]*).*", "$1"), StandardCharsets.UTF_8);
        String binding = begun.raw().headers().allValues("set-cookie").stream()
                .filter(cookie -> cookie.startsWith("__Host-parvis-link="))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
        Api.Answer linked = owner.call(
                "GET",
                "/v1/oauth/callback?code=seed&state=" + state,
                null,
                Map.of("Cookie", Api.COOKIE + "=" + owner.session() + "; " + binding));
        assertThat(linked.status()).as(linked.toString()).isEqualTo(200);
        return linked.body().at("/linked/0/id").asText();
    }

    /** The network: takes songs, and says that it has them. */
    private void song(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            songs.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, 201, Integer.toString(songs.size()));
        } else {
            answer(exchange, 200, "");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", body.startsWith("{") ? "application/json" : "text/plain");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
