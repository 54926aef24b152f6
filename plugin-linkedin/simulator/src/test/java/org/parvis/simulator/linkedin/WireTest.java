package org.parvis.simulator.linkedin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parvis.simulation.Simulation;
import org.parvis.simulation.SimulationOptions;

/** The wire as LinkedIn documents it, asked by a client that knows nothing but HTTP. */
class WireTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REDIRECT = "http://127.0.0.1:1/callback";
    private static final String PAGE = "urn%3Ali%3Aorganization%3A5";
    private static final String ARCHIVE = """
            {"type":"Organization","id":"urn:parvis:linkedin:user:5","preferredUsername":"acme","name":"Acme","followers":{"totalItems":4821}}
            {"type":"Note","id":"urn:parvis:linkedin:item:1000","attributedTo":"urn:parvis:linkedin:user:5","published":"2026-11-20T09:00:00Z","content":"Open (now) #news"}
            {"type":"Note","id":"urn:parvis:linkedin:item:1001","attributedTo":"urn:parvis:linkedin:user:jo","published":"2026-11-20T09:05:00Z","content":"really?","inReplyTo":"urn:parvis:linkedin:item:1000"}
            {"type":"Note","id":"urn:parvis:linkedin:item:1002","attributedTo":"urn:parvis:linkedin:user:jo","published":"2026-11-20T12:00:00Z","content":"later","inReplyTo":"urn:parvis:linkedin:item:1000"}
            """;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path home;

    private Simulation simulation;
    private String token;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(home.resolve("archive.jsonl"), ARCHIVE);
        open();
        token = token("r_organization_social w_organization_social rw_organization_admin");
    }

    private void open() throws Exception {
        simulation = Simulation.start(SimulationOptions.in(home.resolve("state"))
                .network("linkedin", 0)
                .archive(home.resolve("archive.jsonl"))
                .setting("redirect-uris", REDIRECT)
                .shift("none"));
        simulation.clock().speed(0);
        simulation.clock().set(Instant.parse("2026-11-20T10:00:00Z"));
    }

    @AfterEach
    void stop() throws Exception {
        simulation.close();
    }

    private URI at(String path) {
        return URI.create(simulation.networkUri("linkedin") + path);
    }

    private String token(String scopes) throws Exception {
        URI page =
                at("/oauth/v2/authorization?response_type=code&client_id=parvis-demo&state=s&account=acme&redirect_uri="
                        + URLEncoder.encode(REDIRECT, StandardCharsets.UTF_8) + "&scope="
                        + URLEncoder.encode(scopes, StandardCharsets.UTF_8));
        String back = client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("location")
                .orElseThrow();
        Matcher code = Pattern.compile("code=([^&]+)").matcher(back);
        assertThat(code.find()).isTrue();
        String form = "grant_type=authorization_code&client_id=parvis-demo&client_secret=parvis-demo-secret&code="
                + code.group(1) + "&redirect_uri=" + URLEncoder.encode(REDIRECT, StandardCharsets.UTF_8);
        HttpRequest exchange = HttpRequest.newBuilder(at("/oauth/v2/accessToken"))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return JSON.readTree(client.send(exchange, HttpResponse.BodyHandlers.ofByteArray())
                        .body())
                .path("access_token")
                .asText();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(at(path))
                .header("Authorization", "Bearer " + token)
                .header("Linkedin-Version", "202609")
                .header("X-Restli-Protocol-Version", "2.0.0");
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private JsonNode get(String path) throws Exception {
        return JSON.readTree(send(request(path)).body());
    }

    private HttpResponse<byte[]> post(String path, String body) throws Exception {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    private static String body(String commentary, String more) {
        return "{'author':'urn:li:organization:5','commentary':'" + commentary
                + "','visibility':'PUBLIC','distribution':{'feedDistribution':'MAIN_FEED'},'lifecycleState':'PUBLISHED'"
                + more + "}";
    }

    @Test
    void aPostLooksAsDocumented() throws Exception {
        JsonNode page = get("/rest/posts?q=author&author=" + PAGE + "&count=10&sortBy=CREATED");
        JsonNode post = page.path("elements").get(0);
        assertThat(post.path("id").asText()).isEqualTo("urn:li:share:1000");
        assertThat(post.path("commentary").asText()).isEqualTo("Open \\(now\\) \\#news");
        assertThat(post.path("lifecycleState").asText()).isEqualTo("PUBLISHED");
        assertThat(page.path("paging").path("total").asInt()).isOne();
        JsonNode comments = get("/rest/socialActions/urn%3Ali%3Ashare%3A1000/comments?start=0&count=10");
        JsonNode comment = comments.path("elements").get(0);
        assertThat(comment.path("commentUrn").asText()).isEqualTo("urn:li:comment:(urn:li:activity:2024,1001)");
        assertThat(comment.path("object").asText()).isEqualTo("urn:li:activity:2024");
        assertThat(comment.path("message").path("text").asText()).isEqualTo("really?");
        // what the archive has for later is not there yet
        assertThat(comments.path("elements")).hasSize(1);
        simulation.clock().step(Duration.ofHours(3));
        assertThat(get("/rest/socialMetadata/urn%3Ali%3Ashare%3A1000")
                        .path("commentSummary")
                        .path("count")
                        .asInt())
                .isEqualTo(2);
    }

    // header left out or changed | status | code
    @ParameterizedTest
    @CsvSource({
        "Linkedin-Version, , 400, VERSION_MISSING",
        "Linkedin-Version, 202508, 426, NONEXISTENT_VERSION",
        "Linkedin-Version, 209901, 426, NONEXISTENT_VERSION",
        "X-Restli-Protocol-Version, 1.0.0, 400, PARAM_INVALID",
        "Authorization, Bearer nobody, 401, INVALID_ACCESS_TOKEN"
    })
    void headersMatter(String header, String value, int status, String code) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(at("/rest/posts/urn%3Ali%3Ashare%3A1000"));
        request.header("Authorization", "Bearer " + token);
        request.header("Linkedin-Version", "202609").header("X-Restli-Protocol-Version", "2.0.0");
        if (value == null) {
            request = HttpRequest.newBuilder(at("/rest/posts/urn%3Ali%3Ashare%3A1000"))
                    .header("Authorization", "Bearer " + token);
        } else {
            request.setHeader(header, value);
        }
        HttpResponse<byte[]> answer = send(request);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).path("code").asText()).isEqualTo(code);
    }

    /** What a generic encoder would send is not what Rest.li reads. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/rest/socialMetadata?ids=List(urn%3Ali%3Ashare%3A1000) | 200",
                "/rest/socialMetadata?ids=List%28urn%3Ali%3Ashare%3A1000%29 | 400",
                "/rest/socialMetadata?ids=List(urn:li:share:1000) | 400",
                "/rest/socialMetadata?ids=List(urn%3Ali%3Ashare%3A1000 | 400",
                "/rest/posts?q=author&author=urn:li:organization:5 | 400",
                "/rest/reactions/(entity:urn%3Ali%3Ashare%3A1000)?q=entity | 200",
                "/rest/reactions/(entity:urn:li:share:1000)?q=entity | 400",
                "/rest/nothing | 404"
            })
    void addressesAreReadAsTheyCame(String path, int status) throws Exception {
        assertThat(send(request(path)).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fine | `` | 201 |",
                "with \\\\(escaped\\\\) #tag | `` | 201 |",
                "unescaped (sign) | `` | 400 | INVALID_VALUE_FOR_FIELD",
                "field | ,'bogus':1 | 403 | ACCESS_DENIED",
                "poll | ,'content':{'poll':{'question':'?','options':[{'text':'a'}],'settings':{'duration':'ONE_DAY'}}} | 400 | INVALID_VALUE_FOR_FIELD",
                "article | ,'content':{'article':{'source':'https://a.example'}} | 422 | MISSING_FIELD",
                "image | ,'content':{'media':{'id':'urn:li:image:none'}} | 400 | INVALID_URN_ID",
            })
    void postsAreHeldToTheRules(String commentary, String more, int status, String code) throws Exception {
        HttpResponse<byte[]> answer = post("/rest/posts", body(commentary, more));
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 201) {
            assertThat(answer.body()).isEmpty();
            String urn = answer.headers().firstValue("x-restli-id").orElseThrow();
            JsonNode kept = get("/rest/posts/" + URLEncoder.encode(urn, StandardCharsets.UTF_8));
            assertThat(kept.path("commentary").asText())
                    .contains(commentary.contains("#tag") ? "{hashtag|\\#|tag}" : "fine");
        } else {
            assertThat(JSON.readTree(answer.body()).path("code").asText()).isEqualTo(code);
        }
    }

    @Test
    void theSameAgainIsADuplicateAndChangesNeedTheirMethod() throws Exception {
        String urn = post("/rest/posts", body("once", ""))
                .headers()
                .firstValue("x-restli-id")
                .orElseThrow();
        HttpResponse<byte[]> again = post("/rest/posts", body("once", ""));
        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(again.body()).path("message").asText()).isEqualTo("Content is a duplicate of " + urn);
        String path = "/rest/posts/" + URLEncoder.encode(urn, StandardCharsets.UTF_8);
        String patch = "{\"patch\":{\"$set\":{\"commentary\":\"twice\"}}}";
        assertThat(post(path, patch).statusCode()).isEqualTo(400);
        HttpRequest.Builder partial = request(path).header("X-RestLi-Method", "PARTIAL_UPDATE");
        assertThat(send(partial.POST(HttpRequest.BodyPublishers.ofString(patch)))
                        .statusCode())
                .isEqualTo(204);
        assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(204);
        assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(204);
        assertThat(send(request(path)).statusCode()).isEqualTo(404);
    }

    @Test
    void scopesAndTiersAreKept() throws Exception {
        simulation.control("linkedin", "settings", JSON.createObjectNode().put("tier", "development"));
        assertThat(send(request("/rest/socialMetadata?ids=List(urn%3Ali%3Ashare%3A1000)"))
                        .statusCode())
                .isEqualTo(403);
        String other = token("r_organization_social");
        // another set of scopes has ended the earlier token
        assertThat(send(request("/rest/posts/urn%3Ali%3Ashare%3A1000")).statusCode())
                .isEqualTo(401);
        token = other;
        assertThat(post("/rest/posts", body("no", "")).statusCode()).isEqualTo(403);
        assertThat(send(request("/rest/posts/urn%3Ali%3Ashare%3A1000")).statusCode())
                .isEqualTo(200);
    }

    /** What was written, the tokens included, is there after a restart. */
    @Test
    void theJournalBringsEverythingBack() throws Exception {
        String urn = post("/rest/posts", body("kept", ""))
                .headers()
                .firstValue("x-restli-id")
                .orElseThrow();
        simulation.control(
                "linkedin",
                "strangers/post",
                JSON.createObjectNode()
                        .put("author", "Mara")
                        .put("text", "hello")
                        .put("inReplyTo", urn));
        simulation.close();
        open();
        String path = "/rest/socialActions/" + URLEncoder.encode(urn, StandardCharsets.UTF_8) + "/comments";
        assertThat(get(path)
                        .path("elements")
                        .get(0)
                        .path("message")
                        .path("text")
                        .asText())
                .isEqualTo("hello");
    }
}
