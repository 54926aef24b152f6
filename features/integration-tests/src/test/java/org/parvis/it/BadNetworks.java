package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Networks of one server that answers all alike: the reference network as it is, and copies of it whose publishers hang, throw,
 * leak, dawdle or lie. Each has an account, linked as people link it.
 */
final class BadNetworks implements AutoCloseable {
    static final String HEALTHY = "healthy";

    /** What each does before, or instead of, publishing. */
    static final Map<String, String> BAD = new LinkedHashMap<>();

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        BAD.put("hanging", """
                while (!KEPT.contains("an end")) {
                    try {
                        new java.util.concurrent.CountDownLatch(1).await();
                    } catch (InterruptedException ignored) {
                        KEPT.add("an interruption");
                    }
                }
                """);
        BAD.put("throwing", "if (true) throw new StackOverflowError(\"too deep\");");
        BAD.put("leaking", """
                for (int i = 0; i < 3; i++) {
                    Thread leaked = new Thread(() -> {
                        try {
                            new java.util.concurrent.CountDownLatch(1).await();
                        } catch (InterruptedException stopped) {
                            Thread.currentThread().interrupt();
                        }
                    }, "leaked-" + KEPT.size());
                    leaked.setDaemon(true);
                    leaked.start();
                    KEPT.add(new byte[100_000]);
                }
                """);
        // It is the bad network that sleeps, within its own code: that is what is wrong with it.
        BAD.put("slow", """
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException stopped) {
                    throw new org.parvis.spi.CallRevokedException();
                }
                """);
        BAD.put("lying", "real.publish(a0, a1); if (true) return null;");
    }

    private final InstallerStage stage;
    private final Api person;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8, task -> new Thread(task, "bad-networks"));
    private final Map<String, Long> arrived = new ConcurrentHashMap<>();
    private final Map<String, String> accounts = new LinkedHashMap<>();

    /** Narrow bounds, by PID; a guard reads its own when its network comes. */
    static Map<String, String> guards() {
        Map<String, String> guards = new LinkedHashMap<>();
        for (String id : BAD.keySet()) {
            guards.put(
                    "org.parvis.guard~" + id,
                    "timeout.write = PT1S\ngrace = PT0.2S\nquarantine.defects = 3\nbreaker.failures = 3\n");
        }
        return guards;
    }

    /** @param person who links the accounts */
    BadNetworks(InstallerStage stage, Api person) throws IOException {
        this.stage = stage;
        this.person = person;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Sets them up, drops them, and links an account of each. */
    void install() throws Exception {
        Path etc = stage.demo().home().resolve("etc");
        String origin = "http://127.0.0.1:" + server.getAddress().getPort();
        Path http = etc.resolve("org.parvis.http.cfg");
        Files.writeString(http, Files.readString(http).strip() + "," + origin + "\n");
        prepare(etc, origin, HEALTHY);
        for (String id : BAD.keySet()) {
            prepare(etc, origin, id);
        }
        Path loopback = stage.shipped("loopback");
        stage.drop(NetworkRelease.loopback(loopback, stage.folder(), HEALTHY, "1.0.0")
                .signed(stage.key()));
        for (Map.Entry<String, String> bad : BAD.entrySet()) {
            stage.drop(NetworkRelease.loopback(loopback, stage.folder(), bad.getKey(), "1.0.0")
                    .publishing(bad.getValue())
                    .signed(stage.key()));
        }
        link(HEALTHY);
        for (String id : BAD.keySet()) {
            link(id);
        }
    }

    private static void prepare(Path etc, String origin, String id) throws IOException {
        String own = origin + "/" + id;
        Files.writeString(
                etc.resolve("org.parvis.network." + id + ".cfg"),
                "client.id = parvis\nclient.secret = mirrors\nbase.address = " + own + "\nauthorize.endpoint = " + own
                        + "/authorize\ntoken.endpoint = " + own + "/token\n");
    }

    private void link(String network) throws Exception {
        await(network)
                .atMost(InstallerStage.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> state(network).equals("READY"));
        Api.Answer begun = person.call(
                "POST",
                "/v1/accounts/links",
                Api.JSON.createObjectNode().put("brand", stage.brand()).put("network", network));
        assertThat(begun.status()).as(begun.toString()).isIn(200, 201);
        String address = begun.body().path("authorizeAddress").asText();
        String state = URLDecoder.decode(address.replaceAll(".*[?&]state=([^&]*).*", "$1"), StandardCharsets.UTF_8);
        String binding = begun.raw().headers().allValues("set-cookie").stream()
                .filter(cookie -> cookie.startsWith("__Host-parvis-link="))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
        Api.Answer linked = person.call(
                "GET",
                "/v1/oauth/callback?code=seed&state=" + state,
                null,
                Map.of("Cookie", Api.COOKIE + "=" + person.session() + "; " + binding));
        assertThat(linked.status()).as(linked.toString()).isEqualTo(200);
        accounts.put(network, linked.body().at("/linked/0/id").asText());
    }

    String state(String network) throws IOException, InterruptedException {
        return stage.demo()
                .api(stage.token(), "networks/" + network, null)
                .path("state")
                .asText();
    }

    /** Asks a network to publish; nobody waits for it. */
    void ask(String network, int posts) throws IOException, InterruptedException {
        for (int i = 0; i < posts; i++) {
            JsonNode unused = stage.publish(stage.brand(), account(network), marker());
        }
    }

    private String account(String network) {
        return java.util.Objects.requireNonNull(accounts.get(network));
    }

    private static String marker() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** The longest of so many times from asking the healthy one for a post to its arrival, in milliseconds. */
    long longestOfHealthy(int posts) throws IOException, InterruptedException {
        long longest = 0;
        for (int i = 0; i < posts; i++) {
            String marker = marker();
            long begun = System.nanoTime();
            JsonNode unused = stage.publish(stage.brand(), account(HEALTHY), marker);
            await().atMost(InstallerStage.PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> arrived.containsKey(marker));
            longest = Math.max(longest, TimeUnit.NANOSECONDS.toMillis(arrived.get(marker) - begun));
        }
        return longest;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            String network = path.split("/")[1];
            String answer;
            if (path.endsWith("/token")) {
                answer = "{\"access_token\":\"seed\",\"expires_in\":3600}";
            } else if (path.endsWith("/me")) {
                answer = "{\"id\":\"" + network + "-1\",\"handle\":\"" + network + "\"}";
            } else if (path.endsWith("/posts") && body.contains("marker-")) {
                String marker = body.replaceAll("(?s).*marker-([0-9a-f]{32}).*", "$1");
                arrived.putIfAbsent(marker, System.nanoTime());
                answer = "{\"id\":\"" + marker + "\"}";
            } else {
                answer = "{\"messages\":[],\"figures\":[]}";
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
