package org.parvis.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.parvis.it.invariant.NetworkRecord;

/**
 * One trouble of one network, played on an account of its own; everything of it is known by its marker. What it finds wrong
 * besides what the invariants find is collected in sentences.
 */
final class Play {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final FiveNetworks five;
    private final Api person;
    private final Network network;
    private final Trouble trouble;
    private final FiveNetworks.Account account;
    private final Canary canary;
    private final List<Long> faults = new ArrayList<>();
    private final List<String> posts = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private byte[] pushed = new byte[0];

    Play(FiveNetworks five, Api person, Network network, Trouble trouble, Canary canary) {
        this.five = five;
        this.person = person;
        this.network = network;
        this.trouble = trouble;
        this.canary = canary;
        this.account = five.account(network, trouble.account());
    }

    FiveNetworks five() {
        return five;
    }

    Trouble trouble() {
        return trouble;
    }

    FiveNetworks.Account account() {
        return account;
    }

    String marker() {
        return network + "-" + trouble.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What was found besides what the invariants find. */
    List<String> wrong() {
        return wrong;
    }

    // ---- what goes wrong --------------------------------------------------------------------------------------------

    ObjectNode fault(String kind) {
        return Api.JSON
                .createObjectNode()
                .put("network", network.id())
                .put("account", account.handle())
                .put("kind", kind);
    }

    /** At the request by which a post comes to be. */
    void onAppearing(ObjectNode fault) throws IOException, InterruptedException {
        arm(fault, network.appearing());
    }

    /** At the request that carries a film. */
    void onUploading(ObjectNode fault) throws IOException, InterruptedException {
        arm(fault, network.uploading());
    }

    private void arm(ObjectNode fault, Network.Step step) throws IOException, InterruptedException {
        faults.add(five.fault(fault.put("operation", step.operation()).put("skip", step.skip())));
    }

    /** At the next request that reads. */
    void onReading(ObjectNode fault) throws IOException, InterruptedException {
        faults.add(five.fault(fault.put("route", "^GET ")));
    }

    void tooOften(Instant until) throws IOException, InterruptedException {
        Network.Refusal refusal = network.tooOften(account.remoteId(), five.now(), until);
        ObjectNode fault = fault("status").put("status", refusal.status());
        fault.set("body", refusal.body());
        refusal.headers().forEach(fault.putObject("headers")::put);
        onAppearing(fault);
    }

    /** A redirection to an address on which a canary sits. */
    ObjectNode elsewhere() {
        ObjectNode fault = fault("status").put("status", 302);
        fault.putObject("headers").put("location", canary.address() + "/" + marker());
        return fault;
    }

    void notShownFor(Duration time) throws IOException, InterruptedException {
        five.demo().control(network.id() + "/settings", "{\"consistency-millis\":" + time.toMillis() + "}");
    }

    void revoke() throws IOException, InterruptedException {
        five.demo().control(network.id() + "/revoke", "{\"account\":\"" + account.handle() + "\"}");
    }

    // ---- what the account does --------------------------------------------------------------------------------------

    /** Publishes in the network's plainest form. */
    void publish() throws IOException, InterruptedException {
        publish(network.format());
    }

    /** Publishes a film. */
    void publishFilm() throws IOException, InterruptedException {
        publish(network.filmFormat());
    }

    private void publish(String format) throws IOException, InterruptedException {
        String marker = marker() + (posts.isEmpty() ? "" : "-" + posts.size());
        posts.add(marker);
        List<ObjectNode> targets = List.of(FiveNetworks.target(account, format, five.filesFor(format)));
        five.publish(person, "Fresh from the oven, marker-" + marker, targets);
        five.asked().post(marker, account.handle());
    }

    /** A stranger writes. */
    void write(String words) throws IOException, InterruptedException {
        five.stranger(account, "@" + account.handle() + " " + words + " marker-" + marker());
    }

    /** A stranger writes, and the account is read. */
    void read(String words) throws IOException, InterruptedException {
        write(words);
        five.synchronise(person, List.of(account));
    }

    // ---- what is pushed ---------------------------------------------------------------------------------------------

    /** A stranger writes, and the network pushes it so many times. */
    void push(int times) throws Exception {
        compose("Is this vegan?");
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(HTTP.sendAsync(delivery(pushed, Network.SECRET), HttpResponse.BodyHandlers.discarding())
                    .thenApply(HttpResponse::statusCode));
        }
        for (CompletableFuture<Integer> answer : answers) {
            int status = answer.get();
            // Too many at once: networks bring again what was not taken.
            for (int i = 0; status == 503 && i < 50; i++) {
                status = deliver(delivery(pushed, Network.SECRET));
            }
            expect("a push", 200, status);
        }
        five.asked().webhook(marker());
    }

    void forge() throws Exception {
        compose("Is it still warm?");
        String body = new String(pushed, StandardCharsets.UTF_8);
        byte[] other = body.replace(marker(), marker() + "-forged").getBytes(StandardCharsets.UTF_8);
        expect("a push that somebody else signed", 403, deliver(delivery(other, "guessed")));
        HttpRequest changed =
                request(other).headers(signed(pushed, Network.SECRET)).build();
        expect("a push that was changed", 403, deliver(changed));
        expect("a push that nobody signed", 403, deliver(request(other).build()));
        expect("the true push", 200, deliver(delivery(pushed, Network.SECRET)));
        five.asked().webhook(marker());
    }

    void poison() throws Exception {
        String sick = network == Network.YOUTUBE
                ? "<!DOCTYPE feed [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><feed>&b; marker-" + marker()
                        + "-sick</feed>"
                : "{\"object\":\"page\",\"marker\":\"marker-" + marker() + "-sick\",\"entry\":" + "[".repeat(50_000)
                        + "\\u0000";
        expect(
                "a push that cannot be understood",
                200,
                deliver(delivery(sick.getBytes(StandardCharsets.UTF_8), Network.SECRET)));
        push(1);
    }

    private void compose(String words) throws IOException, InterruptedException {
        String text = "@" + account.handle() + " " + words + " marker-" + marker();
        JsonNode written = five.stranger(account, text);
        pushed = network.pushed(account, written, text, five.now());
    }

    private HttpRequest.Builder request(byte[] body) {
        return HttpRequest.newBuilder(URI.create(five.demo().address() + "/api/v1/webhooks/" + network))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", network == Network.YOUTUBE ? "application/atom+xml" : "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private HttpRequest delivery(byte[] body, String secret) {
        return request(body).headers(signed(body, secret)).build();
    }

    private String[] signed(byte[] body, String secret) {
        Map.Entry<String, String> signature = network.signature(body, secret);
        return new String[] {signature.getKey(), signature.getValue()};
    }

    private static int deliver(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** Returns when something has met each of its faults. */
    void awaitMet() {
        await("something that meets the faults of " + this)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    for (long fault : faults) {
                        if (five.demo()
                                        .controlState("faults/" + fault)
                                        .path("hits")
                                        .asInt()
                                == 0) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /** Returns when its post was tried in vain, and the platform says why. */
    void awaitTried() {
        awaitRows(
                "the post was tried and waits",
                "publishing.publication",
                "state = 'SCHEDULED' and attempts > 0 and" + " reason <> '' and " + like(),
                1);
    }

    // ---- afterwards -------------------------------------------------------------------------------------------------

    /** Lets go what is held, and mends what a person mends. */
    void cure() throws Exception {
        for (long fault : faults) {
            five.demo().control("faults/" + fault + "/release", "{\"cut\":true}");
        }
        if (trouble == Trouble.REVOKED) {
            awaitRows(
                    "the account asks to be linked again",
                    "engine.account",
                    "id = '" + account.id() + "' and state = 'RELINK_REQUIRED' and state_reason <> ''",
                    1);
            awaitRows(
                    "the posts are held, not failed",
                    "publishing.publication",
                    "state = 'HELD' and reason <> '' and " + like(),
                    posts.size());
            linkAgain();
        }
    }

    /** As a person would: where the network's budget is used up just now, a little later. */
    private void linkAgain() throws IOException, InterruptedException {
        for (int tries = 0; ; tries++) {
            try {
                five.link(person, network, account.handle(), account.id());
                return;
            } catch (IOException notNow) {
                if (tries == 40) {
                    throw notNow;
                }
                five.step(Duration.ofMinutes(1));
            }
        }
    }

    private void awaitRows(String what, String table, String condition, int count) {
        String query = "select from " + table + " where " + condition + " having count(*) = " + count;
        try {
            await().atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptions()
                    .until(() -> {
                        if (five.door().exists(query)) {
                            return true;
                        }
                        // What was tried in vain is due again a little later.
                        five.step(Duration.ofSeconds(2));
                        return false;
                    });
        } catch (org.awaitility.core.ConditionTimeoutException never) {
            wrong.add("it never came to this: " + what);
        }
    }

    private String like() {
        return "text like '%marker-" + marker() + "%'";
    }

    /** What is not as it was promised, beyond what the invariants tell. */
    void judge() throws IOException, InterruptedException, SQLException {
        for (long fault : faults) {
            JsonNode state = five.demo().controlState("faults/" + fault);
            if (state.path("hits").asInt() == 0) {
                wrong.add("nothing met the fault " + state);
            }
        }
        for (String post : posts) {
            String state = five.door()
                    .text(
                            "select coalesce(max(state || ': ' || reason), 'nowhere') from publishing.publication where text"
                                    + " like '%marker-" + post + "' and origin = 'PARVIS'");
            if (!trouble.expected().contains(state.replaceAll(":.*", ""))) {
                wrong.add("the post marker-" + post + " is " + state);
            }
        }
        if (canary.sang(marker())) {
            wrong.add("the redirection was followed");
        }
        switch (trouble) {
            case GARBAGE ->
                count(
                        "a message that had to be repaired says so",
                        "inbox.item",
                        "text_repaired and body" + " like '%marker-" + marker() + "%'",
                        1);
            case FORGED -> {
                expect("the true push, again", 200, deliver(delivery(pushed, Network.SECRET)));
                count("of what was forged nothing is stored", "engine.webhook", contains("-forged"), 0);
                count("what was pushed again is there once", "engine.webhook", contains(""), 1);
                atLeastOne(
                        "the forgery is noted",
                        "workspace.audit_entry",
                        "action = 'webhook.forged' and subject =" + " 'network:" + network + "'");
            }
            case POISON ->
                count(
                        "what cannot be understood is parked, with the reason",
                        "engine.webhook",
                        contains("-sick") + " and state = 'PARKED' and reason <> ''",
                        1);
            default -> {}
        }
    }

    private String contains(String more) {
        return "position('marker-" + marker() + more + "'::bytea in body) > 0";
    }

    private void count(String what, String table, String condition, int count) throws SQLException, IOException {
        String found = five.door().text("select count(*) from " + table + " where " + condition);
        if (!found.equals(Integer.toString(count))) {
            wrong.add("not so: " + what + " (" + found + " times)");
        }
    }

    private void atLeastOne(String what, String table, String condition) throws SQLException, IOException {
        if (!five.door().exists("select from " + table + " where " + condition)) {
            wrong.add("not so: " + what);
        }
    }

    private void expect(String what, int expected, int status) {
        if (status != expected) {
            wrong.add(what + " was answered with " + status + " and not with " + expected);
        }
    }

    /** Whether a sentence or subject of a finding is about this play. */
    boolean isAbout(String subject, String sentence) {
        return subject.equals(marker())
                || subject.startsWith(marker() + "-")
                || (sentence + " ").matches("(?s).*@" + account.handle() + "\\b.*")
                || NetworkRecord.marker(sentence).startsWith(marker());
    }

    @Override
    public String toString() {
        return network + " " + trouble;
    }
}
