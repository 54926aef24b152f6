package org.parvis.spi.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request to the network. A value; what its body was made of is not changed afterwards.
 *
 * @param method as HTTP names it: {@code GET}
 * @param address absolute, with an allowed host
 * @param headers by name; the host adds what belongs to the connection
 * @param body null for none
 * @param media a file, or a part of one, as the body; null where {@code body} is
 * @param operation its name in the descriptor's quota rules: {@code posts.create}
 * @param changing whether executing it twice would matter
 */
public record HttpRequest(
        String method,
        URI address,
        Map<String, String> headers,
        byte @Nullable [] body,
        @Nullable MediaSlice media,
        String operation,
        boolean changing) {

    public HttpRequest {
        headers = Map.copyOf(headers);
    }

    /** Begins a request that only reads. */
    public static Builder get(String operation, URI address) {
        return new Builder("GET", address, operation, false);
    }

    /**
     * Begins a request that brings about a state: deleted, hidden, liked. It changes something, but executing it twice does
     * not matter, so that it may be repeated like one that only reads.
     */
    public static Builder settling(String operation, String method, URI address) {
        return new Builder(method, address, operation, false);
    }

    /** Begins a request that changes something. */
    public static Builder changing(String operation, String method, URI address) {
        return new Builder(method, address, operation, true);
    }

    /** Collects the rest; not thread-safe. */
    public static final class Builder {
        private final String method;
        private final URI address;
        private final String operation;
        private final boolean changing;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private byte @Nullable [] body;
        private @Nullable MediaSlice media;

        private Builder(String method, URI address, String operation, boolean changing) {
            this.method = method;
            this.address = address;
            this.operation = operation;
            this.changing = changing;
        }

        /** Sets a header. */
        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /** {@code Authorization: Bearer …}, as RFC 6750 §2.1 says. */
        public Builder bearer(String token) {
            return header("Authorization", "Bearer " + token);
        }

        /** A JSON document as the body. */
        public Builder json(byte[] value) {
            body = value;
            return header("Content-Type", "application/json");
        }

        /** A form as the body, encoded as the URL standard says. */
        public Builder form(Map<String, String> fields) {
            body = fields.entrySet().stream()
                    .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                    .collect(Collectors.joining("&"))
                    .getBytes(StandardCharsets.UTF_8);
            return header("Content-Type", "application/x-www-form-urlencoded");
        }

        /** Any bytes as the body. */
        public Builder body(String contentType, byte[] value) {
            body = value;
            return header("Content-Type", contentType);
        }

        /** A file or a part of one, streamed by the host. */
        public Builder media(String contentType, MediaSlice value) {
            media = value;
            return header("Content-Type", contentType);
        }

        /** The request; send it by the call's channel. */
        public HttpRequest build() {
            return new HttpRequest(method, address, headers, body, media, operation, changing);
        }

        private static String encode(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
