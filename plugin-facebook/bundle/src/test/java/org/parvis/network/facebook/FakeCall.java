package org.parvis.network.facebook;

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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.parvis.toolkit.signature.Signatures;

/** A call that answers from a script and remembers what was asked. */
final class FakeCall implements LinkingCall {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String TOKEN = "token-that-nobody-may-see";
    static final AccountRef ACME =
            new AccountRef(new AccountId(new UUID(0, 7)), new RemoteId("100200300"), "acme", "default");

    final List<HttpRequest> requests = new ArrayList<>();
    final Map<String, String> settings = new HashMap<>();
    Instant now = NOW;
    AccountRef account = ACME;
    URI base;
    String token = TOKEN;
    ClientCredentials client = new ClientCredentials("client", "secret");
    final Map<MediaId, byte[]> files = new HashMap<>();
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
        try (InputStream file = FakeCall.class.getResourceAsStream("/OSGI-INF/network/facebook.json")) {
            return DescriptorReader.read(file.readAllBytes(), "facebook.json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DescriptorException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** A file of the media library. */
    MediaRef file(String type, byte[] bytes) {
        MediaId id = new MediaId(new UUID(1, files.size()));
        files.put(id, bytes);
        return new MediaRef(id, type, bytes.length, 1080, 1080, null, "what it shows");
    }

    HttpRequest last() {
        return requests.get(requests.size() - 1);
    }

    String lastBody() {
        return new String(last().body(), StandardCharsets.UTF_8);
    }

    /** The fields of a form. */
    static Map<String, String> form(HttpRequest request) {
        return decode(new String(request.body(), StandardCharsets.UTF_8));
    }

    static Map<String, String> query(HttpRequest request) {
        return decode(request.address().getRawQuery());
    }

    private static Map<String, String> decode(String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null && !raw.isEmpty()) {
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
        return new AccessToken(token);
    }

    @Override
    public ClientCredentials client() {
        return client;
    }

    @Override
    public Optional<String> accessProof() {
        byte[] hash = Signatures.hmacSha256(client.secret(), token.getBytes(StandardCharsets.UTF_8));
        return Optional.of(HexFormat.of().formatHex(hash));
    }

    @Override
    public HttpChannel http() {
        return channel;
    }

    @Override
    public MediaReader media() {
        return new MediaReader() {
            @Override
            public InputStream open(MediaRef media, long offset) {
                byte[] bytes = files.get(media.id());
                return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
            }

            @Override
            public URI publicAddress(MediaRef media, Duration validity) {
                throw new UnsupportedOperationException("Facebook is sent its files");
            }
        };
    }

    @Override
    public IdempotencyKey idempotencyKey() {
        return new IdempotencyKey("key");
    }

    @Override
    public Instant deadline() {
        return now.plusSeconds(30);
    }

    @Override
    public Clock clock() {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    @Override
    public void checkActive() {}
}
