package org.parvis.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parvis.model.AccountId;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.Idempotency;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.OAuthProfile;
import org.parvis.model.RemoteId;
import org.parvis.model.Retention;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.spi.http.HttpChannel;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

/**
 * The class files of a plugin that was compiled against SPI 1.0, run against the SPI of today. {@code canary-1.0.jar} is never
 * built again: were it, it would prove nothing. It was made once, from what lies beside it, in {@code src/test/canary}:
 *
 * <pre>
 * javac --release 17 -g:none -d classes -cp model.jar:spi.jar:jspecify.jar source/org/parvis/canary/CanaryNetwork.java
 * jar --create --file canary-1.0.jar --manifest manifest.mf --date=2026-11-22T00:00:00Z -C content OSGI-INF -C classes org
 * </pre>
 *
 * <p>The container test {@code SpiCanaryIT} installs the same file. A later minor version adds a canary of its own beside it.
 */
class CanaryTest {
    private static final Path FOLDER = Path.of("src/test/canary");
    private static final Path JAR = FOLDER.resolve("canary-1.0.jar");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final List<HttpRequest> requests = new ArrayList<>();

    private HttpResponse answer(HttpRequest request) {
        requests.add(request);
        return request.changing()
                ? new HttpResponse(201, Map.of(), "7".getBytes(StandardCharsets.UTF_8))
                : new HttpResponse(200, Map.of(), new byte[0]);
    }

    private interface Body {
        void run(NetworkPlugin canary) throws Exception;
    }

    private static void with(Body body) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {JAR.toUri().toURL()}, NetworkPlugin.class.getClassLoader())) {
            Class<?> type = loader.loadClass("org.parvis.canary.CanaryNetwork");
            assertThat(type.getClassLoader()).isSameAs(loader);
            body.run((NetworkPlugin) type.getConstructor().newInstance());
        }
    }

    @Test
    void itLinksAndPublishesInTwoSteps() throws Exception {
        with(canary -> {
            Call call = new Call(this::answer);
            assertThat(canary.accountLinker().listAccounts(call))
                    .extracting(LinkableAccount::handle)
                    .containsExactly("canary");
            Publisher publisher = canary.publisher().orElseThrow();
            Variant song = Variant.ofText("tweet");
            PublishOutcome.Pending pending = (PublishOutcome.Pending) publisher.publish(call, song);
            assertThat(publisher.resume(call, song, pending.token()))
                    .isEqualTo(new PublishOutcome.Published(
                            new RemoteId("7"),
                            URI.create("https://canary.example/songs/7"),
                            NOW,
                            List.of(new Violation("text", "canary.quiet", "Nobody heard the canary sing: tweet"))));
            assertThat(requests).extracting(HttpRequest::operation).containsExactly("songs.create", "songs.read");
            assertThat(requests.get(0).body()).isEqualTo("tweet".getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void itRefusesByTheKindsOfToday() throws Exception {
        with(canary -> {
            Publisher publisher = canary.publisher().orElseThrow();
            NetworkException refused = catchThrowableOfType(
                    NetworkException.class, () -> publisher.publish(new Call(this::answer), Variant.ofText(" ")));
            assertThat(refused.kind()).isEqualTo(ErrorKind.CONTENT_REJECTED);
            assertThat(refused.violations()).extracting(Violation::rule).containsExactly("text.required");
        });
    }

    @Test
    void whatItDoesNotKnowHasTheDefaultsOfToday() throws Exception {
        with(canary -> {
            assertThat(Stream.of(
                            canary.inboxSource(),
                            canary.responder(),
                            canary.timelineSource(),
                            canary.analyticsSource(),
                            canary.webhookReceiver(),
                            canary.webhookSubscriber(),
                            canary.quotaReader()))
                    .allMatch(Optional::isEmpty);
            Publisher publisher = canary.publisher().orElseThrow();
            assertThat(publisher.reconcile(new Call(this::answer), Variant.ofText("x"), null, NOW))
                    .isInstanceOf(Reconciliation.Unknown.class);
            assertThat(publisher.measure("tweet").length()).isEqualTo(5);
        });
    }

    @Test
    void theFileHoldsWhatLiesBesideIt() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (String name : List.of("OSGI-INF/canary.xml", "OSGI-INF/network/canary.json")) {
                assertThat(jar.getInputStream(jar.getEntry(name)).readAllBytes())
                        .as(name)
                        .isEqualTo(Files.readAllBytes(FOLDER.resolve("content").resolve(name)));
            }
            assertThat(jar.getManifest().getMainAttributes().getValue("Import-Package"))
                    .isEqualTo("org.parvis.model;version=\"[1.0,2)\",org.parvis.spi;version=\"[1.0,2)\","
                            + "org.parvis.spi.http;version=\"[1.0,2)\"");
            assertThat(FOLDER.resolve("source/org/parvis/canary/CanaryNetwork.java"))
                    .exists();
        }
    }

    /** A call as the platform of today makes it. */
    private record Call(HttpChannel http) implements LinkingCall {
        @Override
        public AccountRef account() {
            return new AccountRef(new AccountId(new UUID(0, 1)), new RemoteId("1"), "canary", "default");
        }

        @Override
        public NetworkDescriptor descriptor() {
            URI address = URI.create("https://canary.example");
            OAuthProfile oauth = new OAuthProfile(
                    address,
                    address,
                    null,
                    OAuthProfile.ClientAuthentication.BODY,
                    true,
                    Set.of(),
                    Map.of(),
                    " ",
                    OAuthProfile.RefreshStyle.NONE,
                    Duration.ofDays(1),
                    null);
            return new NetworkDescriptor(
                    new NetworkId("canary"),
                    "Canary",
                    "1",
                    address,
                    address,
                    List.of("canary.example"),
                    Set.of(Capability.PUBLISH, Capability.PUBLISH_TEXT),
                    Map.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Idempotency.NONE,
                    Duration.ZERO,
                    oauth,
                    List.of(),
                    Retention.unlimited(),
                    null,
                    Map.of());
        }

        @Override
        public Map<String, String> settings() {
            return Map.of();
        }

        @Override
        public AccessToken accessToken() {
            return new AccessToken("seed");
        }

        @Override
        public Optional<String> accessProof() {
            return Optional.empty();
        }

        @Override
        public MediaReader media() {
            throw new AssertionError("a song has no files");
        }

        @Override
        public IdempotencyKey idempotencyKey() {
            return new IdempotencyKey("song");
        }

        @Override
        public Instant deadline() {
            return NOW.plusSeconds(30);
        }

        @Override
        public Clock clock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }

        @Override
        public void checkActive() {}

        @Override
        public ClientCredentials client() {
            return new ClientCredentials("parvis", "");
        }
    }
}
