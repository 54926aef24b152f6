package org.parvis.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real Chromium without a window, spoken to over its debugging protocol. */
final class Browser implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final WebSocket page;
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    private Browser(Process process, String page) {
        this.process = process;
        this.page = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create(page), new Listener())
                .join();
    }

    /** Where Chromium is on this machine, if it is. */
    static Optional<Path> installed() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser open(Path program, URI address) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("parvis-browser");
        Process process = new ProcessBuilder(List.of(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank"))
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.contains("DevTools listening on ws://")) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("Chromium ended without listening");
        }
        String authority = URI.create(line.substring(line.indexOf("ws://"))).getAuthority();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + authority + "/json/new?" + address))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        JsonNode tab = Api.JSON.readTree(
                HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
        return new Browser(process, tab.path("webSocketDebuggerUrl").asText());
    }

    /** The value of a JavaScript expression in the page. */
    JsonNode evaluate(String expression) throws Exception {
        int number = count.incrementAndGet();
        ObjectNode message = Api.JSON.createObjectNode().put("id", number).put("method", "Runtime.evaluate");
        message.putObject("params")
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true);
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(number, answer);
        page.sendText(message.toString(), true).get(10, TimeUnit.SECONDS);
        JsonNode result = answer.get(20, TimeUnit.SECONDS).path("result");
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    @Override
    public void close() throws Exception {
        page.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    JsonNode message = Api.JSON.readTree(text.toString());
                    CompletableFuture<JsonNode> waiting =
                            asked.remove(message.path("id").asInt());
                    if (waiting != null) {
                        waiting.complete(message);
                    }
                } catch (IOException unreadable) {
                    throw new IllegalStateException(unreadable);
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
