package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What everything that speaks HTTP with the platform may rely on, and what nobody may get away with. */
@SharedWorld
class GatewayIT {
    private static ObjectNode brand(String name) {
        return Api.JSON.createObjectNode().put("name", name);
    }

    private static String fresh() {
        return "Brand " + UUID.randomUUID();
    }

    private static void assertProblem(Api.Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.body().path("type").asText()).isEqualTo("urn:parvis:problem:" + type);
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.body().path("title").asText()).isNotBlank();
        assertThat(answer.body().path("detail").asText()).isNotBlank();
    }

    private static long brandsNamed(Api api, String name) throws Exception {
        return api.get("/v1/brands?limit=200").body().path("items").findValuesAsText("name").stream()
                .filter(name::equals)
                .count();
    }

    // ---- sessions and pages

    @Test
    void changeWithoutTheCsrfTokenIsRefused(World world) throws Exception {
        Api owner = world.owner();
        String name = fresh();
        assertProblem(owner.with(owner.session(), "").call("POST", "/v1/brands", brand(name)), 403, "forbidden");
        assertProblem(owner.with(owner.session(), "c.guess").call("POST", "/v1/brands", brand(name)), 403, "forbidden");
        String otherLogins = world.owner().csrf();
        assertProblem(
                owner.with(owner.session(), otherLogins).call("POST", "/v1/brands", brand(name)), 403, "forbidden");
        assertThat(brandsNamed(owner, name)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "https://localhost.evil.example", "http://localhost:1", "null", "file://"
            })
    void pageOfAnotherSiteChangesNothingEvenWithTheToken(String page, World world) throws Exception {
        Api owner = world.owner();
        String name = fresh();
        assertProblem(owner.call("POST", "/v1/brands", brand(name), Map.of("Origin", page)), 403, "forbidden");
        assertThat(brandsNamed(owner, name)).isZero();
        ObjectNode login =
                Api.JSON.createObjectNode().put("email", "demo@parvis.example").put("password", world.ownerPassword());
        assertProblem(world.nobody().call("POST", "/v1/session", login, Map.of("Origin", page)), 403, "forbidden");
    }

    @Test
    void ownPageMayChangeThings(World world) throws Exception {
        Api.Answer answer = world.owner()
                .call(
                        "POST",
                        "/v1/brands",
                        brand(fresh()),
                        Map.of("Origin", world.address().toString()));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    @Test
    void sessionIsInACookieThatScriptsAndOtherSitesDoNotGet(World world) throws Exception {
        ObjectNode login =
                Api.JSON.createObjectNode().put("email", "demo@parvis.example").put("password", world.ownerPassword());
        Api.Answer answer = world.nobody().call("POST", "/v1/session", login);
        String cookie = answer.raw().headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).startsWith("__Host-parvis=").contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/");
        assertThat(cookie).doesNotContain("Domain");
        String reference = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
        assertThat(reference).hasSizeGreaterThanOrEqualTo(43);
        assertThat(answer.text()).doesNotContain(reference);
    }

    @Test
    void reloadedPageGetsItsCsrfTokenAgain(World world) throws Exception {
        Api owner = world.owner();
        Api.Answer session = owner.get("/v1/session");
        assertThat(session.body().path("csrfToken").asText()).isEqualTo(owner.csrf());
        assertThat(session.body().path("expiresAt").asText()).isNotBlank();
        JsonNode workspaces = owner.get("/v1/workspaces").body();
        assertThat(workspaces.findValuesAsText("id"))
                .containsExactly(world.ids().get("workspace"));
    }

    @Test
    void endedSessionIsWorthNothing(World world) throws Exception {
        Api owner = world.owner();
        String before = owner.session();
        Api.Answer rotated = owner.call("POST", "/v1/session/rotation", null);
        assertThat(rotated.status()).as(rotated.toString()).isEqualTo(200);
        assertThat(owner.session()).isNotEqualTo(before);
        assertProblem(owner.with(before, "").get("/v1/session"), 401, "unauthenticated");
        String last = owner.session();
        Api still = owner.with(last, rotated.body().path("csrfToken").asText());
        assertThat(still.call("DELETE", "/v1/session", null).status()).isEqualTo(204);
        assertProblem(owner.with(last, "").get("/v1/session"), 401, "unauthenticated");
    }

    @Test
    void guessingAPasswordIsSlowedDown(World world) throws Exception {
        ObjectNode guess = Api.JSON
                .createObjectNode()
                .put("email", "nobody-" + UUID.randomUUID() + "@parvis.example")
                .put("password", "wrong wrong wrong");
        Api.Answer answer = world.nobody().call("POST", "/v1/session", guess);
        assertProblem(answer, 401, "unauthenticated");
        for (int tries = 0; tries < 15 && answer.status() == 401; tries++) {
            answer = world.nobody().call("POST", "/v1/session", guess);
        }
        assertProblem(answer, 429, "too-many");
        assertThat(answer.raw().headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void tokenDoesWhatItsScopesSayAndHasNoSession(World world) throws Exception {
        Api owner = world.owner();
        ObjectNode token = Api.JSON.createObjectNode().put("name", "scoped");
        token.putArray("scopes").add("READ");
        Api.Answer created = owner.call("POST", "/v1/tokens", token);
        Map<String, String> bearer = Map.of(
                "Authorization", "Bearer " + created.body().path("secret").asText());
        Api nobody = world.nobody();
        assertThat(nobody.call("GET", "/v1/accounts", null, bearer).status()).isEqualTo(200);
        assertThat(nobody.call("GET", "/v1/session", null, bearer)
                        .body()
                        .path("csrfToken")
                        .isNull())
                .isTrue();
        assertProblem(nobody.call("POST", "/v1/brands", brand(fresh()), bearer), 403, "forbidden");
        owner.call("DELETE", "/v1/tokens/" + created.body().path("id").asText(), null);
        assertProblem(nobody.call("GET", "/v1/accounts", null, bearer), 401, "unauthenticated");
    }

    /** CVE-2026-42346: a name of an attacker that is made to point to this machine. */
    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", ""})
    void cve_2026_42346_anotherHostsNameIsRefused(String host, World world) throws Exception {
        for (String path : List.of("/", "/page/page.js", "/api/v1/openapi.json", "/health/ready")) {
            assertThat(RawHttp.status(RawHttp.get(world.address(), path, host)))
                    .as(path)
                    .isIn(400, 421);
        }
    }

    @Test
    void namesOfThisMachineAreAnswered(World world) throws Exception {
        for (String host : List.of("localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080")) {
            assertThat(RawHttp.status(RawHttp.get(world.address(), "/api/v1/openapi.json", host)))
                    .as(host)
                    .isEqualTo(200);
        }
    }

    // ---- problems

    @Test
    void problemsSpeakTheAskersLanguage(World world) throws Exception {
        Api.Answer french =
                world.nobody().call("GET", "/v1/accounts", null, Map.of("Accept-Language", "fr-CA, en;q=0.5"));
        assertProblem(french, 401, "unauthenticated");
        assertThat(french.body().path("title").asText()).isEqualTo("Veuillez vous connecter");
    }

    @Test
    void unknownMemberIsRefusedByName(World world) throws Exception {
        Api owner = world.owner();
        Api.Answer answer = owner.call(
                "POST",
                "/v1/brands",
                brand(fresh()).put("workspace", UUID.randomUUID().toString()));
        assertProblem(answer, 400, "invalid");
        assertThat(answer.body().path("violations").get(0).path("field").asText())
                .isEqualTo("workspace");
    }

    @Test
    void tenMegabytesOfTextAreRefusedAndNothingIsStored(World world) throws Exception {
        Api owner = world.owner();
        ObjectNode reply = Api.JSON.createObjectNode().put("text", "x".repeat(10_000_000));
        String replies = "/v1/items/" + world.ids().get("item") + "/replies";
        assertProblem(owner.call("POST", replies, reply), 413, "body-too-large");
        assertThat(owner.get("/v1/conversations/" + world.ids().get("conversation") + "/items")
                        .text()
                        .length())
                .isLessThan(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"a\\u0000b\"}",
                "{\"name\":\"\\ud800\"}",
                "{\"name\":\"\\udc00x\"}",
                "{\"name\":\"x\\ud83d\"}"
            })
    void textThatIsNoTextIsRefusedByName(String body, World world) throws Exception {
        Api.Answer answer = world.owner()
                .send("POST", "/v1/brands", body.getBytes(StandardCharsets.UTF_8), "application/json", Map.of());
        assertProblem(answer, 400, "invalid");
        assertThat(answer.body().path("violations").get(0).path("field").asText())
                .isEqualTo("name");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused(World world) throws Exception {
        byte[] latin = "{\"name\":\"Caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertProblem(world.owner().send("POST", "/v1/brands", latin, "application/json", Map.of()), 400, "invalid");
        byte[] surrogate = {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'
        };
        assertProblem(
                world.owner().send("POST", "/v1/brands", surrogate, "application/json", Map.of()), 400, "invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"name\":1}",
                "{\"name\":null}",
                "{}",
                "{} {}",
                "\"name\"",
                "{\"name\":[\"x\"]}"
            })
    void bodyThatDoesNotFitIsRefused(String body, World world) throws Exception {
        assertProblem(
                world.owner()
                        .send(
                                "POST",
                                "/v1/brands",
                                body.getBytes(StandardCharsets.UTF_8),
                                "application/json",
                                Map.of()),
                400,
                "invalid");
    }

    @Test
    void formsAndOtherTypesAreNotTaken(World world) throws Exception {
        byte[] form = "name=x".getBytes(StandardCharsets.UTF_8);
        for (String type :
                List.of("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x")) {
            assertProblem(world.owner().send("POST", "/v1/brands", form, type, Map.of()), 415, "http-415");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=x",
                "limit=99999999999",
                "awaiting=yes",
                "status=open",
                "account=x",
                "after=%00",
                "after=%F0%28"
            })
    void queryThatDoesNotFitIsRefused(String query, World world) throws Exception {
        assertProblem(world.owner().get("/v1/conversations?" + query), 400, "invalid");
    }

    // ---- versions and keys

    @Test
    void changeOfAnOldVersionIsRefused(World world) throws Exception {
        Api owner = world.owner();
        Api.Answer created = owner.call("POST", "/v1/brands", brand(fresh()));
        String path = "/v1/brands/" + created.body().path("id").asText();
        assertThat(created.entityTag()).isEqualTo(owner.get(path).entityTag()).isNotEmpty();
        Api.Answer renamed = owner.call("PUT", path, brand(fresh()), Map.of("If-Match", created.entityTag()));
        assertThat(renamed.status()).as(renamed.toString()).isEqualTo(200);
        assertProblem(owner.call("PUT", path, brand(fresh()), Map.of("If-Match", created.entityTag())), 412, "stale");
        assertProblem(owner.call("PUT", path, brand(fresh()), Map.of("If-Match", "\"elsewhere\"")), 412, "stale");
        assertProblem(owner.call("PUT", path, brand(fresh())), 428, "version-required");
        assertThat(owner.get(path).text()).isEqualTo(renamed.text());
    }

    @Test
    void repeatingACreationGivesTheSameAnswerAndCreatesOnce(World world) throws Exception {
        Api owner = world.owner();
        String name = fresh();
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Api.Answer first = owner.call("POST", "/v1/brands", brand(name), key);
        Api.Answer again = owner.call("POST", "/v1/brands", brand(name), key);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.entityTag()).isEqualTo(first.entityTag());
        assertThat(brandsNamed(owner, name)).isEqualTo(1);
        assertProblem(owner.call("POST", "/v1/brands", brand(fresh()), key), 422, "key-reused");
        assertProblem(owner.call("POST", "/v1/brands", brand(fresh()), Map.of("Idempotency-Key", " ")), 400, "invalid");
    }

    @Test
    void refusedCreationFreesItsKey(World world) throws Exception {
        Api owner = world.owner();
        String name = fresh();
        owner.call("POST", "/v1/brands", brand(name));
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        assertProblem(owner.call("POST", "/v1/brands", brand(name), key), 409, "conflict");
        assertThat(owner.call("POST", "/v1/brands", brand(fresh()), key).status())
                .isEqualTo(201);
    }

    @Test
    void secretOfATokenIsGivenOnce(World world) throws Exception {
        Api owner = world.owner();
        ObjectNode token = Api.JSON.createObjectNode().put("name", "once " + UUID.randomUUID());
        token.putArray("scopes").add("READ");
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Api.Answer first = owner.call("POST", "/v1/tokens", token, key);
        String secret = first.body().path("secret").asText();
        assertThat(secret).startsWith("parvis_");
        Api.Answer again = owner.call("POST", "/v1/tokens", token, key);
        assertProblem(again, 409, "conflict");
        assertThat(owner.get("/v1/tokens").text()).doesNotContain(secret);
    }

    @Test
    void ofManyEqualRequestsAtOnceOneCreates(World world) throws Exception {
        Api owner = world.owner();
        String name = fresh();
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Api.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                answers.add(threads.submit(() -> owner.call("POST", "/v1/brands", brand(name), key)));
            }
            for (Future<Api.Answer> answer : answers) {
                assertThat(answer.get().status()).as(answer.get().toString()).isIn(201, 409);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(brandsNamed(owner, name)).isEqualTo(1);
    }

    // ---- what networks call

    @Test
    void webhookHandshakeIsAnswered(World world) throws Exception {
        Api.Answer answer = world.nobody().get("/v1/webhooks/twitter?crc_token=challenge&nonce=1");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("parvis-demo-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String proof = Base64.getEncoder().encodeToString(mac.doFinal("challenge".getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("response_token").asText()).isEqualTo("sha256=" + proof);
    }

    @Test
    void forgedWebhookIsRefusedAndNothingIsStored(World world) throws Exception {
        String canary = "forged-" + UUID.randomUUID();
        byte[] body = ("{\"for_user_id\":\"9000000301\",\"tweet_create_events\":[{\"id_str\":\"99\",\"text\":\""
                        + canary + "\",\"user\":{\"id_str\":\"302\",\"screen_name\":\"boris_k\"}}]}")
                .getBytes(StandardCharsets.UTF_8);
        Api nobody = world.nobody();
        for (String signature : List.of("sha256=AAAA", "sha256=", "nonsense")) {
            assertProblem(
                    nobody.send(
                            "POST",
                            "/v1/webhooks/twitter",
                            body,
                            "application/json",
                            Map.of("x-twitter-webhooks-signature", signature)),
                    403,
                    "forbidden");
        }
        assertProblem(
                nobody.send("POST", "/v1/webhooks/twitter", body, "application/json", Map.of()), 403, "forbidden");
        assertProblem(
                nobody.send("POST", "/v1/webhooks/nowhere", body, "application/json", Map.of()), 404, "not-found");
        assertThat(world.owner().get("/v1/items?limit=200").text()).doesNotContain(canary);
        assertThat(world.demo().client("social:outbox-list --json"))
                .doesNotContain(canary)
                .doesNotContain("webhook.parse");
    }

    @Test
    void returnFromANetworkThatNobodyBeganIsRefused(World world) throws Exception {
        Api owner = world.owner();
        for (String query : List.of("?state=unknown&code=x", "?code=x", "?state=x", "")) {
            Api.Answer answer = owner.get("/v1/oauth/callback" + query);
            assertThat(answer.status()).as(query + " " + answer).isIn(400, 403, 404, 409);
            assertThat(answer.type()).startsWith("application/problem+json");
        }
    }

    /** GHSA-4hgh-5rhf-4qpm: encoded path traversal to files beside the page's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/%2e%2e%2fMETA-INF%2fMANIFEST.MF",
                "/page/%2e%2e/META-INF/MANIFEST.MF",
                "/page/../META-INF/MANIFEST.MF",
                "/page/..%2f..%2f..%2fetc%2fpasswd",
                "/page/..;/META-INF/MANIFEST.MF",
                "/page/%252e%252e%252fMETA-INF%252fMANIFEST.MF",
                "/page/..%5c..%5cetc%5cpasswd",
                "/page/%c0%ae%c0%ae/META-INF/MANIFEST.MF",
                "/page/%00/../../META-INF/MANIFEST.MF",
                "/page//META-INF/MANIFEST.MF",
                "/META-INF/MANIFEST.MF",
                "/OSGI-INF/org.parvis.web.Page.xml",
                "/api/v1/%2e%2e%2f%2e%2e%2fetc/passwd",
                "/api/../page/../META-INF/MANIFEST.MF",
                "/health/..%2f..%2fetc%2fkeys.properties"
            })
    void ghsa_4hgh_5rhf_4qpm_encodedPathsReachNothing(String path, World world) throws Exception {
        URI address = world.address();
        String answer = RawHttp.get(address, path, "localhost");
        assertThat(RawHttp.status(answer)).as(answer).isIn(400, 404);
        assertThat(answer).doesNotContain("Bundle-SymbolicName", "root:", "scr:component");
    }

    @Test
    void pageComesWithHeadersThatLetItRunNothingElse(World world) throws Exception {
        for (String path : List.of("/", "/page/index.html", "/page/page.js", "/page/page.css", "/nothing")) {
            String answer = RawHttp.get(world.address(), path, "localhost");
            assertThat(RawHttp.status(answer)).as(path).isEqualTo(path.equals("/nothing") ? 404 : 200);
            assertThat(answer)
                    .contains("Content-Security-Policy: default-src 'none'; script-src 'self'")
                    .contains("frame-ancestors 'none'", "X-Content-Type-Options: nosniff")
                    .contains("Cross-Origin-Opener-Policy: same-origin", "Referrer-Policy: no-referrer");
            assertThat(answer).doesNotContain("unsafe-inline", "unsafe-eval", "Access-Control-Allow-Origin", "Server:");
        }
        String page = RawHttp.get(world.address(), "/", "localhost");
        assertThat(page)
                .contains("<script type=\"module\" src=\"/page/page.js\">")
                .doesNotContain("<style", " style=", "onclick=", "http://", "https://");
    }
}
