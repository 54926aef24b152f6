package org.parvis.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the demo as a person would: a workspace with its owner by the console, then, logged in over the REST API, a brand
 * for each organisation that the simulators know, and its accounts linked through each network's own authorisation page.
 * What is there already is left alone, so that it can be repeated.
 */
final class DemoWorkspace {
    private static final String OWNER = "demo@parvis.example";
    /** What the launcher gives all networks as the application's secret. */
    private static final String CLIENT_SECRET = "parvis-demo-secret";
    /** Networks at which the application's webhook address is entered by hand, in Meta's dashboard. */
    private static final Set<String> REGISTERED_BY_HAND = Set.of("facebook", "instagram");

    private static final int AT_ONCE = 4;

    private record Organisation(String network, String id, String handle, String name) {}

    private final RestSession session;
    private final SimulatedNetworks networks;
    private final URI address;

    private DemoWorkspace(HttpClient http, URI address, URI control) {
        this.session = new RestSession(http, address);
        this.networks = new SimulatedNetworks(http, control);
        this.address = address;
    }

    /**
     * @param home where the owner's password is kept, readable by its owner only
     * @param story the folder of our own demo, whose plans are carried out once; null for other conversations
     */
    static void prepare(Path home, int sshPort, URI address, URI control, @Nullable Path story)
            throws IOException, InterruptedException {
        Path secret = home.resolve("demo.password");
        boolean fresh = !Files.exists(secret);
        if (fresh) {
            createWorkspace(home, sshPort, secret);
        }
        HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(60))
                .build();
        DemoWorkspace demo = new DemoWorkspace(http, address, control);
        demo.session.login(OWNER, Files.readString(secret).trim());
        demo.linkAll();
        demo.session.call("POST", "synchronisations", null);
        if (fresh && story != null) {
            new DemoPlans(demo.session, story).make();
        }
        System.out.println(OWNER);
    }

    private static void createWorkspace(Path home, int sshPort, Path secret) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = Console.execute(
                home.resolve("etc"),
                sshPort,
                "social:workspace-create --json --name Demo --owner " + OWNER + " --owner-name Demo",
                out);
        String printed = out.toString(StandardCharsets.UTF_8);
        if (status != 0) {
            throw new IOException("the demo workspace could not be created: " + printed.strip());
        }
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                secret, RestSession.JSON.readTree(printed).path("password").asText());
    }

    private void linkAll() throws IOException, InterruptedException {
        List<Organisation> organisations = organisations();
        Map<String, String> brands = brands(organisations);
        Set<String> linked = session.all("accounts", "id").values().stream()
                .map(account -> account.path("network").asText() + " "
                        + account.path("remoteId").asText())
                .collect(Collectors.toCollection(HashSet::new));
        List<Callable<Void>> links = new ArrayList<>();
        for (Organisation organisation : organisations) {
            if (!linked.contains(organisation.network() + " " + organisation.id())) {
                RestSession window = session.beside();
                links.add(() -> {
                    link(window, organisation, String.valueOf(brands.get(organisation.name())));
                    return null;
                });
            }
        }
        atOnce(links);
        for (String network : REGISTERED_BY_HAND) {
            if (organisations.stream().anyMatch(each -> each.network().equals(network))) {
                registerWebhooks(network);
            }
        }
    }

    private List<Organisation> organisations() throws IOException, InterruptedException {
        List<Organisation> found = new ArrayList<>();
        for (String network : networks.networks()) {
            for (JsonNode each : networks.organisations(network)) {
                String handle = each.path("handle").asText();
                found.add(new Organisation(
                        network,
                        each.path("id").asText(),
                        handle,
                        each.path("name").asText(handle)));
            }
        }
        return found;
    }

    /** The brands by their names, those made that are missing: accounts of one name on several networks are one brand's. */
    private Map<String, String> brands(List<Organisation> organisations) throws IOException, InterruptedException {
        Map<String, String> brands = session.all("brands", "name").entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().path("id").asText()));
        for (Organisation organisation : organisations) {
            if (!brands.containsKey(organisation.name())) {
                ObjectNode brand = RestSession.JSON.createObjectNode().put("name", organisation.name());
                brands.put(
                        organisation.name(),
                        session.call("POST", "brands", brand).path("id").asText());
            }
        }
        return brands;
    }

    private static void atOnce(List<Callable<Void>> tasks) throws IOException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE, task -> new Thread(task, "demo-link"));
        try {
            for (Future<Void> each : workers.invokeAll(tasks)) {
                each.get();
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    /** Through the network's page, which sends the browser back with a code. */
    private void link(RestSession window, Organisation organisation, String brand)
            throws IOException, InterruptedException {
        ObjectNode wanted =
                RestSession.JSON.createObjectNode().put("brand", brand).put("network", organisation.network());
        String page = window.call("POST", "accounts/links", wanted)
                .path("authorizeAddress")
                .asText();
        URI back = networks.allow(URI.create(page), organisation.handle());
        window.call("GET", "oauth/callback?" + back.getRawQuery(), null);
    }

    /** The verify token is what the platform expects, as the networks' READMEs say. */
    private void registerWebhooks(String network) throws IOException, InterruptedException {
        String callback = address.resolve("/api/v1/webhooks/" + network).toString();
        networks.control(
                network + "/webhooks",
                RestSession.JSON
                        .createObjectNode()
                        .put("callback", callback)
                        .put("verifyToken", verifyToken())
                        .toString());
    }

    private static String verifyToken() throws IOException {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(CLIENT_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal("parvis-webhook".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException unavailable) {
            throw new IOException("this Java cannot sign: " + unavailable.getMessage(), unavailable);
        }
    }
}
