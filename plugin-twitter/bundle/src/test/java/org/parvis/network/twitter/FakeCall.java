package org.parvis.network.twitter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.parvis.model.AccountId;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccessToken;
import org.parvis.spi.AccountRef;
import org.parvis.spi.ClientCredentials;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.LinkingCall;
import org.parvis.spi.MediaReader;
import org.parvis.spi.http.HttpChannel;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.descriptor.DescriptorException;
import org.parvis.toolkit.descriptor.DescriptorReader;

/** A call that answers from a script and remembers what was asked. */
final class FakeCall implements LinkingCall {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String TOKEN = "token-that-nobody-may-see";
    static final AccountRef ACME =
            new AccountRef(new AccountId(new UUID(0, 7)), new RemoteId("2244994945"), "acme", "default");

    final List<HttpRequest> requests = new ArrayList<>();
    final Map<String, String> settings = new HashMap<>();
    final Map<MediaId, byte[]> files = new HashMap<>();
    Duration left = Duration.ofSeconds(30);
    Instant now = NOW;
    AccountRef account = ACME;
    URI base;
    private final HttpChannel channel;
    private final NetworkDescriptor descriptor = read();

    private FakeCall(HttpChannel channel) {
        this.channel = request -> {
            requests.add(request);
            return channel.send(request);
        };
    }

    static FakeCall through(HttpChannel channel) {
        return new FakeCall(channel);
    }

    static FakeCall answering(Function<HttpRequest, HttpResponse> script) {
        return new FakeCall(script::apply);
    }

    /** Answers in this order; single quotes stand for double ones. */
    static FakeCall answering(int status, String... bodies) {
        int[] next = {0};
        return answering(request -> json(status, bodies[Math.min(next[0]++, bodies.length - 1)]));
    }

    static HttpResponse json(int status, String body) {
        return response(status, Map.of(), body.replace('\'', '"'));
    }

    static HttpResponse response(int status, Map<String, String> headers, String body) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return new HttpResponse(status, lists, body.getBytes(StandardCharsets.UTF_8));
    }

    static NetworkDescriptor read() {
        try (InputStream file = FakeCall.class.getResourceAsStream("/OSGI-INF/network/twitter.json")) {
            return DescriptorReader.read(file.readAllBytes(), "twitter.json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DescriptorException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    FakeCall inDialect(String dialect) {
        settings.put("dialect", dialect);
        return this;
    }

    HttpRequest last() {
        return requests.get(requests.size() - 1);
    }

    String lastBody() {
        return new String(last().body(), StandardCharsets.UTF_8);
    }

    static Map<String, String> query(HttpRequest request) {
        Map<String, String> query = new HashMap<>();
        String raw = request.address().getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                int equals = pair.indexOf('=');
                query.put(
                        java.net.URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        java.net.URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public AccountRef account() {
        return account;
    }

    @Override
    public NetworkDescriptor descriptor() {
        return descriptorAt(base == null ? descriptor.baseAddress() : base);
    }

    private NetworkDescriptor descriptorAt(URI address) {
        NetworkDescriptor d = descriptor;
        return new NetworkDescriptor(
                d.id(),
                d.displayName(),
                d.apiVersion(),
                d.documentation(),
                address,
                d.allowedHosts(),
                d.capabilities(),
                d.unavailable(),
                d.formats(),
                d.quotas(),
                d.replyPolicies(),
                d.metrics(),
                d.idempotency(),
                d.visibilityWindow(),
                d.oauth(),
                d.accountKinds(),
                d.retention(),
                d.optionsSchema(),
                Map.of());
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public AccessToken accessToken() {
        return new AccessToken(TOKEN);
    }

    @Override
    public ClientCredentials client() {
        return new ClientCredentials("client", "secret");
    }

    @Override
    public Optional<String> accessProof() {
        return Optional.empty();
    }

    @Override
    public HttpChannel http() {
        return channel;
    }

    @Override
    public MediaReader media() {
        return new MediaReader() {
            @Override
            public InputStream open(MediaRef media, long offset) throws IOException {
                byte[] file = files.get(media.id());
                if (file == null) {
                    throw new IOException("There is no file " + media.id());
                }
                return new ByteArrayInputStream(file, (int) offset, file.length - (int) offset);
            }

            @Override
            public URI publicAddress(MediaRef media, Duration validity) {
                throw new UnsupportedOperationException("X fetches no files");
            }
        };
    }

    /** Puts a file into the library and gives the handle on it. */
    MediaRef file(String type, int size, String alternativeText) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        MediaRef media = new MediaRef(new MediaId(new UUID(1, size)), type, size, 800, 600, null, alternativeText);
        files.put(media.id(), bytes);
        return media;
    }

    @Override
    public IdempotencyKey idempotencyKey() {
        return new IdempotencyKey("key");
    }

    @Override
    public Instant deadline() {
        return now.plus(left);
    }

    @Override
    public Clock clock() {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    @Override
    public void checkActive() {}
}
