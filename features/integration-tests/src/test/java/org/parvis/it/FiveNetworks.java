package org.parvis.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.parvis.it.invariant.Asked;
import org.parvis.it.invariant.Finding;
import org.parvis.it.invariant.InvariantChecker;
import org.parvis.it.invariant.NetworkRecord;
import org.parvis.it.invariant.PlatformRecord;

/**
 * The real distribution with one workspace and accounts of all five networks, each linked through its network's own page, over
 * the five simulators in one JVM of theirs, which outlives every kill of the platform. Made once for the suite. Limits are
 * short, so that a network that hangs is given up soon; feeds are read when they are asked to be.
 */
final class FiveNetworks implements AutoCloseable {
    /** How many accounts of each network there are; the first belongs to {@link FiveNetworksIT}. */
    static final int ACCOUNTS = 26;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String OWNER = "owner@parvis.example";
    private static final String LINK_COOKIE = "__Host-parvis-link";
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private static final Map<String, String> CONFIGURATION = Map.of(
            "org.parvis.outbox", "lease = PT10S\n",
            "org.parvis.guard",
                    "timeout.read = PT5S\ntimeout.write = PT6S\ntimeout.media = PT6S\nbreaker.pause = PT1S\n",
            "org.parvis.inbox", "poll.minimum = PT12H\npoll.maximum = P1D\nrecheck.interval = P1D\n");

    private final Demo demo;
    private final DatabaseDoor door;
    private final Asked asked = new Asked();
    private final Map<Network, List<Account>> accounts = new EnumMap<>(Network.class);
    /** What is there already is told once. */
    private final Set<Finding> known = new HashSet<>();

    private String password = "";
    private String brand = "";
    private String picture = "";
    private String film = "";

    private FiveNetworks(Demo demo) {
        this.demo = demo;
        this.door = new DatabaseDoor(demo);
    }

    /**
     * A linked account.
     *
     * @param id the platform's
     * @param post what the network calls a post that it made there, for strangers to write below; empty where none is needed
     */
    record Account(Network network, String handle, String id, String remoteId, String post) {
        @Override
        public String toString() {
            return "@" + handle;
        }
    }

    static FiveNetworks make() throws Exception {
        Path home = Demo.freshHome();
        Files.createDirectories(home.resolve("etc"));
        Process simulators = simulate(home);
        try {
            JsonNode addresses = addresses(home, simulators);
            configure(home, addresses);
            Demo demo = Demo.over(home, "-Dparvis.clock=" + clock(home));
            demo.start();
            demo.simulatedBy(simulators.pid(), addresses.path("control").asText());
            return filled(new FiveNetworks(demo));
        } catch (Exception | AssertionError failure) {
            simulators.destroyForcibly();
            throw failure;
        }
    }

    private static FiveNetworks filled(FiveNetworks made) throws Exception {
        try {
            made.fill();
            return made;
        } catch (Exception | AssertionError failure) {
            made.close();
            throw failure;
        }
    }

    private static Path clock(Path home) {
        return home.resolve("simulation/clock");
    }

    private static Process simulate(Path home) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Network network : Network.values()) {
            for (int i = 0; i < ACCOUNTS; i++) {
                lines.add(network.actor(i));
            }
        }
        Files.createDirectories(home.resolve("log"));
        Path archive = Files.write(home.resolve("five-networks.jsonl"), lines);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                Path.of(System.getProperty("parvis.simulators")).toRealPath() + "/*",
                "org.parvis.simulation.SimulationMain",
                "--home",
                Files.createDirectories(home.resolve("simulation")).toString(),
                "--clock",
                clock(home).toString(),
                "--archive",
                archive.toString(),
                "--no-limits",
                "--set",
                // It must be the platform that does not repeat itself, not the network that notices.
                "any-loopback-redirect=on,duplicate-rule=off,refuse-duplicates=off"));
        for (Network network : Network.values()) {
            command.addAll(List.of("--network", network.id()));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log/simulators.log").toFile())
                .start();
    }

    private static JsonNode addresses(Path home, Process simulators) throws IOException {
        Path file = home.resolve("simulation/simulation.json");
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.exists(file) || !simulators.isAlive());
        if (!simulators.isAlive()) {
            throw new IOException(Files.readString(home.resolve("log/simulators.log")));
        }
        return Api.JSON.readTree(file.toFile());
    }

    private static void configure(Path home, JsonNode addresses) throws IOException {
        List<String> origins = new ArrayList<>();
        for (Network network : Network.values()) {
            String address = addresses.path("networks").path(network.id()).asText();
            origins.add(address);
            Files.writeString(
                    home.resolve("etc/org.parvis.network." + network.id() + ".cfg"), network.configuration(address));
        }
        Files.writeString(
                home.resolve("etc/org.parvis.http.cfg"), "endpoint.trusted = " + String.join(", ", origins) + "\n");
        for (Map.Entry<String, String> file : CONFIGURATION.entrySet()) {
            Files.writeString(home.resolve("etc/" + file.getKey() + ".cfg"), file.getValue());
        }
    }

    private void fill() throws Exception {
        beginEvening();
        password = demo.clientJson(
                        "social:workspace-create --json --name Five --owner " + OWNER + " --owner-name Owner")
                .path("password")
                .asText();
        brand = owner().call("POST", "/v1/brands", Api.JSON.createObjectNode().put("name", "All five"))
                .body()
                .path("id")
                .asText();
        picture = file(owner(), "square.jpg", SampleFiles.picture());
        film = file(owner(), "upright.mp4", SampleFiles.film());
        link(1);
    }

    /**
     * Sets the business clock to the next evening. Networks count days: what is refused until the next one must not have to
     * wait long, whenever the test runs, and what was used up is there again.
     */
    void beginEvening() throws IOException, InterruptedException {
        Instant now = now();
        Instant evening =
                now.atOffset(ZoneOffset.UTC).toLocalDate().atTime(21, 0).toInstant(ZoneOffset.UTC);
        Instant next = evening.isAfter(now) ? evening : evening.plus(Duration.ofDays(1));
        demo.control("clock/set", "{\"to\":\"" + next + "\"}");
    }

    /** Has so many accounts of each network linked and read; those that are linked already stay. */
    void link(int count) throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(3, FiveNetworks::person);
        try {
            List<Future<?>> linking = new ArrayList<>();
            for (Network network : Network.values()) {
                List<Account> linked = accounts.computeIfAbsent(network, unused -> new CopyOnWriteArrayList<>());
                linking.add(people.submit(() -> {
                    link(network, linked, count);
                    return true;
                }));
            }
            for (Future<?> each : linking) {
                each.get();
            }
        } finally {
            people.shutdownNow();
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !door.exists("select from inbox.feed where covered_until is null"));
    }

    /** A thread of one who uses the platform. */
    static Thread person(Runnable task) {
        Thread thread = new Thread(task, "five-networks-person");
        thread.setDaemon(true);
        return thread;
    }

    private void link(Network network, List<Account> linked, int count) throws Exception {
        Api person = owner();
        for (int i = linked.size(); i < count; i++) {
            // Before it is linked, so that the first round brings it.
            String post = network.isWrittenBelow()
                    ? demo.control(
                                    network.nativePath(),
                                    network.ownPost(network.handle(i), "We are open, says " + network.handle(i))
                                            .toString())
                            .path("id")
                            .asText()
                    : "";
            JsonNode account = link(person, network, network.handle(i), null);
            linked.add(new Account(
                    network,
                    account.path("handle").asText(),
                    account.path("id").asText(),
                    account.path("remoteId").asText(),
                    post));
        }
    }

    /**
     * Links an account as a browser does: to the network's page, where the person allows it, and back.
     *
     * @param again the account's id where it is linked again, else null
     */
    JsonNode link(Api person, Network network, String handle, String again) throws IOException, InterruptedException {
        ObjectNode wish = Api.JSON.createObjectNode().put("brand", brand).put("network", network.id());
        if (again != null) {
            wish.put("relink", again);
        }
        return authorise(person, person.call("POST", "/v1/accounts/links", wish), handle);
    }

    /** Goes to the network's page that a link begins with, allows it, and comes back. */
    JsonNode authorise(Api person, Api.Answer begun, String handle) throws IOException, InterruptedException {
        String binding = begun.raw().headers().allValues("set-cookie").stream()
                .filter(cookie -> cookie.startsWith(LINK_COOKIE))
                .map(cookie -> cookie.replaceAll(";.*", ""))
                .findFirst()
                .orElseThrow(() -> new IOException("linking @" + handle + " answered " + begun));
        String page = begun.body().path("authorizeAddress").asText() + "&account=" + handle + "&decision=allow";
        HttpResponse<String> allowed = HTTP.send(
                HttpRequest.newBuilder(URI.create(page))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        URI back = URI.create(allowed.headers()
                .firstValue("location")
                .orElseThrow(() -> new IOException("the page let nobody back: " + allowed.body())));
        Api.Answer linked = person.call(
                "GET",
                "/v1/oauth/callback?" + back.getRawQuery(),
                null,
                Map.of("Cookie", Api.COOKIE + "=" + person.session() + "; " + binding));
        for (JsonNode account : linked.body().path("linked")) {
            if (account.path("handle").asText().equalsIgnoreCase(handle)) {
                return account;
            }
        }
        throw new IOException("linking @" + handle + " linked " + linked);
    }

    Demo demo() {
        return demo;
    }

    DatabaseDoor door() {
        return door;
    }

    /** What was asked of the platform and acknowledged. */
    Asked asked() {
        return asked;
    }

    /** The files that a format needs. */
    String[] filesFor(String format) {
        return switch (format) {
            case "text" -> new String[0];
            case "image" -> new String[] {picture};
            default -> new String[] {film};
        };
    }

    /** What the networks witnessed against what the platform believes. */
    List<Finding> findings() throws IOException, InterruptedException, SQLException {
        NetworkRecord network = NetworkRecord.of(demo.controlState("journal?since=0&origin=all"));
        return InvariantChecker.check(network, PlatformRecord.read(door.connection()), asked);
    }

    /** As {@link #findings()}, without what this told before. */
    List<Finding> newFindings() throws IOException, InterruptedException, SQLException {
        return findings().stream().filter(known::add).toList();
    }

    String brand() {
        return brand;
    }

    /** One who may do everything, logged in anew. */
    Api owner() throws IOException, InterruptedException {
        return Api.login(demo.address(), OWNER, password);
    }

    /** How many accounts of each network are linked. */
    int linked() {
        return accounts.get(Network.FACEBOOK).size();
    }

    Account account(Network network, int number) {
        return accounts.get(network).get(number);
    }

    /** The business time. */
    Instant now() throws IOException, InterruptedException {
        return Instant.parse(demo.controlState("clock").path("now").asText());
    }

    void step(Duration by) throws IOException, InterruptedException {
        demo.control("clock/step", "{\"by\":\"" + by + "\"}");
    }

    /** Something goes wrong from now on; its number. */
    long fault(ObjectNode fault) throws IOException, InterruptedException {
        return demo.control("faults", fault.toString()).path("id").asLong();
    }

    /** A stranger writes to an account; what the network answers. */
    JsonNode stranger(Account account, String text) throws IOException, InterruptedException {
        String author = "stranger" + Math.floorMod(text.hashCode(), 5);
        return demo.control(
                account.network().id() + "/strangers/post",
                account.network().stranger(author, text, account.post()).toString());
    }

    /** Has accounts read now. */
    void synchronise(Api person, List<Account> which) throws IOException, InterruptedException {
        ObjectNode wish = Api.JSON.createObjectNode();
        which.forEach(account -> wish.withArray("accounts").add(account.id()));
        Api.Answer begun = person.call("POST", "/v1/synchronisations", wish);
        if (begun.status() != 202) {
            throw new IOException("reading answered " + begun);
        }
    }

    /** Adds a file to the library; its id. */
    String file(Api person, String name, byte[] bytes) throws IOException, InterruptedException {
        Api.Answer added = person.send(
                "POST", "/v1/brands/" + brand + "/media?name=" + name, bytes, "application/octet-stream", Map.of());
        if (added.status() != 201) {
            throw new IOException(name + " was not taken: " + added);
        }
        return added.body().path("id").asText();
    }

    /** A target of a post. */
    static ObjectNode target(Account account, String format, String... files) {
        ObjectNode target =
                Api.JSON.createObjectNode().put("account", account.id()).put("format", format);
        for (String file : files) {
            target.withArray("media").addObject().put("media", file);
        }
        return target;
    }

    /** Composes a post and lets it go out at once; the post. */
    JsonNode publish(Api person, String text, List<ObjectNode> targets) throws IOException, InterruptedException {
        ObjectNode post = Api.JSON.createObjectNode().put("brand", brand).put("text", text);
        targets.forEach(post.putArray("targets")::add);
        Api.Answer draft = person.call("POST", "/v1/posts", post);
        if (draft.status() != 201) {
            throw new IOException("composing answered " + draft);
        }
        Api.Answer scheduled = person.call(
                "POST",
                "/v1/posts/" + draft.body().path("id").asText() + "/schedule",
                Api.JSON.createObjectNode(),
                Map.of("If-Match", draft.entityTag()));
        if (scheduled.status() != 200) {
            throw new IOException("scheduling answered " + scheduled);
        }
        return scheduled.body();
    }

    /** Asks again until it is answered without trouble, as after a restart. */
    static <T> T insist(Callable<T> request) {
        List<T> answer = new ArrayList<>();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(() -> answer.add(request.call()));
        return answer.get(0);
    }

    @Override
    public void close() throws Exception {
        door.close();
        demo.close();
    }
}
