package org.parvis.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the simulators offer to people: who there is, and the pages on which one signs in. Calls block; thread-safe. */
final class SimulatedNetworks {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI control;

    /** @param control where the simulators' control interface listens */
    SimulatedNetworks(HttpClient http, URI control) {
        this.http = http;
        this.control = control;
    }

    List<String> networks() throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        JSON.readTree(send(request("addresses").build()))
                .path("networks")
                .fieldNames()
                .forEachRemaining(ids::add);
        return ids;
    }

    /** The organisations of a network, each with {@code id}, {@code handle} and {@code name}. */
    JsonNode organisations(String network) throws IOException, InterruptedException {
        JsonNode answer = control(network + "/accounts", "{}");
        return answer.isArray() ? answer : answer.path("accounts");
    }

    JsonNode control(String operation, String body) throws IOException, InterruptedException {
        return JSON.readTree(send(request(operation)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()));
    }

    private HttpRequest.Builder request(String operation) {
        return HttpRequest.newBuilder(URI.create(control + "/control/" + operation))
                .timeout(PATIENCE);
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the simulators answered " + request.uri().getPath() + " with " + answer.body());
        }
        return answer.body();
    }

    /**
     * Opens a network's page of consent and chooses an account there.
     *
     * @return the address that the browser is sent back to, with the code
     */
    URI allow(URI page, String handle) throws IOException, InterruptedException {
        HttpResponse<String> shown =
                http.send(HttpRequest.newBuilder(page).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        String account = Pattern.quote("account=" + URLEncoder.encode(handle, StandardCharsets.UTF_8));
        Matcher choice = Pattern.compile("href=\"(\\?[^\"]*" + account + "&amp;decision=allow)\"")
                .matcher(shown.body());
        if (!choice.find()) {
            throw new IOException("the page " + page.getHost() + ":" + page.getPort() + page.getPath()
                    + " does not let @" + handle + " sign in: " + shown.body());
        }
        URI chosen = page.resolve(page.getPath() + choice.group(1).replace("&amp;", "&"));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(chosen).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        return URI.create(answer.headers()
                .firstValue("location")
                .orElseThrow(
                        () -> new IOException("the network did not let @" + handle + " authorise: " + answer.body())));
    }
}
