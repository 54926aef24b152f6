package org.parvis.engine.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one outbound client of the platform: every connection goes to an address that was checked, TLS verifies the host name,
 * each hop of a redirect is checked anew, and time and sizes are capped. Owns its threads. Thread-safe; {@link #send} blocks
 * until the answer is complete, the deadline passes or the thread is interrupted.
 */
@Component(service = OutboundClient.class, immediate = true, configurationPid = "org.parvis.http")
@Designate(ocd = OutboundClient.Configuration.class)
public final class OutboundClient {
    /** The largest answer that is taken, after decompression. */
    static final int LARGEST_ANSWER = 10 * 1024 * 1024;

    private static final int LARGEST_HEADERS = 32 * 1024;
    private static final int MOST_REDIRECTS = 3;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");
    /** Belong to the connection, which is the host's. */
    private static final Set<String> HOST_OWNED = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "keep-alive",
            "accept-encoding",
            "proxy-authorization",
            "proxy-connection",
            "via",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto");

    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie");
    private static final Logger LOGGER = LoggerFactory.getLogger(OutboundClient.class);

    private final HttpClient client;
    private final ThreadPoolExecutor lookups;
    private volatile TrustedOrigins trusted;

    /** The operator's file. */
    @ObjectClassDefinition(
            localization = "OSGI-INF/l10n/http",
            name = "%settings",
            description = "%settings.description")
    @interface Configuration {
        @AttributeDefinition(name = "%endpoint.trusted", description = "%endpoint.trusted.description")
        String[] endpoint_trusted() default {};
    }

    @Activate
    public OutboundClient(Configuration configuration) throws Exception {
        this(origins(configuration), HostResolver.SYSTEM, new SslContextFactory.Client());
    }

    OutboundClient(TrustedOrigins trusted, HostResolver resolver, SslContextFactory.Client tls) throws Exception {
        this.trusted = trusted;
        lookups = NamedThreads.pool("parvis-lookup", 16, 64);
        client = new HttpClient();
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("parvis-http");
        threads.setDaemon(true);
        client.setExecutor(threads);
        client.setName("parvis-http");
        client.setSslContextFactory(tls);
        client.setSocketAddressResolver(new CheckedResolver(resolver, lookups, () -> this.trusted));
        client.setConnectTimeout(CONNECT.toMillis());
        client.setIdleTimeout(TimeUnit.MINUTES.toMillis(1));
        client.setDestinationIdleTimeout(TimeUnit.MINUTES.toMillis(5));
        client.setMaxConnectionsPerDestination(64);
        client.setMaxResponseHeadersSize(LARGEST_HEADERS);
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "Parvis/0.1"));
        client.start();
        // an answer is an answer: no challenge is taken up, no redirect followed behind our back
        client.getProtocolHandlers().remove(RedirectProtocolHandler.NAME);
        client.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
        client.getProtocolHandlers().remove(ProxyAuthenticationProtocolHandler.NAME);
    }

    @Modified
    void modified(Configuration configuration) {
        trusted = origins(configuration);
    }

    @Deactivate
    public void close() throws Exception {
        client.stop();
        lookups.shutdownNow();
    }

    /** The origins the operator trusts beyond public https. */
    public Set<String> trustedOrigins() {
        return trusted.origins();
    }

    private static TrustedOrigins origins(Configuration configuration) {
        try {
            return TrustedOrigins.of(List.of(configuration.endpoint_trusted()));
        } catch (IllegalArgumentException e) {
            LOGGER.warn("org.parvis.http: {}; no origin is trusted until this is mended", e.getMessage());
            return TrustedOrigins.NONE;
        }
    }

    /**
     * Sends a request and reads the whole answer; every status is an answer.
     *
     * @throws NetworkException as {@link org.parvis.spi.http.HttpChannel#send}; {@link ErrorKind#POLICY_REJECTED} for an
     *     address that may not be called and {@link ErrorKind#DEFECT} for headers that are not the caller's to set, in both
     *     cases before anything was looked up
     */
    public HttpResponse send(OutboundRequest outbound) throws NetworkException {
        HttpRequest request = outbound.request();
        int hops = Math.min(outbound.redirects(), MOST_REDIRECTS);
        while (true) {
            HttpResponse response = exchange(outbound, request);
            URI next = hops == 0 || request.changing() ? null : redirect(request.address(), response);
            if (next == null) {
                return response;
            }
            hops--;
            HttpRequest.Builder following = HttpRequest.get(request.operation(), next);
            headersFor(request, next).forEach(following::header);
            request = following.build();
        }
    }

    private HttpResponse exchange(OutboundRequest outbound, HttpRequest request) throws NetworkException {
        checkAddress(outbound.rules(), request.address());
        checkHeaders(request.headers());
        long millis = outbound.deadline().remaining().toMillis();
        if (millis <= 0) {
            throw new NetworkException(ErrorKind.TRANSIENT, "The time for this call was over before the request left");
        }
        try (InputStream file = open(outbound, request)) {
            return exchange(outbound, request, file, millis);
        } catch (IOException e) {
            // closing what was only read loses nothing
            throw new IllegalStateException("A file cannot be closed", e);
        }
    }

    private HttpResponse exchange(
            OutboundRequest outbound, HttpRequest request, @Nullable InputStream file, long millis)
            throws NetworkException {
        AtomicBoolean departed = new AtomicBoolean();
        Request jetty = prepare(request, millis);
        attach(outbound, request, file, jetty);
        jetty.onRequestBegin(r -> {
            departed.set(true);
            outbound.departed().run();
        });
        CompletableFuture<ContentResponse> future = new CompletableResponseListener(jetty, LARGEST_ANSWER).send();
        try {
            return answer(future.get(millis + 1000, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            jetty.abort(e);
            Thread.currentThread().interrupt();
            throw failed(request, departed.get(), "the call was stopped");
        } catch (TimeoutException e) {
            jetty.abort(e);
            throw failed(request, departed.get(), "no complete answer came in time");
        } catch (ExecutionException e) {
            // nothing of a request is sent before the handshake is done, although it has begun for the client
            boolean left = departed.get() && !(e.getCause() instanceof SSLHandshakeException);
            throw failed(request, left, reason(e.getCause()));
        }
    }

    private void checkAddress(HostRules rules, URI address) throws NetworkException {
        String refusal = rules.refusal(address, trusted).orElse(null);
        if (refusal != null) {
            throw new NetworkException(
                    ErrorKind.POLICY_REJECTED,
                    "Parvis does not call " + Redaction.address(address) + ": it " + refusal);
        }
    }

    private static void checkHeaders(Map<String, String> headers) throws NetworkException {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String name = header.getKey();
            if (!TOKEN.matcher(name).matches() || HOST_OWNED.contains(name.toLowerCase(Locale.ROOT))) {
                throw new NetworkException(
                        ErrorKind.DEFECT, "The header \"" + printable(name) + "\" is not a plugin's to set");
            }
            if (!VALUE.matcher(header.getValue()).matches()) {
                throw new NetworkException(
                        ErrorKind.DEFECT, "The header " + name + " holds characters no header may hold");
            }
        }
    }

    private Request prepare(HttpRequest request, long millis) {
        Request jetty =
                client.newRequest(request.address()).method(request.method()).timeout(millis, TimeUnit.MILLISECONDS);
        jetty.headers(fields -> {
            request.headers().forEach(fields::put);
            if (request.changing()) {
                // A kept connection may be closed by the other side just as it is used again; nobody could tell whether
                // the
                // request arrived. What changes something gets a connection of its own.
                fields.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
            }
        });
        if (request.changing()) {
            jetty.tag("changing");
        }
        return jetty;
    }

    private static void attach(
            OutboundRequest outbound, HttpRequest request, @Nullable InputStream file, Request jetty) {
        String type = request.headers().entrySet().stream()
                .filter(h -> h.getKey().equalsIgnoreCase("Content-Type"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("application/octet-stream");
        if (request.body() != null) {
            jetty.body(new BytesRequestContent(type, request.body()));
        } else if (file != null && outbound.file() != null) {
            jetty.body(new FileBody(type, file, outbound.file().length()));
        }
    }

    /** Null where the body is no file; a redirect is followed without its body. */
    private static @Nullable InputStream open(OutboundRequest outbound, HttpRequest request) throws NetworkException {
        RequestFile file = outbound.file();
        if (file == null || request.media() == null) {
            return null;
        }
        try {
            return file.opening().open();
        } catch (NoSuchFileException e) {
            LOGGER.debug("A file is gone", e);
            throw new NetworkException(
                    ErrorKind.CONTENT_REJECTED,
                    request.operation() + ": the file cannot be read any more; was it deleted from the media library?");
        } catch (IOException e) {
            // such as a call whose time is over while the file is opened: nothing has left, and the file is as good as
            // before
            LOGGER.debug("A file cannot be opened", e);
            throw new NetworkException(
                    ErrorKind.TRANSIENT, request.operation() + ": the file cannot be read just now.");
        }
    }

    private static HttpResponse answer(ContentResponse response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpField field : response.getHeaders()) {
            headers.computeIfAbsent(field.getLowerCaseName(), name -> new ArrayList<>())
                    .add(field.getValue() == null ? "" : field.getValue());
        }
        headers.replaceAll((name, values) -> List.copyOf(values));
        byte[] content = response.getContent();
        return new HttpResponse(response.getStatus(), Map.copyOf(headers), content == null ? new byte[0] : content);
    }

    private static NetworkException failed(HttpRequest request, boolean departed, String reason) {
        ErrorKind kind = departed && request.changing() ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT;
        return new NetworkException(
                kind, request.operation() + " at " + request.address().getHost() + ": " + reason);
    }

    /** What a person may read; the cause's own message may name addresses. */
    private static String reason(@Nullable Throwable failure) {
        LOGGER.debug("An outbound exchange failed", failure);
        if (failure instanceof ClosedAddressException) {
            return "the host name does not lead to a public address";
        }
        if (failure instanceof UnknownHostException) {
            return "the host name cannot be found";
        }
        if (failure instanceof TimeoutException || failure instanceof java.net.SocketTimeoutException) {
            return "no complete answer came in time";
        }
        if (failure instanceof java.net.ConnectException) {
            return "no connection could be made";
        }
        if (failure instanceof SSLException) {
            return "no trusted connection could be made (TLS)";
        }
        if (failure instanceof IllegalArgumentException
                && String.valueOf(failure.getMessage()).contains("capacity")) {
            return "the answer is larger than " + LARGEST_ANSWER / (1024 * 1024) + " MB";
        }
        return "the connection was lost before the answer was complete";
    }

    private static @Nullable URI redirect(URI from, HttpResponse response) throws NetworkException {
        if (!Set.of(301, 302, 303, 307, 308).contains(response.status())) {
            return null;
        }
        String location = response.header("location").orElse("");
        try {
            return from.resolve(new URI(location));
        } catch (java.net.URISyntaxException e) {
            throw new NetworkException(ErrorKind.POLICY_REJECTED, "The network redirects to what is not an address");
        }
    }

    private static Map<String, String> headersFor(HttpRequest request, URI next) {
        URI from = request.address();
        boolean same = from.getScheme().equals(next.getScheme())
                && from.getHost().equalsIgnoreCase(String.valueOf(next.getHost()))
                && from.getPort() == next.getPort();
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        if (!same) {
            headers.keySet().removeIf(name -> CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)));
        }
        return headers;
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
